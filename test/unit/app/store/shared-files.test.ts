/** Plans and manifests in the shared store: shared, seen, taken; what was altered is refused. Against azurite. */
import { createHash, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withManifests } from '../../../../src/app/store/manifests-for-plan.ts';
import { manifestNameText, readManifestName } from '../../../../src/app/store/manifest-name.ts';
import { SharedFiles, type SharedShelf } from '../../../../src/app/store/shared-files.ts';
import type { HashedFile } from '../../../../src/app/store/shelf-hashes.ts';
import { someAtATime } from '../../../../src/app/store/some-at-a-time.ts';
import { builtInPlans } from '../../../../src/bench/plan/built-in.ts';
import { parsePlan, planFingerprint, planText } from '../../../../src/bench/plan/parse-plan.ts';
import { SharedStore } from '../../../../src/cloud/index.ts';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { systemClock } from '../../../../src/link/index.ts';
import type { SharedFilesView } from '../../../../src/ui/index.ts';
import { Azurite, ENDPOINT } from '../../../support/azurite/azurite.ts';

const SOON = { timeout: 15_000, interval: 20 };
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
let azurite: Azurite;
/** Of this test. */
let container = '';

/** A shelf that takes whatever begins like a list, as the real one takes what verifies. */
class PlainShelf implements SharedShelf {
  files: HashedFile[] = [];
  dropped: string[] = [];
  #next = 1;

  settled(): Promise<void> {
    return Promise.resolve();
  }

  put(fileName: string, text: string, origin: 'person' | 'demo' = 'person'): number {
    const id = this.#next++;
    this.files = [...this.files, { id, origin, manifest: { fileName, source: new Blob([text]) } }];
    return id;
  }

  async addFiles({ files }: { readonly files: readonly File[] }): Promise<void> {
    for (const file of files) {
      this.dropped.push(file.name);
      const text = await file.text();
      if (text.startsWith('[')) this.put(file.name, text);
    }
  }
}

class Person {
  readonly shelf = new PlainShelf();
  readonly shown: SharedFilesView[] = [];
  problem: TouchstoneError<string> | null = null;
  readonly files = new SharedFiles({
    show: (view) => void this.shown.push(view),
    open: () => (this.problem === null ? openStore() : Promise.reject(this.problem)),
    shelf: () => Promise.resolve(this.shelf),
  });

  get view(): SharedFilesView {
    return this.shown.at(-1) ?? { plans: { state: 'idle' }, manifests: { state: 'idle' }, shares: [] };
  }

  get plans() {
    const { plans } = this.view;
    return plans.state === 'done' ? plans.rows : [];
  }

  get manifests() {
    const { manifests } = this.view;
    return manifests.state === 'done' ? manifests.rows : [];
  }
}

const openStore = (): Promise<SharedStore> =>
  SharedStore.open(
    { endpoint: ENDPOINT, container },
    {
      fetch: azurite.fetch,
      clock: systemClock,
      token: { token: () => Promise.resolve(azurite.token()), refused: () => undefined },
      nodeStream: () => new Readable({ read: () => undefined }),
    },
  );
const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof TouchstoneError ? { code: error.code as string, ...error.facts } : error),
  );

const CHECK = builtInPlans()[0] ?? parsePlan('');
const planOf = (name: string, files: readonly string[] = []): string =>
  JSON.stringify({
    ...{ format: 'touchstone-plan/1', name },
    phases: [
      { kind: 'check-chip', name: 'check' },
      { kind: 'match-manifest', name: 'match', settings: { files } },
    ],
  });

beforeAll(async () => {
  azurite = await Azurite.begin();
}, 90_000);
afterAll(() => azurite?.end());
beforeEach(async () => {
  container = `t-${randomUUID()}`;
  await azurite.makeContainer(container);
});

