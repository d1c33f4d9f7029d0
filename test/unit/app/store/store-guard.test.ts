/**
 * Units are entered in the shared store when a run knows them: of two stations one has a unit, the other learns who, when and with what; a store that is slow,
 * shut or full of nonsense fails nobody. Against azurite.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { StoreGuard } from '../../../../src/app/store/store-guard.ts';
import type { AskingRun, EarlierRun, RunDraft } from '../../../../src/bench/index.ts';
import { judgeUnit } from '../../../../src/bench/run/unit.ts';
import { noFindings } from '../../../../src/bench/run/findings.ts';
import { systemClock } from '../../../../src/link/index.ts';
import { Azurite, CONTAINER, ENDPOINT } from '../../../support/azurite/azurite.ts';
import { aRun } from '../../bench/record/a-run.ts';
import { Disk, Station } from './store-bench.ts';

const SOON = { timeout: 15_000, interval: 20 };
const PLACE = `${ENDPOINT}/${CONTAINER}`;
let azurite: Azurite;
let last = 0;

/** By the wall's clock: a run that asks waits for azurite, however busy the machine is. */
const aStation = (): Station => new Station(azurite, new Disk(), { clock: systemClock });

interface Unit {
  readonly chip: string;
  readonly mac: string;
}

/** A chip and a board that no other test has. */
function fresh(): Unit {
  last += 1;
  const hex = last.toString(16).toUpperCase();
  return { chip: `0123${hex.padStart(12, 'A')}01`, mac: `24:0A:C4:77:00:${hex.padStart(2, '0')}` };
}
const asking = (station: string, change: Partial<AskingRun> = {}): AskingRun => ({
  ...{ id: crypto.randomUUID(), station, slot: 3, purpose: 'production', virtual: false },
  ...change,
});
const parts = ({ chip, mac }: Unit): Partial<RunDraft> => ({
  chip: { serialNumber: chip, model: 'ATECC608B', commonName: null, deviceCertificate: null, signerCertificate: null },
  board: { chipName: 'ESP32', revision: 'v3.0', mac, flashSizeBytes: 4_194_304 },
});
const judge = ({ chip, mac }: Unit, earlier: readonly EarlierRun[]) =>
  judgeUnit({
    findings: { ...noFindings(), ...(parts({ chip, mac }) as Pick<RunDraft, 'chip' | 'board'>) },
    earlier,
    guards: { duplicate: 'stop', passedBefore: 'finish', label: 'none' } as never,
    planFingerprint: 'ab'.repeat(32),
    packFingerprint: null,
    label: '',
  });
/** The run as it is written down at its end. */
async function end(station: Station, unit: Unit, run: AskingRun, change: Partial<RunDraft> = {}) {
  const { id, slot, purpose, virtual } = run;
  return station.record(
    station.desk.noted(aRun({ outcome: 'pass', details: [], ...parts(unit), id, station: run.station, slot, purpose, virtual, ...change })),
  );
}
const chipBlob = ({ chip }: Unit): string => `seen/chip/${chip}.json`;
const boardBlob = ({ mac }: Unit): string => `seen/board/${mac.replaceAll(':', '')}.json`;
const read = async (name: string): Promise<unknown> => JSON.parse((await azurite.text(name)) ?? 'null');
const codes = ({ details }: Pick<RunDraft, 'details'>): readonly string[] => details.map(({ code }) => code);

beforeAll(async () => {
  azurite = await Azurite.begin();
}, 90_000);
afterAll(() => azurite?.end());

