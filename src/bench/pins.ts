/**
 * How the chip is wired to the board, and how fast both are spoken to.
 * Floor: bench. Which pins are free on a board is the firmware's to say (docs/protocol.md section 3.3).
 */

export interface Pins {
  readonly sda: number;
  readonly scl: number;
  readonly clockKHz: number;
}

/** Rate between page and board where nothing stands against it. */
export const FASTEST_BAUD_RATE = 921_600;

/** The wiring of the ESP32-WROOM-32SE. */
export const DEFAULT_PINS: Pins = { sda: 16, scl: 17, clockKHz: 100 };
