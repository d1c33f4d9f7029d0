/** The shared store against azurite: real https, real tokens of the emulator, real conditional requests; only the names lead to this machine. */
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SharedStore, testStore } from '../../../../src/cloud/index.ts';
import type { StoreTools, UnitClaim, UnitSighting } from '../../../../src/cloud/index.ts';
import { systemClock } from '../../../../src/link/index.ts';
import { Azurite, CONTAINER, ENDPOINT } from '../../../support/azurite/azurite.ts';

const place = { endpoint: ENDPOINT, container: CONTAINER };
const PAGE = 'https://bench.example.test';
let azurite: Azurite;

function toolsOn(send: typeof fetch, token: () => string = () => azurite.token()): StoreTools & { readonly refusals: () => number } {
  let refusals = 0;
  const source = { token: () => Promise.resolve(token()), refused: () => void refusals++ };
  return { fetch: send, clock: systemClock, token: source, nodeStream: () => new Readable({ read: () => undefined }), refusals: () => refusals };
}
const openStore = (): Promise<SharedStore> => SharedStore.open(place, toolsOn(azurite.fetch));
const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (error: { readonly code?: string }) => error.code ?? String(error),
  );
const claimBy = (station: string, chain: string, change: Partial<UnitClaim> = {}): UnitClaim => ({
  ...{ chip: '0123A23F29F9366A01', mac: '24:6F:28:AA:BB:CC', chain, number: 1, station, at: '2026-11-23T08:00:00.000Z' },
  ...change,
});

beforeAll(async () => {
  azurite = await Azurite.begin();
}, 90_000);
afterAll(() => azurite?.end());

describe('records', () => {
  test('a record is written once; the same text again is the same, another text under its name is a conflict and changes nothing', async () => {
    const store = await openStore();
    const chain = randomUUID();
    const record = { chain, number: 1, text: '{"a":"ü"}' };
    expect(await store.putRecord(record)).toBe('written');
    expect(await store.putRecord(record)).toBe('same');
    expect(await code(store.putRecord({ ...record, text: '{"a":"u"}' }))).toBe('store-conflict');
    expect(await store.record(chain, 1)).toBe('{"a":"ü"}');
    expect(await store.record(chain, 2)).toBeNull();
    expect(await azurite.names()).toContain(`runs/${chain}/0000000001.json`);
  });

  test('chains are found, and what is behind a number is read in its order', async () => {
    const store = await openStore();
    const [a, b] = [randomUUID(), randomUUID()];
    for (const number of [1, 2, 3]) await store.putRecord({ chain: a, number, text: `${number}` });
    await store.putRecord({ chain: b, number: 1, text: 'b' });
    const chains = await store.chains();
    expect(chains).toEqual(expect.arrayContaining([a, b]));
    const after: string[] = [];
    for await (const { number, text } of store.recordsAfter(a, 1)) after.push(`${number}:${text}`);
    expect(after).toEqual(['2:2', '3:3']);
  });

  test('what is no chain and what is no number has no place', async () => {
    const store = await openStore();
    for (const [chain, number] of [
      ['../units', 1],
      [randomUUID().toUpperCase(), 1],
      [randomUUID(), 0],
      [randomUUID(), 1.5],
      [randomUUID(), 1e10],
    ] as const)
      await expect(store.putRecord({ chain, number, text: '' })).rejects.toThrow(RangeError);
  });
});

