/**
 * Virtual boards in the slots of a bench: put in, pulled, replaced, each with its own fault, so that a shift can be rehearsed.
 * Floor: app. Knows no screen; the station is told as it is of real ports.
 */
import type { Station } from '../../bench/index.ts';
import type { SlotBoard, VirtualFaultId } from '../../ui/index.ts';
import type { VirtualBench } from '../virtual/bench.ts';

interface Board {
  readonly bench: VirtualBench;
  faultId: VirtualFaultId;
  cable: 'in' | 'out';
}

export interface VirtualBoardsTools {
  readonly open: () => Promise<VirtualBench>;
  /** They are all gone. */
  readonly leave: () => Promise<void>;
  /** A cable came out by a fault. */
  readonly changed: () => void;
}

export class VirtualBoards {
  readonly #tools: VirtualBoardsTools;
  #boards: readonly Board[] = [];

  constructor(tools: VirtualBoardsTools) {
    this.#tools = tools;
  }

  /** One for each slot, in their order; empty when there are none. */
  get pictures(): readonly SlotBoard[] {
    return this.#boards.map(({ faultId, cable }) => ({ faultId, cable }));
  }

  /** A board into every slot. @throws virtual-failed; then there is none */
  async putIn(station: Station): Promise<void> {
    if (this.#boards.length > 0) return;
    const boards: Board[] = [];
    try {
      for (const slot of station.slots) {
        const board: Board = { bench: await this.#tools.open(), faultId: 'genuine', cable: 'in' };
        boards.push(board);
        this.#listen(board, station);
        await station.put(slot.picture.number, board.bench.port);
      }
      this.#boards = boards;
    } catch (error) {
      this.#boards = boards;
      await this.takeOut(station);
      throw error;
    }
  }

  async takeOut(station: Station): Promise<void> {
    if (this.#boards.length === 0) return;
    for (const slot of station.slots) if (slot.picture.port?.kind === 'virtual') await slot.bind(null, 'taught');
    for (const { bench } of this.#boards) bench.close();
    this.#boards = [];
    await this.#tools.leave();
  }

  async pull(number: number, station: Station): Promise<void> {
    const board = this.#boards[number - 1];
    if (board === undefined || board.cable === 'out') return;
    board.cable = 'out';
    await board.bench.port.unplug();
    station.gone(board.bench.port);
  }

  /** Puts the cable back: the next board. Its fault, if it has one, is ready to happen. */
  async plugIn(number: number, station: Station): Promise<void> {
    const board = this.#boards[number - 1];
    if (board === undefined || board.cable === 'in') return;
    await board.bench.port.plug();
    await board.bench.arm();
    board.cable = 'in';
    await station.appeared(board.bench.port);
  }

  /** Takes the board of a slot out and puts another one in, which has this fault. */
  async setFault(number: number, faultId: VirtualFaultId, strikesAt: number | null, station: Station): Promise<void> {
    const board = this.#boards[number - 1];
    if (board === undefined) return;
    board.cable = 'out';
    station.gone(board.bench.port);
    await board.bench.setFault(faultId, strikesAt);
    board.faultId = faultId;
    board.cable = 'in';
    await station.appeared(board.bench.port);
  }

  /** A port tells once, so listen again. */
  #listen(board: Board, station: Station): void {
    board.bench.port.onLost(() => {
      this.#listen(board, station);
      if (board.cable === 'out') return;
      board.cable = 'out';
      station.gone(board.bench.port);
      this.#tools.changed();
    });
  }
}
