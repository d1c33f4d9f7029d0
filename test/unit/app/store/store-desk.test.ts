/** Stations at one shared store: what waits is sent in its order and never lost, of two claims one wins, the guard asks and does not wait. Against azurite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packAnywhere, seenAnywhere, sharedOf } from '../../../../src/app/store/shared-guard.ts';
import { canonicalJson } from '../../../../src/bench/record/canonical-json.ts';
import { judgeUnit } from '../../../../src/bench/run/unit.ts';
import { noFindings } from '../../../../src/bench/run/findings.ts';
import type { AskingRun } from '../../../../src/bench/index.ts';
import { systemClock } from '../../../../src/link/index.ts';
import { Azurite, CONTAINER, ENDPOINT } from '../../../support/azurite/azurite.ts';
import { aRun } from '../../bench/record/a-run.ts';
import { buildPack } from '../firmware-fixtures.ts';
import { Disk, Station } from './store-bench.ts';

const SOON = { timeout: 15_000, interval: 20 };
let azurite: Azurite;
let unit = 0;
const CHIP = { model: 'ATECC608B', commonName: null, deviceCertificate: null, signerCertificate: null };
const BOARD = { chipName: 'ESP32', revision: 'v3.0', flashSizeBytes: 4_194_304 };

/** A chip and a board that no other test has. */
function fresh() {
  unit += 1;
  const serialNumber = `0123${unit.toString(16).toUpperCase().padStart(12, '0')}01`;
  const mac = `24:0A:C4:00:00:${unit.toString(16).toUpperCase().padStart(2, '0')}`;
  const parts = { chip: { ...CHIP, serialNumber }, board: { ...BOARD, mac } };
  return { serialNumber, mac, parts, ...parts };
}
/** A run in slot 3 that asks; golden boards and dry runs claim nothing. */
const aRunOf = (station: string, change: Partial<AskingRun> = {}): AskingRun => ({
  ...{ id: crypto.randomUUID(), station, slot: 3, purpose: 'production', virtual: false },
  ...change,
});
const GOLDEN = { purpose: 'golden' } as const;
const pathOf = (disk: Disk, number: number): string => `runs/${disk.chain}/${String(number).padStart(10, '0')}.json`;

/** Everything that was recorded is in the store, and the station says so. */
async function seeInStep(...stations: readonly Station[]): Promise<void> {
  for (const { disk } of stations) await expect.poll(() => disk.sent.get(`${disk.chain} ${ENDPOINT}/${CONTAINER}`), SOON).toBe(disk.own.length);
  for (const station of stations) await expect.poll(() => `${station.view.state} ${station.view.waiting}`, SOON).toBe('in-step 0');
}

beforeAll(async () => {
  azurite = await Azurite.begin();
}, 90_000);
afterAll(() => azurite?.end());