describe('claims', () => {
  test('of sixteen stations that claim a chip at once exactly one wins, and the others learn who', async () => {
    const store = await openStore();
    const claims = Array.from({ length: 16 }, (_, index) =>
      claimBy(`station ${index}`, randomUUID(), { chip: '0123000000000000F1', mac: `24:6F:28:00:00:${index.toString(16).padStart(2, '0').toUpperCase()}` }),
    );
    const ends = await Promise.all(claims.map((claim) => store.claim('chip', '0123000000000000F1', claim)));
    const winner = claims[ends.findIndex((end) => end?.result === 'won')];
    expect(ends.filter((end) => end?.result === 'won')).toHaveLength(1);
    for (const end of ends.filter((one) => one?.result !== 'won')) expect(end).toEqual({ result: 'other', holder: winner });
  });

  test('the same run claims again and has won; another run of the same unit is told so; another board is told from it', async () => {
    const store = await openStore();
    const chain = randomUUID();
    const chip = '0123000000000000F2';
    expect(await store.claim('chip', chip, claimBy('A', chain, { chip }))).toEqual({ result: 'won' });
    expect(await store.claim('chip', chip, claimBy('A', chain, { chip }))).toEqual({ result: 'won' });
    expect((await store.claim('chip', chip, claimBy('B', randomUUID(), { chip })))?.result).toBe('same-unit');
    expect((await store.claim('chip', chip, claimBy('B', randomUUID(), { chip, mac: '24:6F:28:00:00:01' })))?.result).toBe('other');
    expect((await store.claimOf('chip', chip))?.station).toBe('A');
    expect(await store.claimOf('chip', '0123000000000000FF')).toBeNull();
    expect(await store.claimOf('chip', 'scanned nonsense')).toBeNull();
  });

  test('addresses are found with and without separators, demo units stand apart', async () => {
    const store = await openStore();
    await store.claim('board', '24:6F:28:0D:0E:0F', claimBy('A', randomUUID(), { mac: '24:6F:28:0D:0E:0F' }));
    expect((await store.claimOf('board', '246f280d0e0f'))?.station).toBe('A');
    expect(await store.claimOf('demo-board', '246f280d0e0f')).toBeNull();
  });

  test.each([
    ['no JSON', 'hello'],
    ['a member more', JSON.stringify({ format: 'touchstone-claim/1', ...claimBy('A', '00000000-0000-4000-8000-000000000001'), more: 1 })],
    ['no chain', JSON.stringify({ format: 'touchstone-claim/1', ...claimBy('A', 'x') })],
    ['another format', JSON.stringify({ format: 'touchstone-claim/2', ...claimBy('A', '00000000-0000-4000-8000-000000000001') })],
    [
      'neither chip nor board',
      JSON.stringify({ format: 'touchstone-claim/1', ...claimBy('A', '00000000-0000-4000-8000-000000000001'), chip: null, mac: null }),
    ],
    ['five kilobytes', ' '.repeat(5_000)],
  ])('%s is not taken for a claim', async (_name, text) => {
    await azurite.overwrite('units/chip/0123000000000000F3.json', text);
    expect(await code((await openStore()).claimOf('chip', '0123000000000000F3'))).toBe('cloud-answer');
  });
});

