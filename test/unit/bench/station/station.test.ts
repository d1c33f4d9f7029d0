/** A bench with slots whose boards are played: who is where, what begins by itself, what stays, what waits. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError, type BytePort } from '../../../../src/base/index.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import { slotFor } from '../../../../src/bench/station/binding.ts';
import { allProofs, planOf, proof } from '../run/played-tools.ts';
import { CHECK, port, stage } from './station-stage.ts';

describe('teaching', () => {
  it('gives ports to slots in the order in which they are plugged in, and ends with the last slot', async () => {
    const { station, slot } = await stage(3);
    station.teach(1);
    expect([await station.appeared(port()), await station.appeared(port()), await station.appeared(port())]).toEqual([1, 2, 3]);
    expect(station.teaching).toBeNull();
    expect([1, 2, 3].map((number) => slot(number).port?.trust)).toEqual(['taught', 'taught', 'taught']);
    expect(await station.appeared(port())).toBeNull();
  });

  it('knows a port that comes back to the only slot that misses one of its kind', async () => {
    const { station, slot } = await stage(2);
    station.teach(1);
    const [first, second] = [port(), port()];
    await station.appeared(first);
    await station.appeared(second);
    station.gone(second);
    expect(slot(2)).toMatchObject({ presence: 'out', state: 'empty' });
    expect(await station.appeared(port(0x7523))).toBeNull(); // another bridge is nobody's
    expect(await station.appeared(port())).toBe(2);
    expect(slot(2).port?.trust).toBe('only-one');
  });

  it('guesses, and says that it guesses, when several slots miss one of its kind', async () => {
    const { station, slot } = await stage(2);
    station.teach(1);
    const [first, second] = [port(), port()];
    await station.appeared(first);
    await station.appeared(second);
    station.gone(second);
    station.gone(first);
    expect(await station.appeared(port())).toBe(2); // gone first, back first
    expect(slot(2).port?.trust).toBe('guess');
    expect(await station.appeared(port())).toBe(1);
    expect(slot(1).port?.trust).toBe('guess'); // the first may have been this one's
  });

  it('takes up what was taught at an earlier visit', async () => {
    const { station } = await stage(1);
    await station.setSlots(2, [null, { usbVendorId: 0x10c4, usbProductId: 0xea60, mac: null }]);
    expect(await station.appeared(port())).toBe(2);
  });

  it.each([
    ['nobody misses one', [{ number: 1, presence: 'in', usbVendorId: 1, usbProductId: 2 }], null],
    ['one does', [{ number: 1, presence: 'out', usbVendorId: 1, usbProductId: 2 }], { number: 1, trust: 'only-one', among: [] }],
    ['one of another maker does', [{ number: 1, presence: 'out', usbVendorId: 9, usbProductId: 2 }], null],
  ] as const)('a port is whose, when %s', (_name, slots, wanted) => {
    expect(slotFor({ usbVendorId: 1, usbProductId: 2 }, slots, [], [])).toEqual(wanted);
  });
});

describe('a shift', () => {
  it('starts boards that are there and boards that come, and keeps a verdict until the next one', async () => {
    const { station, slot, startShift, ended, kept } = await stage(2);
    station.teach(1);
    const first = port();
    await station.appeared(first);
    startShift();
    await ended();
    expect(slot(1)).toMatchObject({ state: 'pass', runs: 1, passed: 1, record: { number: 1 } });
    station.gone(first);
    expect(slot(1)).toMatchObject({ state: 'pass', presence: 'out' });
    await station.appeared(port());
    await ended();
    expect(kept.map(({ slot: number }) => number)).toEqual([1, 1]);
  });

  it('starts nothing before it was started, and nothing after it has ended', async () => {
    const { station, kept, startShift, ended } = await stage(1);
    station.teach(1);
    const first = port();
    await station.appeared(first);
    await station.start(1);
    startShift();
    await ended();
    station.endShift();
    station.gone(first);
    await station.appeared(port());
    await ended();
    expect(kept).toHaveLength(1);
  });

  it('shows no outcome before its record is on the disk', async () => {
    let release = (): void => undefined;
    const { station, startShift, slot, ended } = await stage(1, {}, async (draft) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return linkRecord(draft, emptyChain('c'));
    });
    station.teach(1);
    await station.appeared(port());
    startShift();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(slot(1)).toMatchObject({ state: 'running', record: null });
    release();
    await ended();
    expect(slot(1).state).toBe('pass');
  });

  it('does not call a run passed that could not be recorded', async () => {
    const { station, startShift, ended, slot } = await stage(1, {}, () => Promise.reject(new TouchstoneError('record-store', { why: 'quota' })));
    station.teach(1);
    await station.appeared(port());
    startShift();
    await ended();
    expect(slot(1)).toMatchObject({ state: 'error', details: [{ code: 'record-store' }], mustAcknowledge: true, passed: 0 });
  });

  it('waits for the acknowledgement of a failure before the next board of that slot, and of that slot only', async () => {
    const { station, startShift, ended, slot, board, kept } = await stage(2);
    board.proofs = allProofs().map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail' }) : one));
    station.teach(1);
    const first = port();
    await station.appeared(first);
    startShift();
    await ended();
    expect(slot(1)).toMatchObject({ state: 'fail', mustAcknowledge: true });
    station.gone(first);
    await station.appeared(port());
    expect(slot(1).state).toBe('fail');
    expect(kept).toHaveLength(1);
    station.slots[0]?.acknowledge();
    board.proofs = allProofs();
    await station.start(1);
    expect(slot(1)).toMatchObject({ state: 'pass', mustAcknowledge: false, failuresInARow: 0 });
  });

  it('raises the alarm of a slot after three failures in a row', async () => {
    const { station, startShift, ended, slot, board } = await stage(1);
    board.proofs = allProofs().map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail' }) : one));
    station.teach(1);
    await station.appeared(port());
    startShift();
    await ended();
    for (const wanted of [false, false, true]) {
      expect(slot(1).alarm).toBe(wanted);
      station.slots[0]?.acknowledge();
      if (!wanted) await station.start(1);
    }
    station.slots[0]?.endAlarm();
    expect(slot(1)).toMatchObject({ alarm: false, failuresInARow: 0 });
  });

  it('lets no hung board hold another one', async () => {
    const { station, startShift, slot, board } = await stage(2);
    const waits: (() => void)[] = [];
    let opened = 0;
    board.open = () => (++opened === 1 ? new Promise((resolve) => waits.push(resolve)) : Promise.resolve());
    station.teach(1);
    await station.appeared(port());
    await station.appeared(port());
    startShift();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([slot(1).state, slot(2).state]).toEqual(['running', 'pass']);
    waits[0]?.();
  });

  it('runs golden boards only until one has passed', async () => {
    const plan = { ...planOf(CHECK), guards: { ...planOf(CHECK).guards, goldenHours: 4 } };
    const { station, startShift, ended, kept } = await stage(1);
    station.teach(1);
    await station.appeared(port());
    startShift(plan);
    expect(station.picture).toMatchObject({ goldenDue: 'shift-start', purpose: 'golden' });
    station.setPurpose('production');
    expect(station.picture.purpose).toBe('golden');
    await ended();
    expect(kept[0]?.purpose).toBe('golden');
    expect(station.picture).toMatchObject({ goldenDue: null, purpose: 'production' });
  });

  it('holds boards that are there until the golden one among them has passed, and then begins them', async () => {
    const plan = { ...planOf(CHECK), guards: { ...planOf(CHECK).guards, goldenHours: 4 } };
    const { station, startShift, ended, kept, slot } = await stage(3);
    station.teach(1);
    for (let board = 0; board < 3; board++) await station.appeared(port());
    startShift(plan);
    await ended();
    expect([1, 2, 3].map((number) => slot(number).waitsFor)).toEqual(['golden', 'golden', 'golden']);
    expect(kept).toEqual([]);
    await station.start(2);
    await ended();
    expect(kept.map(({ slot: number, purpose }) => [number, purpose])).toEqual([
      [2, 'golden'],
      [1, 'production'],
      [3, 'production'],
    ]);
  });

  it('runs a board that was plugged in before the acknowledgement as soon as that is given', async () => {
    const { station, startShift, ended, board, kept, slot } = await stage(1);
    board.proofs = allProofs().map((one) => (one.id === 'possession' ? proof('possession', { outcome: 'fail' }) : one));
    station.teach(1);
    const first = port();
    await station.appeared(first);
    startShift();
    await ended();
    board.proofs = allProofs();
    station.acknowledge(1);
    expect(slot(1).state).toBe('fail'); // the same board is still in
    station.gone(first);
    await station.appeared(port());
    await ended();
    expect(kept.map(({ outcome }) => outcome)).toEqual(['fail', 'pass']);
  });

  it('moves a port that is taught anew, and gives the slot that had it nothing instead', async () => {
    const { station, slot } = await stage(2);
    station.teach(1);
    const first = port();
    await station.appeared(first);
    station.teach(2);
    expect(await station.appeared(first)).toBe(2);
    expect([slot(1).port, slot(2).port?.trust]).toEqual([null, 'taught']);
  });

  it('records runs on virtual boards as dry runs, and teaches nothing by them', async () => {
    const { station, startShift, ended, kept } = await stage(2);
    await station.put(1, { identity: { kind: 'virtual' } } as unknown as BytePort);
    startShift();
    await ended();
    expect(kept.map(({ purpose, virtual }) => [purpose, virtual])).toEqual([['dry-run', true]]);
    expect(station.taught).toEqual([null, null]);
    expect(await station.appeared(port())).toBeNull();
  });

  it('keeps a badge and a work order that are scanned before the shift', async () => {
    const { station } = await stage(1);
    station.setOperator('Mei');
    station.setWorkOrder('4711');
    expect(station.picture).toMatchObject({ shift: 'off', operator: 'Mei', workOrder: '4711' });
  });

  it('waits for the scanned label where the plan wants one, and uses it once', async () => {
    const plan = { ...planOf(CHECK), guards: { ...planOf(CHECK).guards, label: 'any' as const } };
    const { station, startShift, slot, kept } = await stage(1);
    station.teach(1);
    await station.appeared(port());
    startShift(plan);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(slot(1).state).toBe('ready');
    station.slots[0]?.setLabel('ABC-1');
    await station.start(1);
    expect(kept[0]?.label).toBe('ABC-1');
    expect(slot(1).label).toBe('');
  });

  it('puts the question of a run to the operator of that slot', async () => {
    const { station, startShift, slot, kept } = await stage(1);
    station.teach(1);
    await station.appeared(port());
    startShift(planOf({ kind: 'ask-operator', settings: { question: 'Is the lamp on?' } }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(slot(1).question).toEqual({ question: 'Is the lamp on?', answer: 'yes-no' });
    station.slots[0]?.answer('yes');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(kept[0]?.outcome).toBe('pass');
    expect(slot(1).question).toBeNull();
  });

  it('stops a slot that is taken away', async () => {
    const { station, startShift, kept } = await stage(2);
    station.teach(2);
    await station.appeared(port());
    startShift(planOf({ kind: 'ask-operator', settings: { question: 'Wait?' } }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await station.setSlots(1);
    expect(kept[0]?.outcome).toBe('aborted');
  });
});
