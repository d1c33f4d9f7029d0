/** What a person says of ports and slots, and what is refused. */
import { describe, expect, it } from 'vitest';
import type { BytePort } from '../../../../src/base/index.ts';
import type { Station } from '../../../../src/bench/index.ts';
import { bind, isBindingAction } from '../../../../src/app/station/binding-actions.ts';
import { BEFORE_A_SHIFT, LOCKED } from '../../../../src/app/station/locked-acts.ts';

const PORT = {} as BytePort;

/** A station that teaches slot `teaching`, and gives the chosen port to slot `given`. */
function stationOf(teaching: number | null, given: number | null): { readonly station: Station; readonly done: string[] } {
  const done: string[] = [];
  const station = {
    teaching,
    teach: (number: number | null, round: string) => done.push(`teach ${String(number)} ${round}`),
    swap: (one: number, other: number) => done.push(`swap ${one} ${other}`),
    confirm: (number: number) => done.push(`confirm ${number}`),
    appeared: () => Promise.resolve(given),
  };
  return { station: station as unknown as Station, done };
}

const chosen = (port: BytePort | null) => (): Promise<BytePort | null> => Promise.resolve(port);

describe('teaching by hand', () => {
  it('from slot 1 goes through all slots, and behind a name means that slot only', async () => {
    const { station, done } = stationOf(null, null);
    for (const action of [{ act: 'teach-all' }, { act: 'teach', number: 5 }, { act: 'teach', number: null }] as const)
      await bind(action, station, chosen(null));
    expect(done).toEqual(['teach 1 all', 'teach 5 one', 'teach null one']);
  });

  it('refuses a port that was taught a moment ago, and names its slot', async () => {
    await expect(bind({ act: 'choose-port' }, stationOf(2, 1).station, chosen(PORT))).rejects.toMatchObject({ code: 'port-is-taught', facts: { slot: 1 } });
  });

  it.each([
    ['the slot that is taught got it', stationOf(2, 2), PORT, 'changed'],
    ['nobody is taught and its own slot got it', stationOf(null, 3), PORT, 'changed'],
    ['nobody misses it', stationOf(null, null), PORT, 'same'],
    ['the chooser was closed', stationOf(2, 2), null, 'same'],
  ])('keeps something of a chosen port only when it has a slot: %s', async (_name, { station }, port, wanted) => {
    expect(await bind({ act: 'choose-port' }, station, chosen(port))).toBe(wanted);
  });
});

describe('slots that are not certain', () => {
  it('are swapped or confirmed, and that is kept', async () => {
    const { station, done } = stationOf(null, null);
    expect(await bind({ act: 'swap-slots', number: 2, other: 3 }, station, chosen(null))).toBe('changed');
    expect(await bind({ act: 'slot-is-right', number: 2 }, station, chosen(null))).toBe('changed');
    expect(done).toEqual(['swap 2 3', 'confirm 2']);
  });

  it('are changed on an unlocked bench only, and may be during a shift; nothing is taught during one', () => {
    for (const act of ['swap-slots', 'slot-is-right'] as const) expect([LOCKED.includes(act), BEFORE_A_SHIFT.includes(act)]).toEqual([true, false]);
    for (const act of ['teach', 'teach-all', 'choose-port'] as const) expect([LOCKED.includes(act), BEFORE_A_SHIFT.includes(act)]).toEqual([true, true]);
    expect(isBindingAction({ act: 'start', number: 1 })).toBe(false);
  });
});
