/** Whose a port is that came back, and what the MACs that are read there say of it: on slots that hold nothing but their port. */
import { describe, expect, it } from 'vitest';
import type { BytePort } from '../../../../src/base/index.ts';
import type { KeptPort } from '../../../../src/bench/station/binding.ts';
import { Bindings, type BoundSlot } from '../../../../src/bench/station/bindings.ts';
import { addDoubt, settleDoubt } from '../../../../src/bench/station/doubts.ts';
import type { BindingTrust, SlotPort } from '../../../../src/bench/station/picture.ts';

const CP2102 = { usbVendorId: 0x10c4, usbProductId: 0xea60 };
const CH340 = { usbVendorId: 0x1a86, usbProductId: 0x7523 };
const A = '24:0A:C4:00:00:0A';
const B = '24:0A:C4:00:00:0B';
const C = '24:0A:C4:00:00:0C';
const NEW = '24:0A:C4:00:00:99';

const portOf = (ids: { readonly usbVendorId?: number; readonly usbProductId?: number } = CP2102): BytePort =>
  ({ identity: { kind: 'real', ...ids } }) as unknown as BytePort;
const virtualPort = (): BytePort => ({ identity: { kind: 'virtual' } }) as unknown as BytePort;

class PlayedSlot implements BoundSlot {
  port: BytePort | null = null;
  readonly picture: { readonly number: number; presence: 'in' | 'out'; port: SlotPort | null };

  constructor(number: number) {
    this.picture = { number, presence: 'out', port: null };
  }

  hold(port: BytePort | null, trust: BindingTrust): void {
    this.port = port;
    this.picture.presence = port === null ? 'out' : 'in';
    this.picture.port = port === null ? null : { kind: port.identity.kind, ...CP2102, trust, boardOf: null };
  }

  setTrust(trust: BindingTrust, boardOf: number | null): void {
    if (this.picture.port !== null) this.picture.port = { ...this.picture.port, trust, boardOf };
  }
}

/** A bench as station.ts leads it, without runs. */
class Bench {
  readonly slots: readonly PlayedSlot[];
  readonly bindings: Bindings;

  constructor(count: number, taught: readonly (KeptPort | null)[] = [], order: readonly number[] = []) {
    this.slots = Array.from({ length: count }, (_, index) => new PlayedSlot(index + 1));
    this.bindings = new Bindings(() => this.slots);
    this.bindings.resize(taught, order);
  }

  plug(port = portOf()): BytePort {
    const found = this.bindings.place(port);
    for (const slot of this.slots) if (slot.port === port && slot.picture.number !== found?.number) slot.hold(null, 'taught');
    if (found !== null) this.slots[found.number - 1]?.hold(port, found.trust);
    return port;
  }

  pull(port: BytePort): void {
    this.bindings.gone(port);
    for (const slot of this.slots) if (slot.port === port) slot.picture.presence = 'out';
  }

  read(number: number, mac: string): void {
    this.bindings.identified(number, this.slots[number - 1]?.port as BytePort, mac);
  }

  swap(one: number, other: number): void {
    const [first, second] = [this.slots[one - 1], this.slots[other - 1]] as [PlayedSlot, PlayedSlot];
    [first.port, second.port] = [second.port, first.port];
    [first.picture.port, second.picture.port] = [second.picture.port, first.picture.port];
    this.bindings.swap(one, other);
  }

  /** What each slot says: its trust, and whose board it has where that is another's. */
  get says(): readonly string[] {
    return this.slots.map(({ picture: { port } }) => (port === null ? '-' : port.boardOf === null ? port.trust : `${port.trust}, board of ${port.boardOf}`));
  }

  get macs(): readonly (string | null)[] {
    return this.bindings.taught.map((kept) => kept?.mac ?? null);
  }

  numberOf(port: BytePort): number | null {
    return this.slots.find((slot) => slot.port === port)?.picture.number ?? null;
  }
}