describe('sightings', () => {
  const CHIP = '0123000000000000E1';
  const MAC = '24:6F:28:0E:00:01';
  const sighting = (change: Partial<UnitSighting> = {}): UnitSighting => ({
    ...{ chip: CHIP, mac: MAC, chain: null, run: randomUUID(), station: 'A', slot: 1, at: '2026-11-23T08:00:00.000Z' },
    ...change,
  });
  const text = (change: Readonly<Record<string, unknown>> = {}): string => JSON.stringify({ format: 'touchstone-seen/1', ...sighting(), ...change });

  test('of sixteen runs that find a chip at once exactly one writes it, and the others learn whose it is', async () => {
    const store = await openStore();
    const all = Array.from({ length: 16 }, (_, index) =>
      sighting({ slot: index + 1, mac: `24:6F:28:0E:01:${index.toString(16).padStart(2, '0').toUpperCase()}` }),
    );
    const ends = await Promise.all(all.map((one) => store.see('chip', one)));
    const winner = all[ends.findIndex(({ result }) => result === 'won')];
    expect(ends.filter(({ result }) => result === 'won')).toHaveLength(1);
    for (const end of ends.filter(({ result }) => result !== 'won')) expect(end).toEqual({ result: 'other', holder: winner });
    expect(await store.sightingOf('chip', CHIP)).toEqual(winner);
    expect(await store.claimOf('chip', CHIP)).toBeNull(); // the two books stand apart
  });

  test('the same run has won again; another run of the same unit is told so, and one with another chip on the same board', async () => {
    const store = await openStore();
    const ours = sighting({ chip: '0123000000000000E2', mac: '24:6F:28:0E:02:02' });
    expect(await store.see('board', ours)).toEqual({ result: 'won' });
    expect(await store.see('board', { ...ours, at: '2026-11-23T09:00:00.000Z' })).toEqual({ result: 'won' });
    expect(await store.see('board', { ...ours, run: randomUUID() })).toEqual({ result: 'same-unit', holder: ours });
    expect(await store.see('board', { ...ours, run: randomUUID(), chip: '0123000000000000E3' })).toEqual({ result: 'other', holder: ours });
    expect(await azurite.names()).toContain('seen/board/246F280E0202.json');
    expect(await azurite.text('seen/board/246F280E0202.json')).toBe(JSON.stringify({ format: 'touchstone-seen/1', ...ours }));
  });

  test.each([
    ['no JSON', 'hello'],
    ['a member more', text({ more: 1 })],
    ['a member less', text({ slot: undefined })],
    ['another format', text({ format: 'touchstone-seen/2' })],
    ['the other book', text({ format: 'touchstone-claim/1' })],
    ['another chip', text({ chip: '0123000000000000FF' })],
    ['a chip in lower case', text({ chip: CHIP.toLowerCase() })],
    ['no address', text({ mac: null })],
    ['a run that is no UUID', text({ run: '../x' })],
    ['a chain that is no UUID', text({ chain: 'x' })],
    ['slot 0', text({ slot: 0 })],
    ['slot one and a half', text({ slot: 1.5 })],
    ['a station of 201 letters', text({ station: 'x'.repeat(201) })],
    ['a day that is none', text({ at: '2026-13-45T08:00:00Z' })],
    ['a list', `[${text()}]`],
    ['five kilobytes', ' '.repeat(5_000)],
  ])('%s is not taken for a sighting, and nobody wins or loses against it', async (_name, hostile) => {
    await azurite.overwrite(`seen/chip/${CHIP}.json`, hostile);
    const store = await openStore();
    expect(await code(store.sightingOf('chip', CHIP))).toBe('cloud-answer');
    expect(await store.see('chip', sighting())).toEqual({ result: 'unread' });
  });

  test('a claim of a pass of another unit under this name is not taken either', async () => {
    const claim = claimBy('A', randomUUID(), { chip: '0123000000000000F9' });
    await azurite.overwrite('units/chip/0123000000000000FA.json', JSON.stringify({ format: 'touchstone-claim/1', ...claim }));
    const store = await openStore();
    expect(await code(store.claimOf('chip', '0123000000000000FA'))).toBe('cloud-answer');
    expect(await store.claim('chip', '0123000000000000FA', { ...claim, chip: '0123000000000000FA', number: 2 })).toEqual({ result: 'unread' });
  });
});

describe('files', () => {
  const bytes = new TextEncoder().encode('a pack');
  const hash = createHash('sha256').update(bytes).digest('hex');

  test('a pack is put if absent, and taken only when it is what its name says', async () => {
    const store = await openStore();
    expect(await store.file('pack', hash)).toBeNull();
    expect(await store.putFile('pack', hash, bytes)).toBe('written');
    expect(await store.putFile('pack', hash, bytes)).toBe('same');
    expect(await store.file('pack', hash)).toEqual(bytes);
    await azurite.overwrite(`packs/${hash}.zip`, 'a pacK');
    expect(await code(store.file('pack', hash))).toBe('store-altered');
    expect(await store.file('pack', hash, () => Promise.resolve(hash))).toEqual(new TextEncoder().encode('a pacK'));
    await expect(store.putFile('pack', '../runs/x', bytes)).rejects.toThrow(RangeError);
  });
});

