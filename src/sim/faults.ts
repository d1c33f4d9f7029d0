/**
 * What may be wrong with a virtual board, as data: each fault is a thing that happens on a bench.
 * Floor: sim. Pure; the board asks what a list of faults means for each of its parts.
 * A bug found on hardware becomes a fault here first, then a fix.
 */
import { TouchstoneError } from '../base/index.ts';
import type { ChipSetting } from './atecc/chip.ts';
import type { ChipPersona, Signer } from './atecc/identity.ts';
import type { SimErrorCode } from './errors.ts';
import type { LoaderAccident } from './rom/mischief.ts';

export type Fault =
  /** No chip on the bus. */
  | { readonly kind: 'chip-absent' }
  /** SDA is held low for ever. */
  | { readonly kind: 'sda-stuck' }
  /** The chip does not hear the wake pulse. */
  | { readonly kind: 'no-wake' }
  /** The chip answers at another 7-bit address: a TrustFLEX or a blank one. */
  | { readonly kind: 'wrong-address'; readonly address: 0x36 | 0x60 }
  /** A chip fresh from the reel: zones open (55), address 60, nothing in the slots. */
  | { readonly kind: 'blank-unlocked' }
  /** Every n-th answer to a command has a flipped bit; wake answers are not counted. */
  | { readonly kind: 'crc-noise'; readonly everyNth: number }
  /** The chip answers so many commands since power-on and then nothing more. */
  | { readonly kind: 'chip-stops-answering'; readonly afterCommands: number }
  /** All public data are those of a good chip, but another key signs. */
  | { readonly kind: 'replayed-dump' }
  /** A good chip whose certificates come from another authority. */
  | { readonly kind: 'other-ca' }
  /** At these positions of the bytes to the host (counted from when the fault was set) garbage and half a frame are put in, and the byte itself is spoilt. */
  | { readonly kind: 'line-noise'; readonly atBytes: readonly number[] }
  /** The supply dips and the board starts again: so many milliseconds after the fault was set, or with so many more commands to the chip. */
  | { readonly kind: 'self-reset'; readonly afterMs: number }
  | { readonly kind: 'self-reset'; readonly afterCommands: number }
  /** The cable comes out after so many more bytes, both directions counted. */
  | { readonly kind: 'cable-pulled'; readonly afterBytes: number }
  /** One bit of the next write to flash goes wrong. */
  | { readonly kind: 'flash-write-corrupts' }
  /** The bit at this place of the flash never comes out as it was written. */
  | { readonly kind: 'flash-stuck-bit'; readonly offset: number }
  /** The flash refuses to be erased or written. */
  | { readonly kind: 'flash-write-refused' }
  /** No flash chip answers its id. */
  | { readonly kind: 'flash-absent' }
  /** The bridge carries nothing above this rate. */
  | { readonly kind: 'bridge-limit'; readonly fastestBaudRate: number }
  /** The flasher stub comes up at 115200 baud although its loader was faster. */
  | { readonly kind: 'stub-forgets-rate' }
  /** eFuses of a board in production. */
  | { readonly kind: 'flash-encryption-on' }
  | { readonly kind: 'secure-boot-on' }
  /** Somebody leans on BOOT: every reset ends in the loader. */
  | { readonly kind: 'boot-held' }
  /** The wires from the bridge's modem lines are missing: no line resets the board. */
  | { readonly kind: 'no-reset-circuit' }
  /** An accident to one request of the loader (nth, counted from 1), or to every one (nth 0). */
  | { readonly kind: 'loader-accident'; readonly operation: number; readonly nth: number; readonly accident: LoaderAccident };

export type FaultKind = Fault['kind'];

/** The chips and signers that faults choose from. */
export interface Cast {
  readonly chip: ChipPersona;
  /** Needed for `other-ca`. */
  readonly otherCaChip?: ChipPersona;
  /** Needed for `replayed-dump`. */
  readonly impostor?: Signer;
}

/** The fault of one kind in a list, if it is there. */
export function faultOf<Kind extends FaultKind>(faults: readonly Fault[], kind: Kind): Extract<Fault, { kind: Kind }> | undefined {
  return faults.find((fault): fault is Extract<Fault, { kind: Kind }> => fault.kind === kind);
}

/** What the faults make of the chip. @throws sim-no-persona, sim-fault */
export function chipSetting(faults: readonly Fault[], cast: Cast): ChipSetting {
  const has = (kind: FaultKind): boolean => faultOf(faults, kind) !== undefined;
  const address = faultOf(faults, 'wrong-address')?.address;
  const persona = has('other-ca') ? cast.otherCaChip : cast.chip;
  if (persona === undefined) throw new TouchstoneError<SimErrorCode>('sim-no-persona', { fault: 'other-ca' });
  if (has('replayed-dump') && cast.impostor === undefined) throw new TouchstoneError<SimErrorCode>('sim-no-persona', { fault: 'replayed-dump' });
  return {
    persona,
    form: has('blank-unlocked') ? 'blank' : 'tngtls',
    ...(has('replayed-dump') && cast.impostor !== undefined ? { impostor: cast.impostor } : {}),
    absent: has('chip-absent'),
    sdaStuck: has('sda-stuck'),
    deaf: has('no-wake'),
    ...(address === undefined ? {} : { address }),
    noiseEvery: countOf('crc-noise', faultOf(faults, 'crc-noise')?.everyNth ?? 0),
    silentAfter:
      faultOf(faults, 'chip-stops-answering') === undefined
        ? Infinity
        : countOf('chip-stops-answering', faultOf(faults, 'chip-stops-answering')?.afterCommands ?? 0),
  };
}

/** A fault's number: whole and not negative. @throws sim-fault */
export function countOf(fault: FaultKind, value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new TouchstoneError<SimErrorCode>('sim-fault', { fault, value });
  return value;
}