/** Taught with so many slots, a board in each: A, B, C. */
function taughtBench(count: number): { readonly bench: Bench; readonly ports: readonly BytePort[] } {
  const bench = new Bench(count);
  bench.bindings.teach(1, 'all');
  const ports = Array.from({ length: count }, () => bench.plug());
  [A, B, C].slice(0, count).forEach((mac, index) => bench.read(index + 1, mac));
  return { bench, ports };
}

describe('ports that come back', () => {
  it('are certain one at a time, and guesses together, be it the last of them', () => {
    const { bench, ports } = taughtBench(3);
    bench.pull(ports[1] as BytePort);
    bench.plug();
    expect(bench.says).toEqual(['taught', 'only-one', 'taught']);
    const { bench: hub, ports: all } = taughtBench(3);
    for (const port of all) hub.pull(port);
    for (let index = 0; index < 3; index++) hub.plug();
    expect(hub.says).toEqual(['guess', 'guess', 'guess']);
  });

  it('stay guesses when they go and come back alone: a guess does not become certain by being repeated', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    const [first] = [bench.plug(), bench.plug()];
    bench.pull(first as BytePort);
    bench.plug();
    expect(bench.says).toEqual(['guess', 'guess']);
  });

  it('come back in the order in which they went', () => {
    const { bench, ports } = taughtBench(3);
    for (const index of [2, 0, 1]) bench.pull(ports[index] as BytePort);
    expect([bench.plug(), bench.plug(), bench.plug()].map((port) => bench.numberOf(port))).toEqual([3, 1, 2]);
  });

  it('of another kind do not put slots in doubt', () => {
    const bench = new Bench(2);
    bench.bindings.teach(1, 'all');
    const ports = [bench.plug(portOf(CP2102)), bench.plug(portOf(CH340))];
    for (const port of ports) bench.pull(port);
    bench.plug(portOf(CH340));
    bench.plug(portOf(CP2102));
    expect(bench.says).toEqual(['only-one', 'only-one']);
  });

  it('get their slots back after a restart in the order in which the browser named them before it', () => {
    const kept = { ...CP2102, mac: null };
    const bench = new Bench(3, [kept, kept, kept], [2, 3, 1]);
    expect([bench.plug(), bench.plug(), bench.plug()].map((port) => bench.numberOf(port))).toEqual([2, 3, 1]);
    expect(bench.says).toEqual(['guess', 'guess', 'guess']);
  });

  it('keep slot and certainty while virtual boards lie in the slots', () => {
    const { bench, ports } = taughtBench(2);
    for (const slot of bench.slots) slot.hold(virtualPort(), 'taught');
    expect(bench.bindings.place(ports[1] as BytePort)).toBeNull();
    for (const slot of bench.slots) slot.hold(null, 'taught');
    for (const port of [...ports].reverse()) bench.plug(port);
    expect(ports.map((port) => bench.numberOf(port))).toEqual([1, 2]);
    expect(bench.says).toEqual(['taught', 'taught']);
  });
});

