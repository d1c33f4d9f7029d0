/**
 * Everything read from one chip, before anything of it is believed.
 * Floor: chip. Knows no certificates: trust rebuilds and judges.
 */
import type { TransportFault } from './transport.ts';

/** Bytes, or the chip's status byte (for example 0x0F: this slot may not be read). */
export type SlotReading = { readonly bytes: Uint8Array } | { readonly status: number };

/** A fresh challenge and what the chip made of it. */
export interface Possession {
  readonly slot: number;
  /** 32 random bytes chosen by the page; the chip was given their SHA-256. */
  readonly challenge: Uint8Array;
  /** r ‖ s, 64 bytes, or the chip's status byte. */
  readonly signature: SlotReading;
}

export interface ChipReading {
  /** 7-bit address at which the chip answered. */
  readonly address: number;
  /** Info(0), 4 bytes: 00 00 60 02 is an ATECC608A, 03 a 608B. */
  readonly revision: Uint8Array;
  /** Configuration zone, 128 bytes. */
  readonly config: Uint8Array;
  /** OTP zone, 64 bytes. */
  readonly otp: SlotReading;
  /** By slot number: 5 (first 32 bytes), 8 (TNGLORA: first 160 bytes), 10, 11, 12 (72 bytes each). */
  readonly slots: Readonly<Record<number, SlotReading>>;
  /** GenKey(public) of the primary private key: X ‖ Y, 64 bytes. */
  readonly publicKey: SlotReading;
  readonly possession: Possession;
}

/** The chip was not read: what was tried, and what was seen. */
export interface ChipSilence {
  /** `no-chip`: no address of the family acknowledged. `chip-status`: Info or the configuration zone was answered with `status`. */
  readonly fault: TransportFault | 'no-chip' | 'chip-status';
  /** The chip's status byte, with `chip-status` only: 07 is a failed self test, 11 a chip that does not take the command. */
  readonly status?: number;
  /** 7-bit addresses that acknowledged in the scan. */
  readonly addresses: readonly number[];
  /** The step that failed: scan, wake, read, sign. */
  readonly step: 'scan' | 'wake' | 'read' | 'sign';
}