describe('two stations', () => {
  test('find the same chip on two boards at the same moment: one goes on, the other is stopped and knows by whom; both records and cards say so', async () => {
    const [a, b] = [aStation(), aStation()];
    const one = fresh();
    const other = { ...fresh(), chip: one.chip };
    const [runA, runB] = [asking('A', { slot: 5 }), asking('B', { slot: 6 })];
    const heard = await Promise.all([a.desk.seenBefore(one.chip, one.mac, runA), b.desk.seenBefore(other.chip, other.mac, runB)]);
    const verdicts = [judge(one, heard[0]), judge(other, heard[1])];
    expect(verdicts.map(({ act }) => act).sort()).toEqual(['go-on', 'stop']);
    const wonA = verdicts[0]?.act === 'go-on';
    const winner = wonA ? { station: a, unit: one, run: runA } : { station: b, unit: other, run: runB };
    const loser = wonA ? { station: b, unit: other, run: runB } : { station: a, unit: one, run: runA };
    const stopped = verdicts.find(({ act }) => act === 'stop')?.detail;
    expect(stopped).toMatchObject({
      code: 'unit-same-chip-other-board',
      facts: { station: winner.run.station, slot: winner.run.slot, record: winner.run.id, before: winner.unit.mac, seen: loser.unit.mac },
    });
    expect(stopped?.facts['outcome']).toBeUndefined(); // nobody knows yet

    const won = await end(winner.station, winner.unit, winner.run);
    expect(won.details).toEqual([
      { code: 'unit-claimed', facts: { store: PLACE, at: expect.stringMatching(/^\d{4}-.*Z$/), chip: one.chip, board: winner.unit.mac } },
    ]);
    const lost = await end(loser.station, loser.unit, loser.run, { outcome: 'fail', details: stopped ? [stopped] : [] });
    expect(codes(lost)).toEqual(['unit-same-chip-other-board']);
    const rows = ({ view }: Station): readonly string[] => view.claims.map(({ book, unit, result }) => `${book} ${unit} ${result}`);
    await expect.poll(() => rows(winner.station), SOON).toEqual(['seen chip won', 'seen board won', 'passed chip won', 'passed board won']);
    await expect.poll(() => rows(loser.station), SOON).toEqual(['seen chip other']);
    expect(loser.station.view.claims[0]?.holder).toMatchObject({ station: winner.run.station, slot: winner.run.slot, mac: winner.unit.mac });
    expect([...winner.station.notices, ...loser.station.notices]).toEqual([]); // the verdict said it
    expect(await read(chipBlob(one))).toMatchObject({ format: 'touchstone-seen/1', run: winner.run.id, station: winner.run.station, slot: winner.run.slot });
    expect(await azurite.text(boardBlob(loser.unit))).toBeNull(); // the loser leaves nothing else behind
  });

  test('find the same board with two chips: one of them is told of a swapped chip', async () => {
    const [a, b] = [aStation(), aStation()];
    const one = fresh();
    const other = { ...fresh(), mac: one.mac };
    const heard = await Promise.all([a.desk.seenBefore(one.chip, one.mac, asking('A')), b.desk.seenBefore(other.chip, other.mac, asking('B'))]);
    expect([judge(one, heard[0]), judge(other, heard[1])].map(({ detail }) => detail?.code ?? 'none').sort()).toEqual(['none', 'unit-swapped-chip']);
  });

  test('sixteen runs at once that find one chip on sixteen boards: fifteen are stopped', async () => {
    const chip = fresh().chip;
    const units = Array.from({ length: 16 }, () => ({ ...fresh(), chip }));
    const stations = [aStation(), aStation()] as const;
    const verdicts = await Promise.all(
      units.map(async (unit, index) => {
        const station = stations[index % 2 === 0 ? 0 : 1];
        return judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, asking(`S${index % 2}`, { slot: index + 1 })));
      }),
    );
    expect(verdicts.filter(({ act }) => act === 'go-on')).toHaveLength(1);
    expect(verdicts.filter(({ act }) => act === 'stop')).toHaveLength(15);
  });

  test('a unit that failed elsewhere is known, with station and time; on its own board it is a retest and goes on', async () => {
    const [a, b] = [aStation(), aStation()];
    const unit = fresh();
    const run = asking('A');
    expect(await a.desk.seenBefore(unit.chip, unit.mac, run)).toEqual([]);
    await end(a, unit, run, { outcome: 'fail' });
    const heard = await b.desk.seenBefore(unit.chip, unit.mac, asking('B'));
    expect(judge(unit, heard)).toMatchObject({ act: 'go-on', detail: { code: 'unit-retest', facts: { station: 'A', slot: 3, record: run.id } } });
    const moved = { ...fresh(), chip: unit.chip };
    expect(judge(moved, await b.desk.seenBefore(moved.chip, moved.mac, asking('B')))).toMatchObject({ act: 'stop', detail: { facts: { station: 'A' } } });
  });

  test('a failed unit whose run never came to the guard is claimed when its record is sent', async () => {
    const [a, b] = [aStation(), aStation()];
    const unit = fresh();
    const record = await a.record({ outcome: 'fail', station: 'A', ...parts(unit) });
    await expect.poll(() => a.view.claims.length, SOON).toBe(2);
    expect(await read(boardBlob(unit))).toMatchObject({ run: record.id, chain: a.disk.chain, at: new Date(record.startMs).toISOString() });
    expect(judge(unit, await b.desk.seenBefore(unit.chip, unit.mac, asking('B')))).toMatchObject({ detail: { code: 'unit-retest', facts: { station: 'A' } } });
  });
});