describe('what waits', () => {
  test('is sent in its order as it was recorded, and the store then is in step', async () => {
    const station = new Station(azurite);
    for (let count = 0; count < 5; count++) await station.record({ outcome: 'fail', ...fresh().parts });
    await seeInStep(station);
    for (const record of station.disk.own) expect(await azurite.text(pathOf(station.disk, record.link.number))).toBe(canonicalJson(record));
    expect(await azurite.text(pathOf(station.disk, 6))).toBeNull();
  });

  test('stays while the network is down, over a reload, and goes when it comes back; nothing is doubled', async () => {
    const disk = new Disk();
    const before = new Station(azurite, disk);
    before.line = 'down';
    for (let count = 0; count < 3; count++) await before.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => before.view.state, SOON).toBe('offline');
    await expect.poll(() => before.view.waiting, SOON).toBe(3);
    expect(before.view.problem?.code).toBe('cloud-unreachable');
    before.leave();

    const after = new Station(azurite, disk);
    after.line = 'down';
    await expect.poll(() => `${after.view.state} ${after.view.waiting}`, SOON).toBe('offline 3');
    after.plugIn();
    await seeInStep(after);
    expect((await azurite.names()).filter((name) => name.includes(disk.chain))).toEqual([1, 2, 3].map((number) => pathOf(disk, number)));
  });

  test('goes by itself after a pause when azurite comes back, though nobody says so', async () => {
    const station = new Station(azurite);
    await azurite.stop();
    await station.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => station.view.state, SOON).toBe('offline');
    expect(station.view.nextInS).toBeGreaterThan(0);
    await azurite.start();
    await expect.poll(() => station.view.state, { timeout: 30_000, interval: 50 }).toBe('in-step');
    expect(await azurite.text(pathOf(station.disk, 1))).not.toBeNull();
  });

  test('waits for somebody to sign in, and is told apart from being offline', async () => {
    const station = new Station(azurite, new Disk(), { account: null });
    await station.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => station.view.state, SOON).toBe('signed-out');
    station.account = { username: 'mei@example.test', name: 'Mei', tenantId: 't' };
    station.desk.sessionIs({ session: 'signed-in', account: station.account, emulator: 'none' });
    await seeInStep(station);
  });

  test('an answer that was lost on the way is no conflict: the same record is simply there', async () => {
    let lose = true;
    const losing: typeof fetch = async (input, init) => {
      const answer = await azurite.fetch(input, init);
      if (lose && init?.method === 'PUT') {
        lose = false;
        throw new TypeError('Failed to fetch');
      }
      return answer;
    };
    const station = new Station(azurite, new Disk(), { fetch: losing });
    await station.record({ outcome: 'pass', ...fresh().parts });
    await seeInStep(station);
    expect(station.view.claims.map(({ book, result }) => `${book} ${result}`)).toEqual(['seen won', 'seen won', 'passed won', 'passed won']);
  });

  test('another record in its place stops the chain there and says so; what comes after is kept back', async () => {
    const station = new Station(azurite);
    await azurite.overwrite(pathOf(station.disk, 1), '{}');
    await station.record({ outcome: 'fail', ...fresh().parts });
    await station.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => station.view.state, SOON).toBe('refused');
    expect(station.view.problem).toMatchObject({ code: 'store-conflict', facts: { name: pathOf(station.disk, 1) } });
    expect(station.view.nextInS).toBeNull();
    expect(await azurite.text(pathOf(station.disk, 2))).toBeNull();
    expect(await azurite.text(pathOf(station.disk, 1))).toBe('{}');
  });

  test('a record that was taken away before it was sent leaves a word in its place, and what comes after goes on', async () => {
    const station = new Station(azurite, new Disk(), { account: null });
    for (let count = 0; count < 3; count++) await station.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => station.view.state, SOON).toBe('signed-out');
    station.disk.records.splice(0, 1);
    station.account = { username: 'mei@example.test', name: 'Mei', tenantId: 't' };
    await station.desk.perform({ act: 'send-now' });
    await expect.poll(() => azurite.text(pathOf(station.disk, 3)), SOON).not.toBeNull();
    expect(await azurite.text(pathOf(station.disk, 1))).toBe('{"format":"touchstone-gone/1"}');
  });

  test('two tabs of one browser send each record once and both are in step', async () => {
    const disk = new Disk();
    let puts = 0;
    const counting: typeof fetch = (input, init) => {
      if (init?.method === 'PUT' && String(input).includes('/runs/')) puts += 1;
      return azurite.fetch(input, init);
    };
    const [a, b] = [new Station(azurite, disk, { fetch: counting }), new Station(azurite, disk, { fetch: counting })];
    for (let count = 0; count < 6; count++) await (count % 2 === 0 ? a : b).record({ outcome: 'fail', ...fresh().parts });
    await seeInStep(a, b);
    expect(puts).toBe(6);
  });

  test('without a role it says which, and tries again when a person wants it', async () => {
    let role: 'none' | 'there' = 'none';
    const guarded: typeof fetch = (input, init) =>
      role === 'there'
        ? azurite.fetch(input, init)
        : Promise.resolve(
            new Response('<Error><Code>AuthorizationPermissionMismatch</Code></Error>', {
              status: 403,
              headers: { 'x-ms-error-code': 'AuthorizationPermissionMismatch' },
            }),
          );
    const station = new Station(azurite, new Disk(), { fetch: guarded, clock: systemClock });
    await station.record({ outcome: 'fail', ...fresh().parts });
    await expect.poll(() => station.view.state, SOON).toBe('refused');
    expect(station.view.problem?.code).toBe('store-role');
    await station.desk.perform({ act: 'test' });
    expect(station.view.test).toMatchObject({ state: 'failed', code: 'store-role' });
    role = 'there';
    await station.desk.perform({ act: 'test' });
    expect(station.view.test.state).toBe('passed');
    await seeInStep(station);
  });
});

