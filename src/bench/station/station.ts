/**
 * A bench with slots: which port is whose, when a run begins, what a shift is.
 * Floor: bench. Knows no Web Serial: ports appear and go. Slots run side by side and know nothing of each other.
 */
import { TouchstoneError, type BytePort } from '../../base/index.ts';
import { LogBook } from '../log-book.ts';
import type { Pins } from '../pins.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunDraft, RunPurpose, RunRecord } from '../record/record.ts';
import type { RunTools } from '../run/phase.ts';
import type { RunHead } from '../run/plan-run.ts';
import type { KeptPort } from './binding.ts';
import { Bindings } from './bindings.ts';
import type { StationPicture } from './picture.ts';
import { StationSlot, type SlotOrders } from './station-slot.ts';

/** `slot-runs`: not while a run goes on in slot `slot`. */
export type StationErrorCode = 'slot-runs';

export const MOST_SLOTS = 32;
/** A slot's log is looked at after a failure; 32 of a million lines each would not fit. */
const LOG_LINES = 20_000;
const HOUR_MS = 3_600_000;

export interface StationParts {
  readonly tools: Omit<RunTools, 'ask'>;
  readonly keep: (draft: RunDraft) => Promise<RunRecord>;
  readonly newId: () => string;
  readonly versions: () => RunHead['versions'];
  readonly pins: () => Pins;
  readonly fastestBaudRate: () => number;
  readonly show: (picture: StationPicture) => void;
  /** A board that was identified changed what is kept of the slots (`taught`). */
  readonly taughtChanged?: () => void;
}

/** What the next shift is about. */
export interface ShiftOrders {
  readonly station: string;
  readonly operator: string;
  readonly workOrder: string;
  readonly plan: Plan;
  readonly planFingerprint: string;
}

export class Station {
  readonly #parts: StationParts;
  #slots: readonly StationSlot[] = [];
  readonly #bindings = new Bindings(() => this.#slots);
  #shift: ShiftOrders | null = null;
  /** Milliseconds of the Unix epoch. */
  #shiftStartMs = 0;
  /** Scanned or typed; they outlive a shift. */
  #people = { operator: '', workOrder: '' };
  #purpose: RunPurpose = 'production';
  /** When a golden board passed last in this shift, by the clock of the tools. */
  #goldenMs: number | null = null;

  constructor(parts: StationParts) {
    this.#parts = parts;
  }

  get slots(): readonly StationSlot[] {
    return this.#slots;
  }

  /** What the board of a slot said. */
  log(number: number): LogBook | undefined {
    return this.#slots[number - 1]?.log;
  }

