/**
 * Virtual boards in the slots of a bench: put in, pulled, replaced by the next of the tray, each with its own fault, so that a shift can be rehearsed.
 * Floor: app. Knows no screen; the station is told as it is of real ports. What is done to one slot is done in turn, so that a hand that is quick puts in one board and not two.
 */
import type { RunSummary, Station } from '../../bench/index.ts';
import type { BoardHand, SlotBoard, VirtualFaultId } from '../../ui/index.ts';
import type { VirtualBench } from '../virtual/bench.ts';
import type { VirtualStart } from '../virtual/messages.ts';
import type * as trayRoom from '../virtual/tray.ts';
import type { Tray, TrayBoard } from '../virtual/tray.ts';

interface Board {
  readonly bench: VirtualBench;
  lies: TrayBoard;
  faultId: VirtualFaultId;
  cable: 'in' | 'out';
  /** What is being done to it, to its end. */
  turn: Promise<void>;
}

/** A chip that passed, and the board that it was on. */
interface Passed {
  readonly chip: number;
  readonly mac: string;
}

export interface VirtualBoardsTools {
  readonly open: (start: VirtualStart) => Promise<VirtualBench>;
  /** They are all gone. */
  readonly leave: () => Promise<void>;
  /** A cable came out by a fault. */
  readonly changed: () => void;
}

/** The room of the tray, loaded when boards are put in. */
type TrayRoom = typeof trayRoom;

/** Parts whose chip is none of the tray: an imitation and a copy of the demo's. */
const OTHER_CHIP: readonly VirtualFaultId[] = ['other-ca', 'replayed-dump'];
/** More are not looked through for a chip to move. */
const MOST_PASSED = 64;

export class VirtualBoards {
  readonly #tools: VirtualBoardsTools;
  #boards: readonly Board[] = [];
  #room: TrayRoom | null = null;
  #tray: Tray | null = null;
  /** Boards whose chip was read in this shift. */
  readonly #read = new Set<string>();
  #passed: readonly Passed[] = [];

  constructor(tools: VirtualBoardsTools) {
    this.#tools = tools;
  }

  /** One for each slot, in their order; empty when there are none. */
  get pictures(): readonly SlotBoard[] {
    return this.#boards.map(({ faultId, cable, lies }) => ({ faultId, cable, ...lies, hands: this.#handsFor(lies, cable) }));
  }