describe('claims', () => {
  test('two stations pass the same chip on two boards at the same moment: one wins, the other is told who did, and so is its operator', async () => {
    const [a, b] = [new Station(azurite), new Station(azurite)];
    const one = fresh();
    const other = fresh();
    await Promise.all([
      a.record({ outcome: 'pass', station: 'A', chip: one.chip, board: one.board }),
      b.record({ outcome: 'pass', station: 'B', chip: one.chip, board: other.board }),
    ]);
    const result = (station: Station): string | undefined => station.view.claims.find(({ unit: kind }) => kind === 'chip')?.result;
    await expect.poll(() => [result(a), result(b)].sort(), SOON).toEqual(['other', 'won']);
    const [winner, loser] = result(a) === 'won' ? [a, b] : [b, a];
    const name = winner === a ? 'A' : 'B';
    expect(loser.view.claims[0]).toMatchObject({ unit: 'chip', result: 'other', holder: { station: name, mac: winner === a ? one.mac : other.mac } });
    expect(loser.notices).toEqual([{ code: 'store-claimed-elsewhere', facts: expect.objectContaining({ unit: 'chip', id: one.serialNumber, station: name }) }]);
    expect(winner.notices).toEqual([]);
    expect(loser.notices[0]?.facts['book']).toBe('seen');
    expect(loser.view.claims).toHaveLength(1); // it leaves no other claim behind
    expect(await azurite.text(`seen/board/${(winner === a ? other : one).mac.replaceAll(':', '')}.json`)).toBeNull();
    expect(JSON.parse((await azurite.text(`units/chip/${one.serialNumber}.json`)) ?? '{}')).toMatchObject({
      station: name,
      chain: winner.disk.chain,
      number: 1,
    });
    await seeInStep(a, b); // the loser's record is there all the same
    expect(loser.view.claims[0]?.look).toBe('new');
    await loser.desk.perform({ act: 'looked-at-claims' });
    expect(loser.view.claims.filter(({ look }) => look === 'new')).toEqual([]);
    expect(loser.disk.claims.filter(({ row }) => row.look === 'new')).toEqual([]);
  });

  test('a golden board and a dry run of a real board claim nothing, what failed was seen and has not passed; a demo board claims among demo boards', async () => {
    const station = new Station(azurite);
    const [failed, golden, dry, demo] = [fresh(), fresh(), fresh(), fresh()];
    await station.record({ outcome: 'fail', ...failed.parts });
    await station.record({ outcome: 'pass', purpose: 'golden', ...golden.parts });
    await station.record({ outcome: 'pass', purpose: 'dry-run', ...dry.parts });
    await station.record({ outcome: 'pass', virtual: true, purpose: 'dry-run', ...demo.parts });
    await seeInStep(station);
    await expect.poll(() => station.view.claims.length, SOON).toBe(6);
    const names = await azurite.names();
    for (const { serialNumber } of [failed, golden, dry, demo]) expect(names).not.toContain(`units/chip/${serialNumber}.json`);
    for (const { serialNumber } of [golden, dry, demo]) expect(names).not.toContain(`seen/chip/${serialNumber}.json`);
    expect(JSON.parse((await azurite.text(`seen/chip/${failed.serialNumber}.json`)) ?? '{}')).toMatchObject({ chip: failed.serialNumber, mac: failed.mac });
    expect(names).toContain(`demo/seen/chip/${demo.serialNumber}.json`);
    expect(names).toContain(`demo/units/chip/${demo.serialNumber}.json`);
  });
});

