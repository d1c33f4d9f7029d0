/** What a preview says, and how many operations it spends on it. */
import { describe, expect, it } from 'vitest';
import { previewEnrolment, type EnrolItem, type PreviewOptions } from '../../../../src/cloud/index.ts';
import { CHOICES, broken, idOf, itemsOf, loadedOf, printOf, serialOf } from './job-bench.ts';
import { ScriptedService } from './scripted-service.ts';

const ALL: PreviewOptions = { lookUpAtMost: 1_000, demo: 'refuse' };
const preview = (items: readonly EnrolItem[], service: ScriptedService, options: Partial<PreviewOptions> = {}) =>
  previewEnrolment(items, CHOICES, service, { ...ALL, ...options });

const mixed = (): EnrolItem[] =>
  itemsOf(20, {
    5: broken('unverified'),
    6: { serialNumber: serialOf(1), load: () => Promise.resolve(loadedOf(1)) },
    7: { load: () => Promise.resolve({ ...loadedOf(7), demo: true }) },
    8: { load: () => Promise.resolve({ ...loadedOf(8), commonName: 'no good' }) },
    9: { load: () => Promise.reject(new TypeError('gone')) },
  });

const holding = (): ScriptedService => {
  const service = new ScriptedService();
  service.put(idOf(2).toLowerCase(), printOf(2));
  service.put(idOf(3), printOf(99));
  service.put(idOf(4), null);
  return service;
};

const EXPECTED = { new: 12, same: 1, other: 2, impossible: 5, unknown: 0 };

describe('a preview', () => {
  it.each(['readable', 'unreadable'] as const)('tells new, same, other and impossible apart when the list is %s', async (continuation) => {
    const service = Object.assign(holding(), { continuation });
    const { counts, rows, lookedUp } = await preview(mixed(), service);
    expect(counts).toEqual(EXPECTED);
    expect(lookedUp).toBe(15);
    expect(rows.map(({ index, state, code }) => [index, state, code]).slice(0, 9)).toEqual([
      [5, 'impossible', 'enrol-entry'],
      [6, 'impossible', 'enrol-duplicate'],
      [7, 'impossible', 'enrol-demo'],
      [8, 'impossible', 'enrol-registration-id'],
      [9, 'impossible', 'enrol-entry'],
      [3, 'other', 'enrol-other-certificate'],
      [4, 'other', 'enrol-other-certificate'],
      [2, 'same', ''],
      [0, 'new', ''],
    ]);
    expect(service.calls.some(({ kind }) => kind === 'bulk')).toBe(false);
  });

  it('spends one operation on an empty service, whatever the number of entries', async () => {
    const service = new ScriptedService();
    expect((await preview(itemsOf(500), service)).counts.new).toBe(500);
    expect(service.operations()).toBe(1);
  });

  it('spends one look on one chip, and no page of the list', async () => {
    const service = new ScriptedService();
    await preview(itemsOf(1), service);
    expect(service.calls).toEqual([{ kind: 'get', ids: [idOf(0)] }]);
  });

  it('never spends more than it may, in a service that holds many others', async () => {
    const service = new ScriptedService();
    for (let index = 1_000; index < 9_000; index++) service.put(idOf(index), printOf(index));
    const { counts, lookedUp } = await preview(itemsOf(200), service, { lookUpAtMost: 40 });
    expect(service.operations()).toBe(40);
    expect(lookedUp).toBe(30); // ten pages were tried
    expect(counts).toEqual({ new: 30, same: 0, other: 0, impossible: 0, unknown: 170 });
  });

  it('stops reading the list when every entry was found', async () => {
    const service = new ScriptedService();
    for (let index = 0; index < 900; index++) service.put(idOf(index), printOf(index));
    expect((await preview(itemsOf(40), service)).counts.same).toBe(40);
    expect(service.operations()).toBe(1);
  });

  it('looks nothing up when it may not', async () => {
    const service = holding();
    expect((await preview(mixed(), service, { lookUpAtMost: 0 })).counts).toEqual({ new: 0, same: 0, other: 0, impossible: 5, unknown: 15 });
    expect(service.calls).toEqual([]);
  });

  it('reads no more certificates than it may, and shows 200 rows', async () => {
    let loads = 0;
    const items = itemsOf(100_000).map((item) => ({ ...item, load: () => (loads++, item.load()) }));
    const { counts, rows } = await preview(items, new ScriptedService(), { loadAtMost: 700 });
    expect([loads, counts.new, counts.unknown, rows.length]).toEqual([700, 700, 99_300, 200]);
  });

  it('lets a demo certificate through for the emulator', async () => {
    expect((await preview(mixed(), holding(), { demo: 'allow' })).counts).toEqual({ ...EXPECTED, new: 13, impossible: 4 });
  });

  it('says what is wrong with the choices before it looks', async () => {
    const service = holding();
    await expect(previewEnrolment(mixed(), { ...CHOICES, tags: '{' }, service, ALL)).rejects.toMatchObject({ code: 'enrol-tags' });
    expect(service.calls).toEqual([]);
  });
});
