/**
 * What it takes to talk to a secure element, whoever carries the bytes.
 * Floor: chip. Knows no board and no protocol: board implements this over bench frames, tests over a table.
 * Reference: docs/protocol.md sections 3.4–3.7 and 4.
 */

/** Why the I2C side failed; the names of docs/protocol.md section 4. */
export type TransportFault =
  'i2c-sda-low' | 'i2c-scl-low' | 'i2c-no-ack' | 'i2c-data-no-ack' | 'chip-timeout' | 'chip-length' | 'chip-crc' | 'chip-wake' | 'refused' | 'overflow';

/** One command block, from count to CRC, and how long the chip may take. */
export interface ChipPacket {
  readonly bytes: Uint8Array;
  readonly timeLimitMs: number;
}

/** The chip's whole answer from count to CRC (CRC already checked), or why there is none. */
export type ChipResult = { readonly answer: Uint8Array } | { readonly fault: TransportFault; readonly answer?: Uint8Array };

export interface ChipTransport {
  /** Wakes the bus and gives all 7-bit addresses that acknowledge. A stuck line is a fault. */
  scan(): Promise<{ readonly addresses: readonly number[] } | { readonly fault: TransportFault }>;
  /** Wake pulse, then the four bytes that the chip answers. */
  wake(address: number): Promise<ChipResult>;
  /** Runs packets in order and stops after the first fault: as many results as were tried. */
  execute(address: number, packets: readonly ChipPacket[]): Promise<readonly ChipResult[]>;
  /** Sends the chip to sleep, which clears TempKey and the message digest buffer. */
  sleep(address: number): Promise<void>;
}
