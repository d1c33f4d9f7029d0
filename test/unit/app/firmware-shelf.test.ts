/** The shelf of packs: what comes in, what is kept, what is put back, what a lock holds. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { PackShelf } from '../../../src/app/firmware/pack-shelf.ts';
import { parseChoice, type PackStore } from '../../../src/app/firmware/pack-store.ts';
import { unzipPack, zipPack } from '../../../src/app/firmware/pack-zip.ts';
import { parseRates } from '../../../src/app/firmware/rate-memory.ts';
import { readDrop, readUrl } from '../../../src/app/firmware/read-sources.ts';
import { packsFromFiles, type SourceFile } from '../../../src/board/index.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { app, file } from '../board/pack-fixtures.ts';
import { asBlob, asFile, BUILD, buildPack, MemoryStore, OTHER } from './firmware-fixtures.ts';

function shelfOn(store: PackStore = new MemoryStore()): { readonly shelf: PackShelf; readonly notices: string[]; readonly clock: SteppingClock } {
  const notices: string[] = [];
  const clock = new SteppingClock();
  return { shelf: new PackShelf({ changed: () => undefined, notice: (code) => notices.push(code), store, clock }), notices, clock };
}
const drop =
  (...groups: readonly (readonly SourceFile[])[]): (() => Promise<readonly (readonly SourceFile[])[]>) =>
  () =>
    Promise.resolve(groups);
describe('the shelf', () => {
  test('reads a build folder, chooses it and keeps it', async () => {
    const store = new MemoryStore();
    const { shelf } = shelfOn(store);
    await shelf.read('build', drop(BUILD));
    expect(shelf.chosen).toMatchObject({ origin: 'kept', pack: { name: 'valve 1.4.0', chip: 'ESP32' } });
    expect([...store.zips.keys()]).toEqual([shelf.chosen?.pack.fingerprint]);
  });

  test('has the same packs, choice and lock when the page is opened again', async () => {
    const store = new MemoryStore();
    const { shelf } = shelfOn(store);
    await shelf.read('build', drop(BUILD, OTHER));
    shelf.setLock('locked');
    const { shelf: later } = shelfOn(store);
    await later.restore();
    expect(later.packs).toHaveLength(2);
    expect(later.chosen?.pack.fingerprint).toBe(shelf.chosen?.pack.fingerprint);
    expect(later.lock).toBe('locked');
  });

  test('leaves out a kept pack of which one byte was changed, and says so', async () => {
    const store = new MemoryStore();
    const pack = await buildPack();
    const changed = pack.parts.map((part, index) => (index === 2 ? { ...part, bytes: part.bytes.map((byte, at) => (at === 700 ? byte ^ 1 : byte)) } : part));
    store.zips.set(pack.fingerprint, zipPack({ ...pack, parts: changed }));
    const { shelf, notices } = shelfOn(store);
    await shelf.restore();
    expect(shelf.packs).toEqual([]);
    expect(notices).toEqual(['pack-kept-damaged']);
  });

  test('leaves out a pack that is kept under the name of another', async () => {
    const store = new MemoryStore();
    store.zips.set('0'.repeat(64), zipPack(await buildPack()));
    const { shelf, notices } = shelfOn(store);
    await shelf.restore();
    expect([shelf.packs.length, ...notices]).toEqual([0, 'pack-kept-damaged']);
  });

  test('locked holds its pack: it is neither removed nor replaced nor changed, until it is unlocked', async () => {
    const { shelf, notices } = shelfOn();
    await shelf.read('build', drop(BUILD));
    const locked = shelf.chosen?.pack.fingerprint ?? '';
    shelf.setLock('locked');
    await expect(shelf.remove(locked)).rejects.toMatchObject({ code: 'pack-locked' });
    await shelf.read('other', drop(OTHER));
    expect(notices).toEqual(['pack-locked']);
    expect(shelf.chosen?.pack.fingerprint).toBe(locked);
    const other = shelf.packs[1]?.pack.fingerprint ?? '';
    expect(() => {
      shelf.choose(other);
    }).toThrow(expect.objectContaining({ code: 'pack-locked' }) as Error);
    shelf.setLock('unlocked');
    shelf.choose(other);
    await shelf.remove(locked);
    expect(shelf.packs.map(({ pack }) => pack.fingerprint)).toEqual([other]);
  });

  test('puts a removed pack back in its place, chosen as it was, and keeps it again', async () => {
    const store = new MemoryStore();
    const { shelf } = shelfOn(store);
    await shelf.read('build', drop(BUILD, OTHER));
    const [first, second] = shelf.packs.map(({ pack }) => pack.fingerprint) as [string, string];
    await shelf.remove(first);
    expect([shelf.packs.length, shelf.chosen, shelf.removed?.name, [...store.zips.keys()]]).toEqual([1, null, 'valve 1.4.0', [second]]);
    await shelf.undoRemove(first);
    expect(shelf.packs.map(({ pack }) => pack.fingerprint)).toEqual([first, second]);
    expect([shelf.chosen?.pack.fingerprint, shelf.chosen?.origin, shelf.removed]).toEqual([first, 'kept', null]);
    expect([...store.zips.keys()].sort()).toEqual([first, second].sort());
  });

  test('puts a pack back unchosen when another one was chosen meanwhile', async () => {
    const { shelf } = shelfOn();
    await shelf.read('build', drop(BUILD, OTHER));
    const [first, second] = shelf.packs.map(({ pack }) => pack.fingerprint) as [string, string];
    await shelf.remove(first);
    shelf.choose(second);
    await shelf.undoRemove(first);
    expect([shelf.packs.length, shelf.chosen?.pack.fingerprint]).toEqual([2, second]);
  });

  test('can put the last removed pack back for 15 seconds, and no other', async () => {
    const { shelf, clock } = shelfOn();
    await shelf.read('build', drop(BUILD, OTHER));
    const [first, second] = shelf.packs.map(({ pack }) => pack.fingerprint) as [string, string];
    await shelf.remove(first);
    await clock.sleep(10_000);
    await shelf.remove(second);
    await clock.sleep(10_000);
    expect(shelf.removed?.fingerprint).toBe(second); // the first one's time is over, the second one's is not
    await shelf.undoRemove(first);
    expect(shelf.packs).toEqual([]);
    await clock.sleep(5_000);
    expect(shelf.removed).toBeNull();
    await shelf.undoRemove(second);
    expect(shelf.packs).toEqual([]);
  });

  test('does not offer to put back what was dropped again', async () => {
    const { shelf } = shelfOn();
    await shelf.read('build', drop(BUILD));
    const fingerprint = shelf.chosen?.pack.fingerprint ?? '';
    await shelf.remove(fingerprint);
    await shelf.read('build', drop(BUILD));
    expect(shelf.removed).toBeNull();
    await shelf.undoRemove(fingerprint);
    expect(shelf.packs).toHaveLength(1);
  });

  test('puts a pack back until the page is closed when there is no room any more, and says so', async () => {
    const store = new MemoryStore();
    const { shelf, notices } = shelfOn(store);
    await shelf.read('build', drop(BUILD));
    const fingerprint = shelf.chosen?.pack.fingerprint ?? '';
    await shelf.remove(fingerprint);
    store.write = () => Promise.reject(new DOMException('no room', 'QuotaExceededError'));
    await shelf.undoRemove(fingerprint);
    expect([shelf.chosen?.origin, ...notices]).toEqual(['here', 'pack-not-kept']);
  });

  test('locked holds what is erased and whether all is written again, also when the page is opened again', async () => {
    const store = new MemoryStore();
    const { shelf } = shelfOn(store);
    await shelf.read('build', drop(BUILD));
    shelf.setTerms({ erase: 'whole-chip', rewrite: 'always' });
    shelf.setLock('locked');
    expect(() => {
      shelf.setTerms({ erase: 'what-is-written' });
    }).toThrow(expect.objectContaining({ code: 'pack-locked' }) as Error);
    const { shelf: later } = shelfOn(store);
    await later.restore();
    expect(later.terms).toMatchObject({ erase: 'whole-chip', rewrite: 'always' });
    expect(() => {
      later.setTerms({ rewrite: 'skip-same' });
    }).toThrow(expect.objectContaining({ code: 'pack-locked' }) as Error);
  });

  test('locked holds the pack that comes with the page too, which is there last', async () => {
    const store = new MemoryStore();
    const bundled = await buildPack();
    const { shelf } = shelfOn(store);
    shelf.addBundled(bundled);
    shelf.choose(bundled.fingerprint);
    shelf.setTerms({ erase: 'whole-chip' });
    shelf.setLock('locked');
    const { shelf: later } = shelfOn(store);
    await later.restore();
    expect(later.lock).toBe('unlocked');
    later.addBundled(bundled);
    expect([later.chosen?.pack.fingerprint, later.lock, later.terms.erase]).toEqual([bundled.fingerprint, 'locked', 'whole-chip']);
  });

  test('unlocked forgets with the page what was to be erased', async () => {
    const store = new MemoryStore();
    const { shelf } = shelfOn(store);
    await shelf.read('build', drop(BUILD));
    shelf.setTerms({ erase: 'whole-chip' });
    shelf.setLock('unlocked');
    const { shelf: later } = shelfOn(store);
    await later.restore();
    expect(later.terms.erase).toBe('what-is-written');
  });

  test('lists refusals with their numbers, and one bad drop does not hurt its neighbour', async () => {
    const { shelf } = shelfOn();
    await shelf.read('two', drop([file('a_0x1000.bin', new Uint8Array(0x2000).fill(7)), file('b_0x2000.bin', new Uint8Array(0x1000).fill(7))], BUILD));
    expect(shelf.refused).toMatchObject([{ code: 'pack-overlap', facts: { offset: 0x2000, otherOffset: 0x1000, otherEnd: 0x3000 } }]);
    expect(shelf.packs).toHaveLength(1);
  });

  test('asks for a place that nothing says, and reads the drop again with it', async () => {
    const { shelf } = shelfOn();
    await shelf.read('app.bin', drop([file('app.bin', app())]));
    expect(shelf.refused).toMatchObject([{ code: 'pack-offset-missing', facts: { name: 'app.bin', suggest: 0x10000 } }]);
    await shelf.tellOffset('app.bin', 0x20000);
    expect(shelf.refused).toEqual([]);
    expect(shelf.chosen?.pack.parts[0]?.offset).toBe(0x20000);
  });

  test('says when this browser keeps nothing, and has the pack until the page is closed', async () => {
    const store = Object.assign(new MemoryStore(), { write: () => Promise.reject(new DOMException('no room', 'QuotaExceededError')) });
    const { shelf, notices } = shelfOn(store);
    await shelf.read('build', drop(BUILD));
    expect(shelf.chosen?.origin).toBe('here');
    expect(notices).toEqual(['pack-not-kept']);
  });
});

test('an exported zip comes back as the same pack, byte for byte the same each time', async () => {
  const pack = await buildPack();
  const zip = zipPack(pack);
  expect(Buffer.compare(zip, zipPack(pack))).toBe(0);
  const { source, packs } = await packsFromFiles(await unzipPack('valve.zip', asBlob(zip)));
  expect([source, packs[0]?.fingerprint]).toEqual(['pack-file', pack.fingerprint]);
});

describe('a drop', () => {
  test('of a zip gives its binaries and descriptions only', async () => {
    const zip = zipSync({ 'build/app.bin': new Uint8Array(8), 'build/main.o': new Uint8Array(8), 'build/a.json': new Uint8Array(2) });
    const groups = await readDrop([asFile('build.zip', zip)], []);
    expect(groups.map((group) => group.map(({ path }) => path))).toEqual([['build/app.bin', 'build/a.json']]);
  });

  test('of a folder does not read its objects and archives, of a single file reads it whatever its name', async () => {
    const files = [asFile('build/app.bin', new Uint8Array(4)), asFile('build/app.elf', new Uint8Array(4)), asFile('firmware.img', new Uint8Array(4))];
    expect((await readDrop(files, [])).flat().map(({ path }) => path)).toEqual(['build/app.bin', 'firmware.img']);
  });

  test.each([
    ['that holds more than 64 MiB', zipSync({ 'a.bin': [new Uint8Array(65 * 1024 * 1024), { level: 1 }] }), 'zip-limit'],
    ['that is cut short', zipSync({ 'a.bin': new Uint8Array(4096) }).subarray(0, 60), 'zip-invalid'],
    ['whose content was changed', zipSync({ 'a.bin': [Uint8Array.of(1, 2, 3), { level: 0 }] }).map((byte, at) => (at === 36 ? byte ^ 1 : byte)), 'zip-invalid'],
  ])('of a zip %s is refused', async (_what, zip, code) => {
    await expect(readDrop([asFile('evil.zip', zip)], [])).rejects.toMatchObject({ code });
  });

  test.each([
    ['https://example.com/manifest.json', 'pack-url-foreign'],
    ['//example.com/manifest.json', 'pack-url-foreign'],
    ['javascript:alert(1)', 'pack-url-foreign'],
    ['data:application/json,{}', 'pack-url-foreign'],
    ['', 'pack-url'],
    ['http://', 'pack-url'],
  ])('from the address %j is refused without asking anybody', async (url, code) => {
    await expect(readUrl(url, 'https://bench.example/app/')).rejects.toMatchObject({ code });
  });
});

test.each([
  ['', null],
  ['{"fingerprint":"../../x","lock":"locked"}', null],
  ['[]', null],
  ['{"erase":"everything","rewrite":1,"settings":{}}', null],
  [`{"fingerprint":"${'a'.repeat(64)}","lock":1}`, 'a'.repeat(64)],
])('a kept choice %j is read strictly', (text, fingerprint) => {
  expect(parseChoice(text)).toEqual({ fingerprint, lock: 'unlocked', erase: 'what-is-written', rewrite: 'skip-same', settings: 'off' });
});

test('kept rates that are no rates are left out', () => {
  expect([...parseRates('{"real 1:2":921600,"real 1:3":-1,"real 1:4":"fast","real 1:5":1e9}')]).toEqual([['real 1:2', 921_600]]);
  expect(parseRates('nonsense').size).toBe(0);
});