describe('a run', () => {
  test('is never stopped by its own claim, nor by that of an earlier run of the same unit, here or taken away', async () => {
    const station = aStation();
    const unit = fresh();
    const first = asking('A');
    expect(judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, first))).toMatchObject({ act: 'go-on', detail: null });
    expect(judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, first))).toMatchObject({ act: 'go-on', detail: null }); // its answer was lost
    await end(station, unit, first, { outcome: 'fail' });
    const second = asking('A');
    expect(judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, second))).toMatchObject({ act: 'go-on', detail: { code: 'unit-retest' } });
    expect(codes(await end(station, unit, second))).toEqual([]);
    await expect.poll(() => station.disk.sent.get(`${station.disk.chain} ${PLACE}`), SOON).toBe(2);
    expect(station.view.claims.filter(({ result }) => result !== 'won')).toEqual([]);
    expect(station.notices).toEqual([]);
  });

  test('of a golden board, or a dry run, asks and claims nothing; a virtual board practises in a folder of its own and is never stopped', async () => {
    const [a, b] = [aStation(), aStation()];
    const [real, demo] = [fresh(), fresh()];
    for (const purpose of ['golden', 'dry-run'] as const) expect(await a.desk.seenBefore(real.chip, real.mac, asking('A', { purpose }))).toEqual([]);
    expect(await azurite.text(chipBlob(real))).toBeNull();
    const run = asking('A', { purpose: 'dry-run', virtual: true });
    await a.desk.seenBefore(demo.chip, demo.mac, run);
    expect(await read(`demo/${chipBlob(demo)}`)).toMatchObject({ run: run.id });
    expect(await azurite.text(chipBlob(demo))).toBeNull();
    const moved = { ...fresh(), chip: demo.chip };
    const heard = await b.desk.seenBefore(moved.chip, moved.mac, asking('B', { purpose: 'dry-run', virtual: true }));
    expect(heard).toMatchObject([{ id: run.id, virtual: true }]);
    expect(judge(moved, heard)).toEqual({ act: 'go-on', detail: null });
    expect(codes(a.desk.noted(aRun({ id: run.id, virtual: true, details: [] })))).toEqual(['unit-claimed']);
  });

  test('is told of a conflict that was heard in time, though the rest was not', async () => {
    const a = aStation();
    const unit = fresh();
    await a.desk.seenBefore(unit.chip, unit.mac, asking('A'));
    const slow: typeof fetch = (input, init) => (String(input).includes('/units/') ? new Promise(() => undefined) : azurite.fetch(input, init));
    const b = new Station(azurite, new Disk(), { fetch: slow, clock: systemClock, guard: 'as-delivered' });
    const moved = { ...fresh(), chip: unit.chip };
    const run = asking('B');
    const beganMs = performance.now();
    expect(judge(moved, await b.desk.seenBefore(moved.chip, moved.mac, run))).toMatchObject({ act: 'stop', detail: { facts: { station: 'A' } } });
    expect(performance.now() - beganMs).toBeLessThan(2_600);
    expect(b.desk.noted(aRun({ id: run.id, details: [] })).details).toEqual([{ code: 'store-not-asked', facts: { why: 'late' } }]);
  });

  test('goes on when the store hangs, is down, shut or answers nonsense, and its record says so', async () => {
    const answers: readonly (readonly [string, typeof fetch])[] = [
      ['late', () => new Promise(() => undefined)],
      ['cloud-unreachable', () => Promise.reject(new TypeError('Failed to fetch'))],
      ['store-role', () => Promise.resolve(new Response('', { status: 403 }))],
      ['cloud-unavailable', () => Promise.resolve(new Response('no', { status: 500 }))],
    ];
    for (const [why, fetch] of answers) {
      const station = new Station(azurite, new Disk(), { fetch, clock: systemClock, guard: 'as-delivered' });
      const unit = fresh();
      const run = asking('A');
      expect(judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, run))).toEqual({ act: 'go-on', detail: null });
      expect(station.desk.noted(aRun({ id: run.id, details: [] })).details).toEqual([{ code: 'store-not-asked', facts: { why } }]);
    }
  });

  test('that was offline is claimed when its record is sent; a conflict then is a message and takes back no pass', async () => {
    const [a, b] = [aStation(), aStation()];
    const unit = fresh();
    const moved = { ...fresh(), chip: unit.chip };
    b.line = 'down';
    await b.record({ outcome: 'fail', ...parts(fresh()) });
    await expect.poll(() => b.view.state, SOON).toBe('offline');
    const offline = asking('B');
    expect(await b.desk.seenBefore(moved.chip, moved.mac, offline)).toEqual([]);
    const record = await end(b, moved, offline);
    expect(record).toMatchObject({ outcome: 'pass', details: [{ code: 'store-not-asked', facts: { why: 'offline' } }] });
    await a.desk.seenBefore(unit.chip, unit.mac, asking('A'));
    b.plugIn();
    await expect.poll(() => b.notices, SOON).toHaveLength(1);
    expect(b.notices[0]).toMatchObject({ code: 'store-claimed-elsewhere', facts: { book: 'seen', unit: 'chip', id: unit.chip, station: 'A', mac: unit.mac } });
    expect(b.view.claims[0]).toMatchObject({ book: 'seen', result: 'other', look: 'new' });
    expect(await azurite.text(`units/chip/${unit.chip}.json`)).toBeNull(); // who has not the unit has not its pass
  });
});