describe('plans', () => {
  test('a shared plan is listed at another station by name, version and phases, and comes as it was written', async () => {
    const text = planText(parsePlan(planOf('TNG sensor')));
    const fingerprint = await planFingerprint(parsePlan(text));
    const [a, b] = [new Person(), new Person()];
    a.files.sharePlan(fingerprint, text);
    await expect.poll(() => azurite.names(container), SOON).toEqual([`plans/${fingerprint}.json`]);
    await b.files.perform({ act: 'list-plans', here: [] });
    expect(b.plans).toMatchObject([{ fingerprint, name: 'TNG sensor', version: '1', phases: ['check-chip', 'match-manifest'], problem: null }]);
    expect(await b.files.plan(fingerprint)).toBe(text);
    await b.files.perform({ act: 'list-plans', here: [fingerprint] });
    expect(b.view.plans).toEqual({ state: 'done', rows: [], more: 0 });
  });

  test('another plan under its name, no plan at all and one that is too long are listed with what is wrong, and cannot be had', async () => {
    const right = await planFingerprint(CHECK);
    const [other, none, long] = [sha256('other'), sha256('none'), sha256('long')];
    await azurite.overwrite(`plans/${other}.json`, planText(CHECK), container);
    await azurite.overwrite(`plans/${none}.json`, '{"format":"touchstone-plan/1"}', container);
    await azurite.overwrite(`plans/${long}.json`, `${planText(CHECK)}${' '.repeat(256 * 1024)}`, container);
    await azurite.overwrite(`plans/${right}.json`, planText(CHECK), container);
    await azurite.overwrite('plans/readme.txt', 'not a plan', container);
    const person = new Person();
    await person.files.perform({ act: 'list-plans', here: [] });
    const seen = Object.fromEntries(person.plans.map(({ fingerprint, problem }) => [fingerprint, problem?.code ?? 'right']));
    expect(seen).toEqual({ [right]: 'right', [other]: 'store-altered', [none]: 'store-altered', [long]: 'plan-size' });
    expect(await codeOf(person.files.plan(other))).toMatchObject({ code: 'store-altered', name: `plans/${other}.json` });
    expect(await codeOf(person.files.plan(sha256('gone')))).toMatchObject({ code: 'cloud-not-found' });
  });

  test('a store that cannot be asked says why, and is asked again the next time', async () => {
    const person = new Person();
    person.problem = new TouchstoneError('sign-in-needed', { resource: 'storage' });
    await person.files.perform({ act: 'list-plans', here: [] });
    expect(person.view.plans).toEqual({ state: 'failed', code: 'sign-in-needed', facts: { resource: 'storage' } });
    person.files.sharePlan(await planFingerprint(CHECK), planText(CHECK));
    person.problem = null;
    await new Promise((resolve) => setTimeout(resolve));
    person.files.sharePlan(await planFingerprint(CHECK), planText(CHECK)); // the one that failed was not remembered as shared
    await expect.poll(async () => (await azurite.names(container)).length, SOON).toBe(1);
    await person.files.perform({ act: 'list-plans', here: [] });
    expect(person.view.plans.state).toBe('done');
  });

  test('of 230 shared plans the newest 200 are looked at, and the others are counted', { timeout: 60_000 }, async () => {
    const store = await openStore();
    await someAtATime([...Array(230).keys()], 8, async (number) => store.putFile('plan', sha256(String(number)), bytesOf('{}')));
    const person = new Person();
    await person.files.perform({ act: 'list-plans', here: [] });
    expect(person.plans).toHaveLength(200);
    expect(person.view.plans).toMatchObject({ state: 'done', more: 30 });
  });
});

