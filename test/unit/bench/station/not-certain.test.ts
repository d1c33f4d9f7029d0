/** Runs in slots that are not certain, slots that change places, and boards whose own reset takes their port away. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError, type BytePort } from '../../../../src/base/index.ts';
import { reasonOf } from '../../../../src/bench/record/record.ts';
import { OwnReset } from '../../../../src/bench/station/own-reset.ts';
import { planOf } from '../run/played-tools.ts';
import { CHECK, port, stage, type Stage } from './station-stage.ts';

const A = '24:0A:C4:00:00:0A';
const B = '24:0A:C4:00:00:0B';
const C3 = [0x1001, 0x303a] as const;

async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 400 && !done(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 10)); // what follows from it
}

/** Two slots, taught, with A and B run in them, pulled together, and back as guesses. */
async function pulled(macs: readonly [string, string]): Promise<Stage> {
  const bench = await stage(2);
  const { station, board, ended } = bench;
  station.teach(1);
  const ports = [port(), port()];
  for (const one of ports) await station.appeared(one);
  board.mac = A;
  station.startShift({
    station: 'L1',
    operator: '',
    workOrder: '',
    plan: { ...planOf(CHECK), guards: { ...planOf(CHECK).guards, label: 'any' } },
    planFingerprint: 'f',
  });
  station.setLabel(1, 'x');
  await ended();
  board.mac = B;
  station.setLabel(2, 'x');
  await ended();
  station.endShift();
  for (const one of ports) station.gone(one);
  await station.appeared(port());
  await station.appeared(port());
  for (const [index, mac] of macs.entries()) {
    board.mac = mac;
    station.startShift({
      station: 'L1',
      operator: '',
      workOrder: '',
      plan: { ...planOf(CHECK), guards: { ...planOf(CHECK).guards, label: 'any' } },
      planFingerprint: 'f',
    });
    station.setLabel(index + 1, 'y');
    await ended();
  }
  return bench;
}

describe('a run in a slot that is not certain', () => {
  it('is noted in its record as long as no MAC settles it, and passes all the same', async () => {
    const { kept, slot } = await pulled([B, A]);
    expect(kept.slice(2).map(({ outcome, details }) => [outcome, details])).toEqual([
      ['pass', [{ code: 'slot-not-certain', facts: { slot: 1, boardOf: 2 } }]],
      ['pass', [{ code: 'slot-not-certain', facts: { slot: 2, boardOf: 1 } }]],
    ]);
    expect([slot(1).port?.boardOf, slot(2).port?.boardOf]).toEqual([2, 1]);
  });

  it('is not noted where the MAC settles it', async () => {
    const { kept, slot } = await pulled([A, B]);
    expect(kept.slice(2).map(({ details }) => details)).toEqual([[], []]);
    expect(slot(1).port?.trust).toBe('mac');
  });

  it('is noted with no fact of another slot when nobody had the board', async () => {
    const { kept } = await pulled(['24:0A:C4:00:00:77', '24:0A:C4:00:00:78']);
    expect(kept.slice(2).map(({ details }) => details[0])).toEqual([
      { code: 'slot-not-certain', facts: { slot: 1 } },
      { code: 'slot-not-certain', facts: { slot: 2 } },
    ]);
  });
});

describe('the note of an uncertain slot', () => {
  it('is never the reason of a run that did not pass', () => {
    const note = { code: 'slot-not-certain', facts: { slot: 1 } };
    expect(reasonOf([note])).toBeUndefined();
    expect(reasonOf([note, { code: 'port-lost', facts: {} }])?.code).toBe('port-lost');
  });
});