describe('a MAC that is read back', () => {
  /** Both pulled and back, in this order of the boards. */
  function replugged(): Bench {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    bench.plug();
    bench.plug();
    return bench;
  }

  it('makes a guess certain when it was the last one of that slot, and with it the only other slot in doubt', () => {
    const bench = replugged();
    bench.read(1, A);
    expect(bench.says).toEqual(['mac', 'only-one']);
  });

  it('tells that slots changed places when it was the last one of another slot in doubt', () => {
    const bench = replugged();
    bench.read(1, B);
    expect(bench.says).toEqual(['guess, board of 2', 'guess']);
    bench.read(2, A);
    expect(bench.says).toEqual(['guess, board of 2', 'guess, board of 1']);
  });

  it('of a board that nobody had leaves a guess a guess, and what was known of the slots', () => {
    const bench = replugged();
    bench.read(1, NEW);
    expect(bench.says).toEqual(['guess', 'guess']);
    expect(bench.macs).toEqual([A, B]);
    bench.read(2, A);
    expect(bench.says[1]).toBe('guess, board of 1');
  });

  it('that was the last one of a slot whose port was never away says that the board was moved, and nothing of ports', () => {
    const { bench, ports } = taughtBench(3);
    bench.pull(ports[0] as BytePort);
    bench.pull(ports[1] as BytePort);
    bench.plug();
    bench.plug();
    bench.read(1, C);
    expect(bench.says).toEqual(['guess', 'guess', 'taught']);
  });

  it('is kept of a slot that is certain, and of no other slot any more', () => {
    const { bench } = taughtBench(2);
    bench.read(1, B);
    expect(bench.macs).toEqual([B, null]);
  });

  it('that was read before the port came back as another one counts for nothing', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    bench.plug();
    bench.plug();
    bench.bindings.identified(1, ports[0] as BytePort, A);
    expect(bench.says).toEqual(['guess', 'guess']);
  });

  it('stays known of a board that a reset took away and brought back, where no other slot missed one', () => {
    const bench = replugged();
    bench.read(1, B);
    const port = bench.slots[0]?.port as BytePort;
    bench.pull(port);
    bench.plug();
    bench.bindings.tell(1);
    expect(bench.says[0]).toBe('guess'); // it could be another board
    bench.pull(bench.slots[0]?.port as BytePort);
    bench.plug();
    bench.bindings.sameBoard(1);
    expect(bench.says[0]).toBe('guess'); // and nothing was read of that one
    bench.read(1, B);
    bench.pull(bench.slots[0]?.port as BytePort);
    bench.plug();
    bench.bindings.sameBoard(1);
    expect(bench.says[0]).toBe('guess, board of 2');
  });

  it('counts when the reset at the end of the reading was faster than its telling', () => {
    const { bench, ports } = taughtBench(2);
    bench.pull(ports[0] as BytePort);
    bench.bindings.identified(1, ports[0] as BytePort, NEW);
    expect(bench.macs).toEqual([NEW, B]);
  });

  it('settles three slots that went round one by one', () => {
    const { bench, ports } = taughtBench(3);
    for (const port of ports) bench.pull(port);
    for (let index = 0; index < 3; index++) bench.plug();
    [B, C, A].forEach((mac, index) => bench.read(index + 1, mac));
    expect(bench.says).toEqual(['guess, board of 2', 'guess, board of 3', 'guess, board of 1']);
    bench.swap(1, 2);
    expect(bench.says).toEqual(['guess, board of 3', 'mac', 'guess, board of 1']);
    bench.swap(1, 3);
    expect(bench.says).toEqual(['mac', 'mac', 'mac']);
  });

  it('settles a bench after a restart by what was kept', () => {
    const bench = new Bench(2, [
      { ...CP2102, mac: A },
      { ...CP2102, mac: B },
    ]);
    const ports = [bench.plug(), bench.plug()];
    bench.read(1, B);
    expect(bench.says).toEqual(['guess, board of 2', 'guess']);
    bench.swap(1, 2);
    expect(bench.numberOf(ports[0] as BytePort)).toBe(2);
    expect(bench.says).toEqual(['only-one', 'mac']);
    expect(bench.macs).toEqual([A, B]);
  });
});

describe('swapping', () => {
  it('exchanges the ports and leaves each slot the board it had, so that the next loss is judged aright', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    const [first, second] = [bench.plug(), bench.plug()];
    bench.read(1, B);
    bench.read(2, A);
    bench.swap(1, 2);
    expect([bench.numberOf(first as BytePort), bench.numberOf(second as BytePort)]).toEqual([2, 1]);
    expect(bench.says).toEqual(['mac', 'mac']);
    bench.pull(first as BytePort);
    bench.plug();
    expect(bench.says[1]).toBe('only-one');
  });

  it('with a slot whose port is still away gives it the port, and misses one where it was', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    bench.plug();
    bench.read(1, B);
    bench.swap(1, 2);
    expect(bench.says[1]).toBe('mac');
    const back = bench.plug();
    expect(bench.numberOf(back)).toBe(1);
    expect(bench.says).toEqual(['only-one', 'mac']);
  });

  it('is not needed where a person says that the board was moved', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    bench.plug();
    bench.plug();
    bench.read(1, B);
    bench.bindings.confirm(1);
    expect(bench.says).toEqual(['taught', 'only-one']);
    expect(bench.macs).toEqual([B, null]);
  });
});