describe('manifests', () => {
  test('a shared manifest has its SHA-256 for a name, is listed elsewhere as it is called, and is dropped on the shelf there', async () => {
    const [a, b] = [new Person(), new Person()];
    const text = '[{"payload":"1"}]';
    const id = a.shelf.put('Order 1234/5.json', text);
    await a.files.perform({ act: 'share-manifest', id });
    expect(a.view.shares).toEqual([{ id, step: { state: 'done' } }]);
    expect(await azurite.text(`manifests/${sha256(text)}.json`, container)).toBe(text);
    await a.files.perform({ act: 'share-manifest', id });
    expect(a.view.shares).toEqual([{ id, step: { state: 'there' } }]);
    await a.files.perform({ act: 'list-manifests' });
    expect(a.manifests).toEqual([]); // it is here

    await b.files.perform({ act: 'list-manifests' });
    expect(b.manifests).toMatchObject([{ fingerprint: sha256(text), bytes: text.length, fileName: '5.json', step: { state: 'idle' } }]);
    await b.files.perform({ act: 'take-manifest', fingerprint: sha256(text) });
    expect(b.manifests).toMatchObject([{ step: { state: 'done' } }]);
    expect(b.shelf.dropped).toEqual(['5.json']);
    await b.files.perform({ act: 'list-manifests' });
    expect(b.manifests).toEqual([]);
  });

  test('an altered one is refused and never reaches the shelf; one that is no manifest is said to be none', async () => {
    const altered = sha256('[1]');
    await azurite.overwrite(`manifests/${altered}.json`, '[2]', container);
    await azurite.overwrite(`manifests/${sha256('hello')}.json`, 'hello', container);
    const person = new Person();
    await person.files.perform({ act: 'list-manifests' });
    await person.files.perform({ act: 'take-manifest', fingerprint: altered });
    await person.files.perform({ act: 'take-manifest', fingerprint: sha256('hello') });
    const step = (fingerprint: string) => person.manifests.find((row) => row.fingerprint === fingerprint)?.step;
    expect(step(altered)).toMatchObject({ state: 'failed', code: 'store-altered' });
    expect(step(sha256('hello'))).toMatchObject({ state: 'failed', code: 'shared-not-taken' });
    expect(person.shelf.dropped).toEqual([`${sha256('hello')}.json`]); // nobody gave it a name
  });

  test('a demo manifest, one that is gone and one of more than 256 MiB are not shared', async () => {
    const person = new Person();
    const demo = person.shelf.put('demo.json', '[]', 'demo');
    await person.files.perform({ act: 'share-manifest', id: demo });
    expect(person.view.shares).toMatchObject([{ step: { code: 'shared-gone' } }]);
    const huge = person.shelf.put('huge.json', '[]');
    person.shelf.files = person.shelf.files.map((file) =>
      file.id === huge ? { ...file, manifest: { ...file.manifest, source: { size: 256 * 1024 * 1024 + 1 } as Blob } } : file,
    );
    await person.files.perform({ act: 'share-manifest', id: huge });
    expect(person.view.shares.at(-1)?.step).toMatchObject({ code: 'shared-too-large', facts: { limitBytes: 268_435_456 } });
    expect(await azurite.names(container)).toEqual([]);
  });

  test('another store forgets what was found and what was shared in the one before', async () => {
    const person = new Person();
    const id = person.shelf.put('a.json', '[3]');
    await person.files.perform({ act: 'share-manifest', id });
    person.files.otherStore();
    expect(person.view).toEqual({ plans: { state: 'idle' }, manifests: { state: 'idle' }, shares: [] });
  });
});