describe('two slots that change places', () => {
  it('take board, verdict, record and log with them, and are certain by the MACs', async () => {
    const { station, slot } = await pulled([B, A]);
    const before = [slot(1), slot(2)];
    const logs = [station.log(1), station.log(2)];
    const ports = station.slots.map((one) => one.port);
    station.swap(1, 2);
    expect([slot(1).record?.id, slot(2).record?.id]).toEqual([before[1]?.record?.id, before[0]?.record?.id]);
    expect([slot(1).run?.board?.mac, slot(2).run?.board?.mac]).toEqual([A, B]);
    expect([station.log(2), station.log(1)]).toEqual(logs);
    expect(station.slots.map((one) => one.port)).toEqual([...ports].reverse());
    expect([slot(1).port, slot(2).port]).toMatchObject([
      { trust: 'mac', boardOf: null },
      { trust: 'mac', boardOf: null },
    ]);
    expect([slot(1).number, slot(2).number]).toEqual([1, 2]);
    expect(station.taught.map((one) => one?.mac)).toEqual([A, B]);
  });

  it('do not while one of them runs', async () => {
    const { station, board, slot } = await pulled([B, A]);
    board.open = () => new Promise(() => undefined);
    station.setLabel(2, 'z');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(slot(2).state).toBe('running');
    const ports = station.slots.map((one) => one.port);
    expect(() => station.swap(1, 2)).toThrow(expect.objectContaining({ code: 'slot-runs', facts: { slot: 2 } }));
    expect(station.slots.map((one) => one.port)).toEqual(ports);
  });
});

describe('a chip with its own USB port', () => {
  it('that a reset of its run brought back as another port keeps its slot and its verdict, and is not run again', async () => {
    const { station, board, startShift, ended, kept, slot } = await stage(2);
    station.teach(1);
    const first = port(...C3);
    await station.appeared(first);
    await station.appeared(port(...C3));
    station.endShift();
    let came = (): void => undefined;
    board.open = async () => {
      if (slot(1).presence === 'in' && station.slots[0]?.port === first) {
        station.gone(first);
        void station.appeared(port(...C3)).then(() => came());
      }
      await Promise.resolve();
    };
    await new Promise<void>((resolve) => {
      came = resolve;
      startShift();
    });
    await ended();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(kept.map(({ slot: number }) => number).sort()).toEqual([1, 2]);
    expect(slot(1)).toMatchObject({ state: 'pass', presence: 'in', port: { trust: 'only-one' } });
  });

  it('that comes back after its run is not run again either, and the board that is put in for it is', async () => {
    const { station, startShift, ended, kept } = await stage(1);
    station.teach(1);
    const first = port(...C3);
    await station.appeared(first);
    startShift();
    await ended();
    station.gone(first);
    const back = port(...C3);
    await station.appeared(back);
    await ended();
    expect(kept).toHaveLength(1);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    station.gone(back);
    await station.appeared(port(...C3));
    await ended();
    expect(kept).toHaveLength(2);
  });

  it('that is pulled out of its run and is replaced before the run has noticed begins once the error is acknowledged', async () => {
    const { station, board, startShift, kept } = await stage(1);
    station.teach(1);
    const first = port(...C3);
    await station.appeared(first);
    const quick = (): Promise<void> => Promise.resolve();
    board.open = async () => {
      board.open = quick;
      station.gone(first);
      await station.appeared(port(...C3));
      throw new TouchstoneError('port-lost');
    };
    startShift();
    await until(() => kept.length === 1);
    station.acknowledge(1);
    await until(() => kept.length === 2);
    expect(kept.map(({ outcome }) => outcome)).toEqual(['error', 'pass']);
  });

  const played = (): { nowMs: number; readonly reset: OwnReset } => {
    let nowMs = 0;
    return {
      get nowMs() {
        return nowMs;
      },
      set nowMs(value) {
        nowMs = value;
      },
      reset: new OwnReset(() => nowMs),
    };
  };

  it.each([
    ['within three seconds of a loss that followed the run', 500, 2_000, C3, true],
    ['later than that: somebody put the next one in', 500, 3_600, C3, false],
    ['after a loss a second and more after the verdict: somebody pulled it', 1_200, 1_500, C3, false],
    ['and is a bridge, which no reset takes away', 500, 1_000, [0xea60, 0x10c4] as const, false],
  ])('is the board of the run when it is back %s', (_name, lostMs, backMs, ids, wanted) => {
    const clock = played();
    clock.reset.runBegins();
    clock.reset.runEnds([]);
    clock.nowMs = lostMs;
    clock.reset.lost();
    clock.nowMs = backMs;
    expect(clock.reset.broughtBack(port(...ids))).toBe(wanted);
  });

  it('that was pulled out of its run is the next board when it is back', () => {
    const clock = played();
    clock.reset.runBegins();
    clock.reset.lost();
    clock.reset.runEnds([{ code: 'port-lost', facts: {} }]);
    expect(clock.reset.broughtBack(port(...C3) as BytePort)).toBe(false);
  });
});