  /** More or fewer places; those that go are stopped first. `taught`: what their ports were, where that was kept; `order`: slots in the order in which the browser named their ports last. */
  async setSlots(count: number, taught: readonly (KeptPort | null)[] = [], order: readonly number[] = []): Promise<void> {
    const wanted = Math.min(MOST_SLOTS, Math.max(1, Math.floor(count)));
    await Promise.all(this.#slots.slice(wanted).map((slot) => slot.bind(null, 'taught')));
    const more = Array.from({ length: Math.max(0, wanted - this.#slots.length) }, (_, index) => this.#newSlot(this.#slots.length + index + 1));
    this.#slots = [...this.#slots.slice(0, wanted), ...more];
    this.#bindings.resize(taught, order);
    this.#show();
  }

  /** The next port that appears (or is chosen) is slot `number`'s; with `all` the one after it the next slot's, and so on. Null ends the teaching. */
  teach(number: number | null, round: 'one' | 'all' = 'all'): void {
    this.#bindings.teach(number, round);
    this.#show();
  }

  get teaching(): number | null {
    return this.#bindings.teaching;
  }

  /** What was taught and read back, to be kept for the next visit. */
  get taught(): readonly (KeptPort | null)[] {
    return this.#bindings.taught;
  }

  /** Slots of these ports, in their order. */
  orderOf(ports: readonly BytePort[]): readonly number[] {
    return this.#bindings.orderOf(ports);
  }

  /** A port is there: it is taught, or it comes back to its slot, which begins by itself while a shift goes on. Number of its slot; null when nobody misses it. */
  async appeared(port: BytePort): Promise<number | null> {
    const found = this.#bindings.place(port); // at once: the next one may come while a run is being stopped
    const slot = this.#slots[(found?.number ?? 0) - 1];
    if (found === null || slot === undefined) return null;
    const before = this.#slots.find((one) => one.port === port);
    if (before !== undefined && before !== slot) await before.bind(null, 'taught'); // it is taught anew
    await slot.bind(port, found.trust);
    if (slot.cameBack === 'same-board') this.#bindings.sameBoard(found.number);
    this.#bindings.tell(found.number);
    if (port.identity.kind === 'real' && !this.#bindings.ports.includes(port)) slot.gone(); // pulled out again while a run was being stopped for it
    if (slot.isFresh) this.#next(slot);
    this.#show();
    return found.number;
  }

  /** These are all the ports that are plugged in: what was not heard of meanwhile is made up for. */
  async arePluggedIn(ports: readonly BytePort[]): Promise<void> {
    for (const port of this.#bindings.ports) if (!ports.includes(port)) this.gone(port);
    for (const port of ports) await this.appeared(port);
  }

  /** A port that is this slot's for a while, such as a virtual board's: nothing is taught by it. */
  async put(number: number, port: BytePort): Promise<void> {
    await this.#slots[number - 1]?.bind(port, 'taught');
  }

  /** The port went away. */
  gone(port: BytePort): void {
    this.#bindings.gone(port);
    this.#slots.find((one) => one.port === port)?.gone();
  }

  /** Two slots have changed places: each gets the other's port, with its board and its verdict. @throws slot-runs */
  swap(number: number, other: number): void {
    const [one, two] = [this.#slots[number - 1], this.#slots[other - 1]];
    if (one === undefined || two === undefined || one === two) return;
    if ([one, two].some(({ port }) => port?.identity.kind === 'virtual')) return; // they lie in the slots of others
    for (const slot of [one, two]) if (slot.isRunning) throw new TouchstoneError<StationErrorCode>('slot-runs', { slot: slot.picture.number });
    one.tradeWith(two);
    this.#bindings.swap(number, other);
    for (const slot of [one, two]) if (slot.isFresh) this.#next(slot);
    this.#show();
  }

  /** A person says that the port of this slot is the right one: the board was moved. */
  confirm(number: number): void {
    this.#bindings.confirm(number);
    this.#show();
  }

  /** One Start for the shift: boards that are there begin now, others when they are plugged in. While a golden board is due, it comes first. */
  startShift(orders: ShiftOrders): void {
    const isNew = this.#shift === null;
    this.#bindings.teach(null, 'one');
    this.#shift = orders;
    this.#people = { operator: orders.operator, workOrder: orders.workOrder };
    if (isNew) {
      this.#shiftStartMs = this.#parts.tools.epochMs();
      this.#goldenMs = null;
      for (const slot of this.#slots) slot.resetCounts();
    }
    this.#purpose = this.#goldenDue() === null ? this.#purpose : 'golden';
    this.#show();
    const fresh = this.#slots.filter((slot) => slot.picture.state === 'ready' || slot.isFresh);
    const isGoldenAmongOthers = this.#goldenDue() !== null && fresh.length > 1; // which one is it?
    for (const slot of fresh) {
      if (isGoldenAmongOthers) slot.hold('golden');
      else this.#next(slot);
    }
  }

  /** No run begins any more; those under way are finished. */
  endShift(): void {
    this.#shift = null;
    this.#purpose = 'production';
    this.#show();
  }

  /** What the next runs count as; while a golden board is due nothing else does. */
  setPurpose(purpose: RunPurpose): void {
    this.#purpose = this.#goldenDue() === null ? purpose : 'golden';
    this.#show();
  }

  setWorkOrder(workOrder: string): void {
    this.#people = { ...this.#people, workOrder };
    this.#show();
  }

  setOperator(operator: string): void {
    this.#people = { ...this.#people, operator };
    this.#show();
  }

  /** A failure was seen. A board that was plugged in meanwhile begins. */
  acknowledge(number: number): void {
    const slot = this.#slots[number - 1];
    slot?.acknowledge();
    if (slot?.isFresh === true) this.#next(slot);
  }

  /** What was scanned for a slot; a board that waits for it begins. */
  setLabel(number: number, label: string): void {
    const slot = this.#slots[number - 1];
    slot?.setLabel(label);
    if (slot?.canStart === true) void this.start(number);
  }

  /** By hand, by key or by scanner. Resolves when the run has ended. */
  async start(number: number): Promise<void> {
    const slot = this.#slots[number - 1];
    const orders = this.#orders(slot?.port ?? null);
    if (slot === undefined || orders === null || !slot.canStart) return;
    await slot.start(orders);
    this.#ended(slot);
  }

  get picture(): StationPicture {
    const shift = this.#shift;
    return {
      shift: shift === null ? 'off' : 'on',
      ...this.#people,
      purpose: this.#purpose,
      plan: shift === null ? null : { name: shift.plan.name, version: shift.plan.version, fingerprint: shift.planFingerprint },
      goldenDue: this.#goldenDue(),
      slots: this.#slots.map(({ picture }) => picture),
    };
  }

  #newSlot(number: number): StationSlot {
    const { tools, keep, newId } = this.#parts;
    const log = new LogBook(tools.check.nowMs, LOG_LINES);
    return new StationSlot({
      number,
      log,
      tools,
      keep,
      newId,
      show: () => this.#show(),
      identified: (port, mac) => {
        const before = this.#bindings.taught;
        this.#bindings.identified(number, port, mac);
        if (this.#bindings.taught !== before) this.#parts.taughtChanged?.();
      },
    });
  }

  /** A board is there: it begins, or it says what it waits for. While a golden board is due one board is run at a time. */
  #next(slot: StationSlot): void {
    if (this.#shift === null || this.teaching !== null || !slot.canStart) return;
    if (this.#goldenDue() !== null && this.#slots.some(({ picture }) => picture.state === 'running')) return slot.hold('golden');
    if (this.#shift.plan.guards.label !== 'none' && slot.picture.label === '') return slot.hold('label'); // the scan starts it
    void this.start(slot.picture.number);
  }

  /** A virtual board is a dry run, whatever else is going on. */
  #orders(port: BytePort | null): SlotOrders | null {
    const shift = this.#shift;
    if (shift === null) return null;
    const { station, plan, planFingerprint } = shift;
    const { versions, pins, fastestBaudRate } = this.#parts;
    if (this.#goldenDue() !== null) this.#purpose = 'golden'; // hours have passed
    const isRehearsal = port?.identity.kind === 'virtual';
    const purpose = isRehearsal ? 'dry-run' : this.#purpose;
    const head = { station, ...this.#people, purpose, versions: versions() };
    return { plan, planFingerprint, head, pins: pins(), fastestBaudRate: fastestBaudRate(), rehearsedSinceMs: isRehearsal ? this.#shiftStartMs : null };
  }

  /** A golden board that passed makes the way free for production; a virtual one does so on a bench of virtual ones only. */
  #ended(slot: StationSlot): void {
    const kinds = this.#slots.flatMap(({ port }) => (port === null ? [] : [port.identity.kind]));
    const isGolden = slot.port?.identity.kind === 'real' || kinds.every((kind) => kind === 'virtual');
    if (this.#purpose === 'golden' && slot.picture.state === 'pass' && isGolden) {
      this.#goldenMs = this.#parts.tools.check.nowMs();
      this.#purpose = 'production';
      for (const other of this.#slots) if (other.picture.waitsFor === 'golden') this.#next(other);
    }
    if (slot.isFresh) this.#next(slot); // plugged in while the last run was ending
    this.#show();
  }

  #goldenDue(): StationPicture['goldenDue'] {
    const hours = this.#shift?.plan.guards.goldenHours ?? 0;
    if (hours === 0) return null;
    if (this.#goldenMs === null) return 'shift-start';
    return this.#parts.tools.check.nowMs() - this.#goldenMs >= hours * HOUR_MS ? 'hours' : null;
  }

  #show(): void {
    this.#parts.show(this.picture);
  }
}