describe('the duplicate guard', () => {
  const guards = { duplicate: 'stop', passedBefore: 'finish', label: 'none' } as never;
  const judge = (found: ReturnType<typeof fresh>, earlier: Parameters<typeof judgeUnit>[0]['earlier']) =>
    judgeUnit({
      findings: { ...noFindings(), chip: found.chip, board: found.board },
      earlier,
      guards,
      planFingerprint: 'ab'.repeat(32),
      packFingerprint: null,
      label: '',
    });

  test('a unit that passed elsewhere is finished; a chip of another board is stopped as moved; a board with another chip as swapped', async () => {
    const [a, b] = [new Station(azurite), new Station(azurite)];
    const [found, other] = [fresh(), fresh()];
    const record = await a.record({ outcome: 'pass', station: 'A', chip: found.chip, board: found.board });
    await expect.poll(() => a.view.claims.length, SOON).toBe(4);

    const ask = (one: ReturnType<typeof fresh>) => b.desk.seenBefore(one.serialNumber, one.mac, aRunOf('B', GOLDEN));
    expect((await ask(found)).map(({ id }) => id)).toEqual([record.id]);
    expect(judge(found, await ask(found))).toMatchObject({ act: 'finish', detail: { code: 'unit-passed-before' } });
    const moved = { ...other, serialNumber: found.serialNumber, chip: found.chip };
    expect(judge(moved, await ask(moved))).toMatchObject({
      act: 'stop',
      detail: { code: 'unit-same-chip-other-board', facts: { station: 'A', before: found.mac } },
    });
    const swapped = { ...fresh(), mac: found.mac, board: found.board };
    expect(judge(swapped, await ask(swapped))).toMatchObject({ act: 'stop', detail: { code: 'unit-swapped-chip' } });
    expect(await ask(fresh())).toEqual([]);
    expect(b.desk.noted(aRun({ ...found.parts })).details).toEqual([]);
    expect(await a.desk.seenBefore(found.serialNumber, found.mac, aRunOf('A', GOLDEN))).toMatchObject([{ id: record.id }]); // its own stands in its own records
    a.disk.records.length = 0; // until it is exported and taken away
    expect((await a.desk.seenBefore(found.serialNumber, found.mac, aRunOf('A', GOLDEN))).map(({ id }) => id)).toEqual([record.id]);
  });

  test('a record that was altered in the store does not speak; its claim does', async () => {
    const [a, b] = [new Station(azurite), new Station(azurite)];
    const found = fresh();
    await a.record({ outcome: 'pass', station: 'A', chip: found.chip, board: found.board });
    await expect.poll(() => a.view.claims.length, SOON).toBe(4);
    const text = (await azurite.text(pathOf(a.disk, 1))) ?? '';
    await azurite.overwrite(pathOf(a.disk, 1), text.replace('"Mei"', '"Eve"'));
    const seen = (await b.desk.seenBefore(found.serialNumber, found.mac, aRunOf('B', GOLDEN))).find(({ outcome }) => outcome === 'pass');
    expect(seen).toMatchObject({ station: 'A', outcome: 'pass', plan: { fingerprint: '' }, chip: { serialNumber: found.serialNumber } });
  });

  test('a store that does not answer holds up a run for two seconds and no longer, and the record says that it was not asked', async () => {
    const hanging: typeof fetch = () => new Promise(() => undefined);
    const station = new Station(azurite, new Disk(), { fetch: hanging, clock: systemClock, guard: 'as-delivered' });
    const found = fresh();
    const beganMs = performance.now();
    const run = aRunOf('A');
    expect(await station.desk.seenBefore(found.serialNumber, found.mac, run)).toEqual([]);
    expect(performance.now() - beganMs).toBeLessThan(2_600);
    expect(station.desk.noted(aRun({ id: run.id, ...found.parts })).details).toEqual([{ code: 'store-not-asked', facts: { why: 'late' } }]);
    expect(station.desk.noted(aRun({ id: run.id, ...found.parts })).details).toEqual([]); // once
  });

  test('nobody signed in: not asked, at once, and noted', async () => {
    const station = new Station(azurite, new Disk(), { account: null });
    const found = fresh();
    const run = aRunOf('A');
    await station.desk.seenBefore(found.serialNumber, found.mac, run);
    expect(station.desk.noted(aRun({ id: run.id, ...found.parts })).details).toEqual([{ code: 'store-not-asked', facts: { why: 'sign-in-needed' } }]);
  });

  test('without a store nothing is asked, noted or waited for', async () => {
    const disk = new Disk();
    disk.kept = null;
    const station = new Station(azurite, disk);
    expect(await station.desk.seenBefore('0123A23F29F9366A01', null, aRunOf('A'))).toEqual([]);
    expect(station.desk.noted(aRun()).details).toEqual([]);
    expect(station.view.state).toBe('off');
    const here = [await disk.append()];
    expect(await seenAnywhere({ seenBefore: () => Promise.resolve(here) }, undefined, null, null, aRunOf('A'))).toBe(here);
    expect(await sharedOf(() => Promise.reject(new Error('no line')))).toBeNull();
  });
});