describe('what somebody else put there', () => {
  const good = (unit: Unit): Record<string, unknown> => ({
    ...{
      format: 'touchstone-seen/1',
      chip: unit.chip,
      mac: unit.mac,
      chain: null,
      run: crypto.randomUUID(),
      station: 'X',
      slot: 1,
      at: '2026-11-23T08:00:00.000Z',
    },
  });
  test.each<readonly [string, (unit: Unit) => string]>([
    ['no JSON', () => 'hello'],
    ['another chip than its name says', (unit) => JSON.stringify({ ...good(unit), chip: '0123FFFFFFFFFFFF01' })],
    [
      'a claim of the other book',
      ({ chip, mac }) =>
        JSON.stringify({ format: 'touchstone-claim/1', chip, mac, chain: crypto.randomUUID(), number: 1, station: 'X', at: '2026-11-23T08:00:00.000Z' }),
    ],
    ['five kilobytes', () => ' '.repeat(5_000)],
    ['no text', () => '\u0000'],
  ])('%s: it stops no run and no queue, and somebody is told to look', async (_name, made) => {
    const station = aStation();
    const unit = fresh();
    await azurite.overwrite(chipBlob(unit), made(unit));
    const run = asking('A');
    expect(judge(unit, await station.desk.seenBefore(unit.chip, unit.mac, run))).toEqual({ act: 'go-on', detail: null });
    const record = await end(station, unit, run);
    expect(codes(record)).toEqual(['store-not-asked', 'unit-claimed']);
    await expect.poll(() => station.disk.sent.get(`${station.disk.chain} ${PLACE}`), SOON).toBe(1);
    await expect.poll(() => station.view.claims[0], SOON).toMatchObject({ book: 'seen', unit: 'chip', result: 'unread', look: 'new', holder: null });
    expect(station.view.claims.filter(({ result }) => result === 'won')).toHaveLength(3);
  });
});

test('notes of runs that are never recorded do not fill the memory', async () => {
  const guard = new StoreGuard({
    place: () => PLACE,
    state: () => 'offline',
    open: () => Promise.reject(new Error('not asked')),
    records: () => Promise.reject(new Error('not asked')),
  });
  const runs = Array.from({ length: 300 }, () => asking('A'));
  for (const run of runs) await guard.seenBefore('0123A23F29F9366A01', null, run);
  const noted = runs.filter(({ id }) => guard.noted(aRun({ id, details: [] })).details.length > 0);
  expect(noted).toHaveLength(200);
});
