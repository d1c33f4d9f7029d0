/** Whose a label, a card or an acknowledgement is. */
import { describe, expect, it } from 'vitest';
import type { Station, StationSlotPicture } from '../../../../src/bench/index.ts';
import { acknowledge, useCard, useLabel } from '../../../../src/app/station/scanned.ts';

type Slot = Partial<StationSlotPicture> & { readonly canStart?: boolean };

/** A station of such slots, and what was done to it. */
function stationOf(...slots: readonly Slot[]): { readonly station: Station; readonly done: string[] } {
  const done: string[] = [];
  const all = slots.map((slot, index) => {
    const number = index + 1;
    const picture = {
      number,
      state: 'empty',
      port: {},
      presence: 'in',
      question: null,
      label: '',
      waitsFor: null,
      mustAcknowledge: false,
      alarm: false,
      ...slot,
    };
    return {
      picture,
      canStart: slot.canStart ?? false,
      answer: (text: string) => done.push(`${number} answers ${text}`),
      stop: () => Promise.resolve(done.push(`${number} stops`)),
      endAlarm: () => done.push(`${number} checked`),
    };
  });
  const station = {
    slots: all,
    setLabel: (number: number, label: string) => done.push(`${number} is ${label}`),
    start: (number: number) => Promise.resolve(done.push(`${number} starts`)),
    acknowledge: (number: number) => done.push(`${number} acknowledged`),
  };
  return { station: station as unknown as Station, done };
}
const waiting: Slot = { canStart: true, state: 'ready', waitsFor: 'label' };

describe('a label', () => {
  it('is for the chosen slot that waits for one, before all others', () => {
    const { station, done } = stationOf(waiting, waiting);
    expect(useLabel(station, 'A', 2)).toBe(2);
    expect(done).toEqual(['2 is A']);
  });

  it('is for the slot that waits, although another one is chosen that has its verdict', () => {
    const { station, done } = stationOf({ canStart: true, state: 'pass' }, waiting);
    expect(useLabel(station, 'A', 1)).toBe(2);
    expect(done).toEqual(['2 is A']);
  });

  it('is for the next board of the chosen slot when that is empty, and nobody waits', () => {
    const { station, done } = stationOf({ state: 'pass', presence: 'out' }, { state: 'running' });
    useLabel(station, 'A', 1);
    expect(done).toEqual(['1 is A']);
  });

  it('is the answer where a run asks for a text', () => {
    const { station, done } = stationOf(waiting, { state: 'running', question: { question: 'Lot?', answer: 'text' } });
    useLabel(station, 'LOT-7', 1);
    expect(done).toEqual(['2 answers LOT-7']);
  });

  it('that nobody waits for is refused', () => {
    const { station } = stationOf({ state: 'running' }, { state: 'fail', presence: 'out', mustAcknowledge: true });
    expect(() => useLabel(station, 'A', 2)).toThrow(expect.objectContaining({ code: 'no-free-slot' }));
  });
});

describe('a card', () => {
  it('that says yes answers the question of the chosen slot, else the first that is open', () => {
    const question = { question: 'On?', answer: 'yes-no' } as const;
    const { station, done } = stationOf({}, { question }, { question });
    expect([useCard(station, 'yes', 3), useCard(station, 'no', 1)]).toEqual([3, 2]);
    expect(done).toEqual(['3 answers yes', '2 answers no']);
  });

  it('that acknowledges ends a failure first, and an alarm when there is none', () => {
    const { station, done } = stationOf({ alarm: true }, { mustAcknowledge: true });
    acknowledge(station, 1);
    acknowledge(stationOf({ alarm: true }).station, 1);
    expect(done).toEqual(['2 acknowledged']);
    const alarm = stationOf({}, { alarm: true });
    acknowledge(alarm.station, 1);
    expect(alarm.done).toEqual(['2 checked']);
  });
});