describe('packs', () => {
  test('a station that flashes a pack shares it; another one takes it by its fingerprint, and takes nothing else under that name', async () => {
    const [a, b] = [new Station(azurite), new Station(azurite)];
    const pack = await buildPack();
    const name = `packs/${pack.fingerprint}.zip`;
    const shelf = { packFor: (fingerprint: string) => Promise.resolve(fingerprint === pack.fingerprint ? pack : null) };
    expect(
      await packAnywhere(
        () => Promise.resolve(shelf),
        () => Promise.resolve(a.desk),
        pack.fingerprint,
      ),
    ).toBe(pack);
    await expect.poll(() => azurite.names(), SOON).toContain(name);

    const empty = { packFor: () => Promise.resolve(null) };
    const take = (station: Station) =>
      packAnywhere(
        () => Promise.resolve(empty),
        () => Promise.resolve(station.desk),
        pack.fingerprint,
      );
    const taken = await take(b);
    expect(taken?.fingerprint).toBe(pack.fingerprint);
    expect(taken?.parts.map(({ offset, sha256 }) => `${offset} ${sha256}`)).toEqual(pack.parts.map(({ offset, sha256 }) => `${offset} ${sha256}`));
    expect(await take(b)).toBe(taken); // asked for once
    expect(
      await packAnywhere(
        () => Promise.resolve(empty),
        () => Promise.resolve(b.desk),
        'cd'.repeat(32),
      ),
    ).toBeNull();
    expect(
      await packAnywhere(
        () => Promise.resolve(empty),
        () => Promise.resolve(b.desk),
        '',
      ),
    ).toBeNull();

    await azurite.overwrite(name, 'no zip');
    const c = new Station(azurite);
    expect(await take(c)).toBeNull();
    expect(c.notices).toEqual([{ code: 'store-altered', facts: { name } }]);
  });
});

describe('other stations', () => {
  test('their records are taken once, verified, and what is none is counted', async () => {
    const [a, b] = [new Station(azurite), new Station(azurite)];
    for (let count = 0; count < 3; count++) await a.record({ outcome: 'fail', ...fresh().parts });
    await seeInStep(a);
    await azurite.overwrite(pathOf(a.disk, 4), '{"format":"touchstone-run/1"}');
    await b.desk.perform({ act: 'take-records' });
    expect(b.view.taking).toMatchObject({ state: 'done' });
    expect(b.disk.records.filter(({ link }) => link.chain === a.disk.chain).map(({ id }) => id)).toEqual(a.disk.own.map(({ id }) => id));
    expect(b.taken).toEqual(expect.arrayContaining(a.disk.own.map(({ id }) => id)));
    const taken = b.view.taking;
    expect(taken.state === 'done' && taken.refused).toBeGreaterThanOrEqual(1);
    await b.desk.perform({ act: 'take-records' });
    expect(b.view.taking).toMatchObject({ state: 'done', records: 0 });
  });
});