describe('the manifests that a plan names', () => {
  const notices: string[] = [];
  const ready = (text: string, { shelf, files }: Person, store: 'store' | 'none' = 'store', boards: 'real' | 'virtual' = 'real') =>
    withManifests(parsePlan(text), boards, {
      shelf: () => Promise.resolve(shelf),
      shared: () => Promise.resolve(store === 'none' ? null : files),
      fetching: (fileName) => void notices.push(fileName),
    });
  const filesOf = (plan: Awaited<ReturnType<typeof ready>>) => plan.phases.flatMap((phase) => (phase.kind === 'match-manifest' ? phase.settings.files : []));
  const share = async (fileName: string, text: string): Promise<void> => {
    const person = new Person();
    await person.files.perform({ act: 'share-manifest', id: person.shelf.put(fileName, text) });
  };

  test('are taken from the store under the name that the plan has for them; those that are here are not asked for', async () => {
    await share('lot-7.json', '[7]');
    const person = new Person();
    person.shelf.put('lot-6.json', '[6]');
    expect(filesOf(await ready(planOf('p', ['lot-6.json', 'lot-7.json']), person))).toEqual(['lot-6.json', 'lot-7.json']);
    expect(person.shelf.dropped).toEqual(['lot-7.json']);
    expect(notices).toEqual(['lot-7.json']);
    await ready(planOf('p', ['lot-6.json', 'lot-7.json']), person, 'none');
    expect(person.shelf.dropped).toHaveLength(1);
  });

  test('may be named by SHA-256: taken so, and known here whatever it is called', async () => {
    await share('lot-8.json', '[8]');
    const name = `${sha256('[8]')}.json`;
    const [other, same] = [new Person(), new Person()];
    expect(filesOf(await ready(planOf('p', [name]), other))).toEqual([name]);
    expect(other.shelf.files.map(({ manifest }) => manifest.fileName)).toEqual([name]);
    same.shelf.put('lot-8.json', '[8]');
    expect(filesOf(await ready(planOf('p', [name]), same, 'none'))).toEqual([name, 'lot-8.json']);
    same.shelf.put('lot-8.json', '[9]');
    expect(await codeOf(ready(planOf('p', [name]), same, 'none'))).toMatchObject({ code: 'shift-no-manifest', why: 'several' });
  });

  test('are missed in words: without a store, not there, two of the name, altered, nobody signed in', async () => {
    const person = new Person();
    const text = planOf('p', ['lot-9.json']);
    expect(await codeOf(ready(text, person, 'none'))).toEqual({ code: 'shift-no-manifest', fileName: 'lot-9.json', why: 'no-store' });
    expect(await codeOf(ready(text, person))).toMatchObject({ why: 'not-there' });
    expect(await codeOf(ready(planOf('p', [sha256('nothing')]), person))).toMatchObject({ why: 'not-there' });
    await share('lot-9.json', '[9]');
    await azurite.overwrite(`manifests/${sha256('[9]')}.json`, '[0]', container);
    expect(await codeOf(ready(text, person))).toMatchObject({ why: 'store-altered' });
    await share('lot-9.json', '[10]');
    expect(await codeOf(ready(text, person))).toMatchObject({ why: 'several' });
    person.problem = new TouchstoneError('sign-in-needed', { resource: 'storage' });
    expect(await codeOf(ready(text, person))).toMatchObject({ why: 'sign-in-needed', fileName: 'lot-9.json' });
    expect(person.shelf.files).toEqual([]);
  });

  test('of a demo count for virtual boards only, and a plan that names none asks nobody', async () => {
    const person = new Person();
    person.shelf.put('demo.json', '[]', 'demo');
    const text = planOf('p', ['demo.json']);
    expect(filesOf(await ready(text, person, 'none', 'virtual'))).toEqual(['demo.json']);
    expect(await codeOf(ready(text, person, 'none'))).toMatchObject({ why: 'no-store' });
    expect(filesOf(await ready(planOf('p'), person, 'none'))).toEqual([]);
  });
});

test('a manifest’s name comes back as it was given, made harmless; what is no such file is no name', () => {
  expect(readManifestName(bytesOf(manifestNameText('Order 12.json')))).toBe('Order 12.json');
  expect(readManifestName(bytesOf(manifestNameText('../../etc/pass\u202ewd')))).toBe('pass_wd.json');
  const wrong = [
    '',
    '[]',
    '{}',
    '{"format":"touchstone-name/1"}',
    '{"format":"touchstone-name/1","fileName":7}',
    '{"format":"touchstone-name/1","fileName":""}',
  ];
  const more = [
    '{"format":"touchstone-name/2","fileName":"a"}',
    '{"format":"touchstone-name/1","fileName":"a","more":1}',
    JSON.stringify({ format: 'touchstone-name/1', fileName: 'a'.repeat(256) }),
  ];
  for (const text of [...wrong, ...more]) expect(readManifestName(bytesOf(text)), text).toBeNull();
  expect(readManifestName(new Uint8Array([0xff, 0xfe]))).toBeNull();
});

test('answers come in the order of the questions, and after a failure nothing new is asked', async () => {
  const asked: number[] = [];
  const double = async (number: number): Promise<number> => {
    asked.push(number);
    await new Promise((resolve) => setTimeout(resolve, 5 - number));
    if (number === 2) throw new Error('two');
    return 2 * number;
  };
  expect(await someAtATime([4, 3, 1], 2, double)).toEqual([8, 6, 2]);
  asked.length = 0;
  await expect(someAtATime([2, 4, 5, 6, 7, 8], 1, double)).rejects.toThrow('two');
  expect(asked).toEqual([2]);
});
