/**
 * Did a chip's own USB port go away because a run reset the chip, or because somebody took the board out?
 * Floor: bench. Knows no run from inside. A port that a reset took away brings back the board that was just run: it is no next board, and is not run again.
 * Reference: Espressif's USB vendor id 303A (chips with their own USB); a bridge keeps its port through a reset. A chip is back within a second or two;
 * no hand takes a board out within a second of its verdict and puts another one in within three.
 */
import type { BytePort } from '../../base/index.ts';
import type { OutcomeDetail } from '../record/record.ts';

const ESPRESSIF = 0x303a;
/** From the end of a run to the loss of the port that its last reset causes. */
const LOST_WITHIN_MS = 1_000;
const BACK_WITHIN_MS = 3_000;

export class OwnReset {
  readonly #nowMs: () => number;
  #run: 'none' | 'going' | 'ended' | 'cut' = 'none';
  #endedMs = 0;
  #lostMs: number | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  runBegins(): void {
    this.#run = 'going';
    this.#lostMs = null;
  }

  /** A run that ended because its port was lost was cut by somebody: what came since is the next board. */
  runEnds(details: readonly OutcomeDetail[]): 'cut' | 'ended' {
    const end = details.some(({ code }) => code === 'port-lost') ? 'cut' : 'ended';
    this.#run = end;
    this.#endedMs = this.#nowMs();
    return end;
  }

  /** The port went away. */
  lost(): void {
    const nowMs = this.#nowMs();
    const isByReset = this.#run === 'going' || (this.#run === 'ended' && nowMs - this.#endedMs <= LOST_WITHIN_MS);
    this.#lostMs = isByReset ? nowMs : null;
  }

  /** True when the port that came now brings back the board of the last run. */
  broughtBack(port: BytePort | null): boolean {
    const lostMs = this.#lostMs;
    this.#lostMs = null;
    if (lostMs === null || this.#run === 'cut' || port?.identity.usbVendorId !== ESPRESSIF) return false;
    return this.#nowMs() - lostMs <= BACK_WITHIN_MS;
  }
}
