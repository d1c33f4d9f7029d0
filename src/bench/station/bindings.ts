/**
 * Which port is whose on a bench with slots: what was taught, who lost one, who is in doubt, and what MACs that are read back say of it.
 * Floor: bench. Knows no runs and no verdicts; gives ports to nobody: station.ts does, as it is told here.
 */
import type { BytePort } from '../../base/index.ts';
import { slotFor, type KeptPort, type TaughtSlot, type UsbIds } from './binding.ts';
import { addDoubt, readingOf, settleDoubt, type Doubts, type ReadBack } from './doubts.ts';
import type { BindingTrust, SlotPort } from './picture.ts';

/** What is needed of a slot. */
export interface BoundSlot {
  readonly port: BytePort | null;
  readonly picture: { readonly number: number; readonly presence: 'in' | 'out'; readonly port: SlotPort | null };
  setTrust(trust: BindingTrust, boardOf: number | null): void;
}

interface Teaching {
  /** Slot that gets the next port. */
  readonly number: number;
  readonly round: 'one' | 'all';
  /** Ports of this round: each is one slot's. */
  readonly ports: ReadonlySet<BytePort>;
}

export class Bindings {
  readonly #slots: () => readonly BoundSlot[];
  #taught: readonly (KeptPort | null)[] = [];
  /** Numbers of slots whose port is gone, in the order in which they lost it; at the begin of a visit in the order in which the browser named their ports. */
  #missing: readonly number[] = [];
  #doubts: Doubts = [];
  /** MACs read since the ports came, by slot. */
  readonly #seen = new Map<number, string>();
  /** Ports that are plugged in, and whose they are, also while a virtual board lies in their slot. */
  #homes = new Map<BytePort, { readonly number: number; readonly trust: BindingTrust }>();
  /** What was known of a slot's port when it went away. */
  readonly #left = new Map<number, { readonly port: BytePort; readonly trust: BindingTrust; readonly mac: string | null }>();
  #teaching: Teaching | null = null;

  constructor(slots: () => readonly BoundSlot[]) {
    this.#slots = slots;
  }

  /** What was taught, to be kept for the next visit. */
  get taught(): readonly (KeptPort | null)[] {
    return this.#taught;
  }

  get teaching(): number | null {
    return this.#teaching?.number ?? null;
  }