describe('what is in the way', () => {
  const answering =
    (status: number, name: string, headers: Record<string, string> = {}): typeof fetch =>
    () =>
      Promise.resolve(
        new Response(`<?xml version="1.0"?><Error><Code>${name}</Code><Message>no. eyJhbGciOiJub25lIn0.e30.x</Message></Error>`, { status, headers }),
      );

  test('a store that can be used passes its test, twice', async () => {
    await testStore(place, toolsOn(azurite.fetch), PAGE);
    await testStore(place, toolsOn(azurite.fetch), PAGE);
  });

  test.each([
    [403, 'AuthorizationPermissionMismatch', 'store-role'],
    [403, 'AuthorizationFailure', 'store-shut'],
    [404, 'ContainerNotFound', 'store-container'],
    [400, 'InvalidHeaderValue', 'cloud-bad-request'],
    [409, 'ContainerBeingDeleted', 'cloud-conflict'],
    [429, 'TooManyRequests', 'cloud-throttled'],
    [503, 'ServerBusy', 'cloud-unavailable'],
    [500, 'InternalError', 'cloud-unavailable'],
    [302, 'Moved', 'cloud-redirect'],
  ])('%i %s is %s, and no token is in it', async (status, name, wanted) => {
    const failed = await testStore(place, toolsOn(answering(status, name)), PAGE).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: wanted });
    expect(String(failed)).not.toContain('eyJ');
  });

  test('a token that is refused is asked for anew once', async () => {
    const tools = toolsOn(answering(401, 'InvalidAuthenticationInfo'));
    expect(await code(testStore(place, tools, PAGE))).toBe('cloud-unauthorized');
    expect(tools.refusals()).toBe(1);
  });

  test('azurite itself refuses a token for another resource', async () => {
    const other = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.c2lnbmF0dXJl';
    expect(
      await code(
        testStore(
          place,
          toolsOn(azurite.fetch, () => other),
          PAGE,
        ),
      ),
    ).toMatch(/^(store-shut|cloud-unauthorized|store-role)$/);
  });

  test('an account that answers only without being read lacks the CORS rule; one that does not answer is not reached', async () => {
    const cors: typeof fetch = (_input, init) =>
      init?.mode === 'no-cors' ? Promise.resolve(new Response('')) : Promise.reject(new TypeError('Failed to fetch'));
    expect(await testStore(place, toolsOn(cors), PAGE).catch((error: unknown) => error)).toMatchObject({ code: 'store-cors', facts: { origin: PAGE } });
    expect(
      await code(
        testStore(
          place,
          toolsOn(() => Promise.reject(new TypeError('Failed to fetch'))),
          PAGE,
        ),
      ),
    ).toBe('cloud-unreachable');
  });

  test('only what the CORS rule allows is sent, and the token to no other place than the container', async () => {
    const seen: { url: string; headers: string[] }[] = [];
    const watching: typeof fetch = (input, init) => {
      seen.push({ url: String(input), headers: Object.keys((init?.headers ?? {}) as Record<string, string>).sort() });
      return azurite.fetch(input, init);
    };
    const store = await SharedStore.open(place, toolsOn(watching));
    await store.putRecord({ chain: randomUUID(), number: 1, text: '{}' });
    await store.chains();
    expect(seen.every(({ url }) => url.startsWith(`${ENDPOINT}/${CONTAINER}`))).toBe(true);
    expect([...new Set(seen.flatMap(({ headers }) => headers))].sort()).toEqual(
      ['authorization', 'content-type', 'if-none-match', 'x-ms-blob-content-type', 'x-ms-blob-type', 'x-ms-version'].sort(),
    );
    expect(seen.some(({ url }) => /eyJ/.test(url))).toBe(false);
  });
});