  /** A board into every slot: the first of the tray into the first one. @throws virtual-failed; then there is none */
  async putIn(station: Station): Promise<void> {
    if (this.#boards.length > 0) return;
    this.#room ??= await import('../virtual/tray.ts');
    this.#tray = new this.#room.Tray(station.slots.length);
    const boards: Board[] = [];
    try {
      for (const slot of station.slots) {
        const { number } = slot.picture;
        const lies = { board: number, chip: number };
        const bench = await this.#tools.open(this.#room.startOf(lies));
        const board: Board = { bench, lies, faultId: 'genuine', cable: 'in', turn: Promise.resolve() };
        boards.push(board);
        this.#listen(board, station);
        await station.put(number, bench.port);
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

  /** A shift begins: what was there before it is not looked at by its guards. */
  newShift(): void {
    this.#read.clear();
    this.#passed = [];
  }

  /** A run was recorded. */
  ran({ virtual, outcome, mac, serialNumber }: RunSummary): void {
    if (!virtual || mac === '' || serialNumber === '') return;
    this.#read.add(mac.toUpperCase());
    const chip = this.#room?.chipNumberOf(serialNumber) ?? null;
    if (outcome === 'pass' && chip !== null) this.#passed = [...this.#passed, { chip, mac: mac.toUpperCase() }].slice(-MOST_PASSED);
  }

  async pull(number: number, station: Station): Promise<void> {
    await this.#inTurn(number, async (board) => {
      if (board.cable === 'out') return;
      board.cable = 'out';
      await board.bench.port.unplug();
      station.gone(board.bench.port);
    });
  }

  /** Puts a board in whose cable is out; one for the duplicate guard takes the place of whatever is there. Does nothing that the slot's picture does not offer. */
  async plugIn(number: number, hand: BoardHand, station: Station): Promise<void> {
    await this.#inTurn(number, async (board) => {
      if (!this.#handsFor(board.lies, board.cable).includes(hand)) return;
      if (hand !== 'same') return this.#put(board, { lies: this.#taken(hand, board), faultId: 'genuine', strikesAt: null }, station);
      await board.bench.plugIn(); // its fault, if it has one, is ready to happen
      board.cable = 'in';
      await station.appeared(board.bench.port);
    });
  }

  /** Takes the board of a slot out and puts the next one in, which has this fault. */
  async setFault(number: number, faultId: VirtualFaultId, strikesAt: number | null, station: Station): Promise<void> {
    await this.#inTurn(number, async (board) => {
      const next = this.#next();
      const lies: TrayBoard = { board: next, chip: OTHER_CHIP.includes(faultId) ? 'demo' : next };
      await this.#put(board, { lies, faultId, strikesAt }, station);
    });
  }

  #next(): number {
    return this.#tray?.next(this.#boards.map(({ lies }) => lies)) ?? 1;
  }

  /** What a hand takes. A chip that is moved was last seen on a board that is no longer in a slot, where there is one. */
  #taken(hand: BoardHand, board: Board): TrayBoard {
    const next = this.#next();
    if (hand === 'swapped-chip') return { board: board.lies.board, chip: next };
    const moved = hand === 'moved-chip' ? this.#movable(board) : undefined;
    if (moved === undefined) return { board: next, chip: next };
    return { board: this.#room?.macOf(next) === moved.mac ? this.#next() : next, chip: moved.chip };
  }

  #movable(into: Board): Passed | undefined {
    const inSlots = this.#boards.flatMap((board) => (board !== into && board.cable === 'in' ? [board.lies.chip] : []));
    return this.#passed.findLast(({ chip }) => !inSlots.includes(chip)) ?? this.#passed.at(-1);
  }

  #handsFor({ board }: TrayBoard, cable: Board['cable']): readonly BoardHand[] {
    const wasRead = this.#room !== null && this.#read.has(this.#room.macOf(board));
    return [
      ...(cable === 'out' ? (['next', 'same'] as const) : []),
      ...(this.#passed.length > 0 ? (['moved-chip'] as const) : []),
      ...(wasRead ? (['swapped-chip'] as const) : []),
    ];
  }

  async #put(
    board: Board,
    { lies, faultId, strikesAt }: Pick<Board, 'lies' | 'faultId'> & { readonly strikesAt: number | null },
    station: Station,
  ): Promise<void> {
    if (this.#room === null) return;
    const { bench } = board;
    Object.assign(board, { lies, faultId, cable: 'out' });
    station.gone(bench.port);
    await bench.setFault(faultId, strikesAt, this.#room.startOf(lies));
    board.cable = 'in';
    await station.appeared(bench.port);
  }

  async #inTurn(number: number, work: (board: Board) => Promise<void>): Promise<void> {
    const board = this.#boards[number - 1];
    if (board === undefined) return;
    const turn = board.turn.then(() => work(board));
    board.turn = turn.catch(() => undefined);
    return turn;
  }

  /** A fault takes the cable out, or the board is gone altogether. A port tells of its loss once, so listen again. */
  #listen(board: Board, station: Station): void {
    const { port } = board.bench;
    const out = (): void => {
      if (board.cable === 'out') return;
      board.cable = 'out';
      station.gone(port);
      this.#tools.changed();
    };
    const hearLoss = (): void => {
      port.onLost(() => {
        hearLoss();
        out();
      });
    };
    hearLoss();
    port.onCablePulled(out);
  }
}