describe('teaching', () => {
  it('takes every slot in its order, also those that have a port', () => {
    const { bench } = taughtBench(2);
    bench.bindings.teach(1, 'all');
    const ports = [bench.plug(), bench.plug()];
    expect(ports.map((port) => bench.numberOf(port))).toEqual([1, 2]);
    expect(bench.bindings.teaching).toBeNull();
  });

  it('gives a port that comes twice to one slot', () => {
    const bench = new Bench(2);
    bench.bindings.teach(1, 'all');
    const port = bench.plug();
    bench.plug(port);
    expect(bench.numberOf(port)).toBe(1);
    expect(bench.bindings.teaching).toBe(2);
  });

  it('of two ports that come at the same moment gives each its own slot', () => {
    const bench = new Bench(2);
    bench.bindings.teach(1, 'all');
    expect([bench.bindings.place(portOf()), bench.bindings.place(portOf())].map((found) => found?.number)).toEqual([1, 2]);
  });

  it('takes a port from the slot that had it, which then misses none', () => {
    const { bench, ports } = taughtBench(3);
    bench.bindings.teach(1, 'one');
    bench.plug(ports[2] as BytePort);
    expect(bench.numberOf(ports[2] as BytePort)).toBe(1);
    expect(bench.bindings.taught[2]).toBeNull();
    expect(bench.macs).toEqual([C, B, null]); // the board went with its port
    expect(bench.bindings.place(portOf())).toBeNull(); // slot 3 is nobody's to come back to
  });

  it('of one slot ends with that slot and forgets the board of the old port', () => {
    const { bench } = taughtBench(2);
    bench.bindings.teach(2, 'one');
    bench.plug();
    expect(bench.bindings.teaching).toBeNull();
    expect(bench.macs).toEqual([A, null]);
  });

  it('ends every doubt about the slot, and the last doubt of the others', () => {
    const { bench, ports } = taughtBench(2);
    for (const port of ports) bench.pull(port);
    bench.plug();
    bench.plug();
    bench.bindings.teach(1, 'one');
    bench.plug();
    expect(bench.says).toEqual(['taught', 'only-one']);
  });

  it('that is ended teaches nothing', () => {
    const { bench } = taughtBench(2);
    bench.bindings.teach(2, 'one');
    bench.bindings.teach(null, 'one');
    expect(bench.bindings.place(portOf())).toBeNull();
  });

  it('goes with slots that are taken away', () => {
    const { bench, ports } = taughtBench(3);
    for (const port of ports) bench.pull(port);
    bench.plug();
    (bench.slots as PlayedSlot[]).splice(1);
    bench.bindings.resize([], []);
    expect(bench.bindings.taught).toHaveLength(1);
    expect(bench.bindings.orderOf(ports)).toEqual([]);
  });
});

describe('doubts', () => {
  it('about slots of two groups make one group of them', () => {
    expect(
      addDoubt(
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        [2, 3],
      ),
    ).toEqual([
      [5, 6],
      [1, 2, 3, 4],
    ]);
  });
  it('need two slots', () => {
    expect(addDoubt([], [1])).toEqual([]);
  });
  it('end for the last slot of a group together with the one before it, and not sooner', () => {
    expect(settleDoubt([[1, 2, 3]], 2)).toEqual({ doubts: [[1, 3]], alsoCertain: null });
    expect(settleDoubt([[1, 3]], 1)).toEqual({ doubts: [], alsoCertain: 3 });
    expect(settleDoubt([[1, 3]], 7)).toEqual({ doubts: [[1, 3]], alsoCertain: null });
  });
});