  /** Slots of these ports, in their order. */
  orderOf(ports: readonly BytePort[]): readonly number[] {
    return ports.flatMap((port) => this.#homes.get(port)?.number ?? []);
  }

  /** The slots are other ones now; `taught` and `order` are from an earlier visit. */
  resize(taught: readonly (KeptPort | null)[], order: readonly number[]): void {
    const count = this.#slots().length;
    this.#taught = this.#slots().map((_, index) => this.#taught[index] ?? taught[index] ?? null);
    this.#missing = [...new Set([...this.#missing, ...order])].filter((number) => number <= count);
    this.#doubts = this.#doubts.map((group) => group.filter((number) => number <= count)).filter((group) => group.length > 1);
    for (const [port, { number }] of this.#homes) if (number > count) this.#homes.delete(port);
    for (const number of this.#seen.keys()) if (number > count) this.#seen.delete(number);
    if (this.#teaching !== null && this.#teaching.number > count) this.#teaching = null;
  }

  /** `one`: the next port is this slot's. `all`: and the ones after it are those of the slots after it. Null ends it. */
  teach(number: number | null, round: 'one' | 'all'): void {
    this.#teaching = number === null ? null : { number, round, ports: new Set() };
  }

  /** Whose a port is that is there now; null: nobody misses it. From then on it counts as given to that slot. */
  place(port: BytePort): { readonly number: number; readonly trust: BindingTrust } | null {
    const known = this.#slots().find((slot) => slot.port === port);
    if (port.identity.kind === 'virtual') return known === undefined ? null : { number: known.picture.number, trust: 'taught' };
    if (this.#teaching !== null && !this.#teaching.ports.has(port)) return this.#teachNow(port, this.#teaching);
    const home = this.#homes.get(port);
    if (home !== undefined) {
      const isFree = this.#slots()[home.number - 1]?.picture.port?.kind !== 'virtual';
      return isFree ? home : null; // a virtual board lies there; it comes back to its slot when that is taken out
    }
    const found = slotFor(idsOf(port), this.#kinds(), this.#missing, this.#doubts);
    if (found === null) return null;
    if (found.among.length > 0) this.#doubts = addDoubt(this.#doubts, found.among);
    if (found.among.length > 1) for (const one of found.among) this.#left.delete(one); // this may be any of their ports
    const { number, trust } = found;
    this.#give(port, number, trust);
    return { number, trust };
  }

  /** Ports that count as plugged in. */
  get ports(): readonly BytePort[] {
    return [...this.#homes.keys()];
  }

  /** The port went away. */
  gone(port: BytePort): void {
    const home = this.#homes.get(port);
    if (home === undefined) return;
    this.#homes.delete(port);
    this.#left.set(home.number, { port, trust: home.trust, mac: this.#seen.get(home.number) ?? null });
    this.#seen.delete(home.number);
    this.#missing = [...this.#missing.filter((number) => number !== home.number), home.number];
  }

  /** A MAC was read in a slot, at this port: it may settle whose the port is. */
  identified(number: number, port: BytePort, mac: string): void {
    if (this.#homes.get(port)?.number === number) {
      this.#seen.set(number, mac);
      return this.#judge();
    }
    const left = this.#left.get(number);
    if (left?.port !== port) return;
    this.#left.set(number, { ...left, mac }); // the reset at the end of the reading was faster
    if (left.trust !== 'guess') this.#lastIs(number, mac);
  }

  /** The board in this slot is the one that was there before its port went away: a reset brought it back. */
  sameBoard(number: number): void {
    const mac = this.#left.get(number)?.mac ?? null;
    if (mac === null) return;
    this.#seen.set(number, mac);
    this.#judge();
  }

  /** Has a slot say what is known of its port now: while it was bound more may have been read elsewhere. */
  tell(number: number): void {
    this.#show(number);
  }

  /** A person says that this slot is the right one. */
  confirm(number: number): void {
    this.#settle(number, 'taught');
    this.#judge();
  }

  /** The ports of two slots are exchanged; the boards that were read last in them stay theirs. */
  swap(one: number, other: number): void {
    const swapped = (number: number): number => (number === one ? other : number === other ? one : number);
    this.#homes = new Map(
      [...this.#homes].map(([port, { number, trust }]) => [port, { number: swapped(number), trust: number === swapped(number) ? trust : 'guess' }]),
    );
    this.#missing = this.#missing.map(swapped);
    const [oneSeen, otherSeen] = [this.#seen.get(one), this.#seen.get(other)];
    this.#see(one, otherSeen);
    this.#see(other, oneSeen);
    this.#doubts = addDoubt(this.#doubts, [one, other]);
    const [oneTaught, otherTaught] = [this.#taught[one - 1] ?? null, this.#taught[other - 1] ?? null];
    this.#remember(one, otherTaught === null ? null : { ...otherTaught, mac: oneTaught?.mac ?? null });
    this.#remember(other, oneTaught === null ? null : { ...oneTaught, mac: otherTaught?.mac ?? null });
    this.#judge();
  }

  /** Where the slot stands of a port that is taken for teaching. */
  #teachNow(port: BytePort, { number, round, ports }: Teaching): { readonly number: number; readonly trust: BindingTrust } {
    const from = this.#homes.get(port)?.number ?? null;
    const mac = from === null ? null : (this.#taught[from - 1]?.mac ?? null);
    const seen = from === null ? undefined : this.#seen.get(from);
    if (from !== null && from !== number) {
      this.#remember(from, null); // else it would miss a port that is another slot's now
      this.#see(from, undefined);
      this.#settle(from, null);
    }
    for (const [other, home] of this.#homes) if (home.number === number) this.#homes.delete(other);
    this.#give(port, number, 'taught');
    this.#remember(number, { ...idsOf(port), mac });
    this.#see(number, seen);
    this.#settle(number, 'taught');
    const next = round === 'all' && number < this.#slots().length ? number + 1 : null;
    this.#teaching = next === null ? null : { number: next, round, ports: new Set([...ports, port]) };
    return { number, trust: 'taught' };
  }

  #give(port: BytePort, number: number, trust: BindingTrust): void {
    this.#homes.set(port, { number, trust });
    this.#missing = this.#missing.filter((one) => one !== number);
    this.#seen.delete(number);
  }

  #kinds(): readonly TaughtSlot[] {
    const present = new Set([...this.#homes.values()].map(({ number }) => number));
    return this.#slots().flatMap(({ picture: { number, port } }, index): readonly TaughtSlot[] => {
      const taught = this.#taught[index] ?? null;
      if (taught === null || port?.kind === 'virtual') return [];
      return [{ usbVendorId: taught.usbVendorId, usbProductId: taught.usbProductId, number, presence: present.has(number) ? 'in' : 'out' }];
    });
  }

  /** Draws every conclusion from the MACs that were read. */
  #judge(): void {
    for (const { number } of this.#readings()) if (this.#isGuess(number) && this.#reading(number) === 'own') this.#settle(number, 'mac');
    for (const { number, seen, last } of this.#readings()) if (!this.#isGuess(number) && seen !== null && seen !== last) this.#lastIs(number, seen);
    for (const { number } of this.#readings()) if (this.#isGuess(number)) this.#show(number);
  }

  /** This slot is certain from now on (`trust` null: it has no port), and with it perhaps another one. */
  #settle(number: number, trust: BindingTrust | null): void {
    const { doubts, alsoCertain } = settleDoubt(this.#doubts, number);
    this.#doubts = doubts;
    if (trust !== null) this.#trust(number, trust);
    if (alsoCertain === null) return;
    const seen = this.#seen.get(alsoCertain);
    this.#trust(alsoCertain, seen !== undefined && seen === this.#taught[alsoCertain - 1]?.mac ? 'mac' : 'only-one');
  }

  #trust(number: number, trust: BindingTrust): void {
    for (const [port, home] of this.#homes) if (home.number === number) this.#homes.set(port, { number, trust });
    this.#show(number);
  }

  /** A board is in one place: what was read here is nobody else's any more. */
  #lastIs(number: number, mac: string): void {
    this.#taught = this.#taught.map((kept, index) => {
      if (kept === null) return null;
      if (index === number - 1) return { ...kept, mac };
      return kept.mac === mac ? { ...kept, mac: null } : kept;
    });
  }

  #show(number: number): void {
    const home = [...this.#homes.values()].find((one) => one.number === number);
    const slot = this.#slots()[number - 1];
    if (home === undefined || slot === undefined || slot.picture.port?.kind !== 'real') return;
    const reading = home.trust === 'guess' ? this.#reading(number) : 'nothing';
    slot.setTrust(home.trust, typeof reading === 'number' ? reading : null);
  }

  #isGuess(number: number): boolean {
    return [...this.#homes.values()].some((home) => home.number === number && home.trust === 'guess');
  }

  #reading(number: number): ReturnType<typeof readingOf> {
    const all = this.#readings();
    const one = all.find((reading) => reading.number === number);
    return one === undefined ? 'nothing' : readingOf(one, all, this.#doubts);
  }

  #readings(): readonly ReadBack[] {
    return this.#slots().map(({ picture: { number } }, index) => ({ number, seen: this.#seen.get(number) ?? null, last: this.#taught[index]?.mac ?? null }));
  }

  #remember(number: number, kept: KeptPort | null): void {
    this.#taught = this.#taught.map((one, index) => (index === number - 1 ? kept : one));
  }

  #see(number: number, mac: string | undefined): void {
    if (mac === undefined) this.#seen.delete(number);
    else this.#seen.set(number, mac);
  }
}

export function idsOf({ identity }: BytePort): UsbIds {
  return { usbVendorId: identity.usbVendorId ?? null, usbProductId: identity.usbProductId ?? null };
}
