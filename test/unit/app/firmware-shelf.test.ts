/** The shelf of packs and the desk of settings: what comes in, what is kept, what a lock holds, what stays secret. */
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FirmwareDesk } from '../../../src/app/firmware/firmware-desk.ts';
import { PackShelf } from '../../../src/app/firmware/pack-shelf.ts';
import { parseChoice, type KeptChoice, type PackStore } from '../../../src/app/firmware/pack-store.ts';
import { unzipPack, zipPack } from '../../../src/app/firmware/pack-zip.ts';
import { parseRates } from '../../../src/app/firmware/rate-memory.ts';
import { readDrop, readUrl } from '../../../src/app/firmware/read-sources.ts';
import { SettingsDesk } from '../../../src/app/firmware/settings-desk.ts';
import { packsFromFiles, type Pack, type SourceFile } from '../../../src/board/index.ts';
import type { FlashRequest } from '../../../src/bench/index.ts';
import type { FirmwareView, SettingsRow } from '../../../src/ui/index.ts';
import { app, bootloader, esp8266, FACTORY, file, json, NVS, table } from '../board/pack-fixtures.ts';

const BUILD: readonly SourceFile[] = [
  file(
    'build/flasher_args.json',
    json({ flash_files: { '0x1000': 'bootloader.bin', '0x8000': 'table.bin', '0x10000': 'app.bin' }, extra_esptool_args: { chip: 'esp32' } }),
  ),
  file('build/bootloader.bin', bootloader()),
  file('build/table.bin', table(NVS, FACTORY)),
  file('build/app.bin', app()),
];
const OTHER: readonly SourceFile[] = [file('other.bin', esp8266())];

class MemoryStore implements PackStore {
  readonly zips = new Map<string, Uint8Array>();
  kept: KeptChoice = { fingerprint: null, lock: 'unlocked' };
  fingerprints = (): Promise<readonly string[]> => Promise.resolve([...this.zips.keys()]);
  read = (fingerprint: string): Promise<Uint8Array> => Promise.resolve(this.zips.get(fingerprint) ?? new Uint8Array());
  write = (fingerprint: string, zip: Uint8Array): Promise<void> => Promise.resolve(void this.zips.set(fingerprint, zip));
  remove = (fingerprint: string): Promise<void> => Promise.resolve(void this.zips.delete(fingerprint));
  choice = (): Promise<KeptChoice> => Promise.resolve(this.kept);
  keepChoice = (choice: KeptChoice): Promise<void> => Promise.resolve(void (this.kept = choice));
}

function shelfOn(store: PackStore = new MemoryStore()): { readonly shelf: PackShelf; readonly notices: string[] } {
  const notices: string[] = [];
  return { shelf: new PackShelf({ changed: () => undefined, notice: (code) => notices.push(code), store }), notices };
}
const drop =
  (...groups: readonly (readonly SourceFile[])[]): (() => Promise<readonly (readonly SourceFile[])[]>) =>
  () =>
    Promise.resolve(groups);
const buildPack = async (): Promise<Pack> => (await packsFromFiles(BUILD)).packs[0] as Pack;

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
  const { source, packs } = await packsFromFiles(unzipPack('valve.zip', zip));
  expect([source, packs[0]?.fingerprint]).toEqual(['pack-file', pack.fingerprint]);
});

/** Node's File has no folder. */
function asFile(path: string, bytes: Uint8Array): File {
  const made = new File([new Uint8Array(bytes)], path.slice(path.lastIndexOf('/') + 1));
  Object.defineProperty(made, 'webkitRelativePath', { value: path.includes('/') ? path : '' });
  return made;
}

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
    ['that holds more than 64 MiB', zipSync({ 'a.bin': [new Uint8Array(65 * 1024 * 1024), { level: 1 }] }), 'pack-zip-size'],
    ['that is cut short', zipSync({ 'a.bin': new Uint8Array(4096) }).subarray(0, 60), 'pack-zip'],
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

describe('settings', () => {
  const row = (key: string, value: string, more: Partial<SettingsRow> = {}): SettingsRow => ({
    namespace: 'wifi',
    key,
    encoding: 'string',
    value,
    secret: 'plain',
    ...more,
  });
  const desk = (...rows: readonly SettingsRow[]): SettingsDesk => {
    const made = new SettingsDesk();
    made.use = 'on';
    made.rows = rows;
    return made;
  };
  const fill = (): string => 'x';

  test('say what the board must tell', async () => {
    expect(desk(row('id', '{cn}'), row('host', 'n-{mac}')).view(await buildPack())).toMatchObject({ needs: ['mac', 'cn'], problem: null, partition: 'nvs' });
  });

  test.each([
    ['a key that is too long', row('a-key-of-sixteen', 'x'), 'nvs-key', 'a-key-of-sixteen'],
    ['an unknown placeholder', row('id', '{chip}'), 'nvs-placeholder', 'id'],
    ['a number out of range', row('n', '256', { encoding: 'u8' }), 'nvs-value', 'n'],
  ])('with %s have a problem before any board is there', async (_what, wrong, code, key) => {
    expect(desk(wrong).view(await buildPack()).problem).toMatchObject({ code, facts: { key } });
  });

  test('with a problem never show a value', async () => {
    const { problem } = desk(row('password', 'hunter2', { encoding: 'u8', secret: 'secret' })).view(await buildPack());
    expect(problem?.code).toBe('nvs-value');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
  });

  test('come from a small table, with passwords marked as secrets', async () => {
    const made = new SettingsDesk();
    made.load('key,type,encoding,value\nwifi,namespace,,\nssid,data,string,Hall 2\npassword,data,string,secret\n');
    expect(made.view(await buildPack())).toMatchObject({
      use: 'on',
      rows: [
        { key: 'ssid', secret: 'plain' },
        { key: 'password', secret: 'secret' },
      ],
    });
  });

  test('from a table with one row per board are found by what names the board', async () => {
    const made = new SettingsDesk();
    made.load('mac,wifi:ssid:string\n24:6F:28:AA:BB:CC,Hall 2\n24:6F:28:AA:BB:CD,Hall 3\n');
    const pack = await buildPack();
    expect(made.view(pack)).toMatchObject({ needs: ['mac'], table: { rows: 2, identifiedBy: ['mac'] } });
    expect(made.forRun(pack)?.templates(() => '24:6f:28:aa:bb:cd')).toMatchObject([{ content: 'Hall 3' }]);
    expect(() => made.forRun(pack)?.templates(() => '24:6f:28:aa:bb:ff')).toThrow(expect.objectContaining({ code: 'settings-no-row' }) as Error);
  });

  test('from a table in order go one by one, and end', async () => {
    const made = new SettingsDesk();
    made.load('wifi:ssid:string\nHall 2\nHall 3\n');
    const pack = await buildPack();
    expect(made.forRun(pack)?.templates(fill)).toMatchObject([{ content: 'Hall 2' }]);
    made.used();
    expect(made.forRun(pack)?.templates(fill)).toMatchObject([{ content: 'Hall 3' }]);
    made.used();
    expect(made.view(pack).problem?.code).toBe('settings-no-row');
  });

  test('from a table that cannot be read leave all as it was, with the line', async () => {
    const made = desk(row('ssid', 'Hall 2'));
    made.load('key,type,encoding,value\nssid,data,string,x\n');
    expect(made.view(await buildPack())).toMatchObject({ rows: [{ value: 'Hall 2' }], problem: { code: 'nvs-csv', facts: { line: 2 } } });
  });

  test('that are empty do not empty the board’s partition', async () => {
    expect(desk().forRun(await buildPack())).toBeNull();
  });
});

describe('the desk', () => {
  interface Seen {
    view: FirmwareView | null;
    requests: FlashRequest[];
    saved: readonly [name: string, bytes: Uint8Array][];
  }
  function deskOn(store: PackStore = new MemoryStore()): { readonly desk: FirmwareDesk; readonly seen: Seen; readonly store: PackStore } {
    const seen: Seen = { view: null, requests: [], saved: [] };
    const desk = new FirmwareDesk({
      show: (view) => {
        seen.view = view;
      },
      notice: () => undefined,
      benchFirmware: () => Promise.reject(new Error('offline')),
      flash: (request) => {
        seen.requests.push(request);
        return Promise.resolve('done');
      },
      store,
      save: (name, content) => {
        void content.arrayBuffer().then((bytes) => (seen.saved = [...seen.saved, [name, new Uint8Array(bytes)]]));
      },
    });
    return { desk, seen, store };
  }
  const files = BUILD.map(({ path, bytes }) => asFile(path, bytes));

  test('shows parts without their bytes, and hands pack, choices and settings to the slot', async () => {
    const { desk, seen } = deskOn();
    await desk.perform({ act: 'open' });
    await desk.perform({ act: 'add', files, entries: [] });
    expect(seen.view?.pack?.parts).toMatchObject([{ kind: 'bootloader' }, { kind: 'partition-table' }, { kind: 'app', app: { projectName: 'valve' } }]);
    expect(seen.view?.pack?.parts[0]).not.toHaveProperty('bytes');
    await desk.perform({ act: 'set-erase', erase: 'whole-chip' });
    await desk.perform({ act: 'flash' });
    expect(seen.requests[0]).toMatchObject({ erase: 'whole-chip', rewrite: 'skip-same', settings: null, pack: { name: 'valve 1.4.0' } });
  });

  test('neither keeps nor exports a value of a setting', async () => {
    const { desk, seen, store } = deskOn();
    await desk.perform({ act: 'add', files, entries: [] });
    await desk.perform({ act: 'load-settings', text: 'key,type,encoding,value\nwifi,namespace,,\npassword,data,string,hunter2hunter2\n' });
    await desk.perform({ act: 'flash' });
    expect(seen.requests[0]?.settings).not.toBeNull();
    await desk.perform({ act: 'export', fingerprint: seen.view?.pack?.fingerprint ?? '' });
    await expect.poll(() => seen.saved.length).toBe(1);
    const kept = [...(store as MemoryStore).zips.values(), ...seen.saved.map(([, bytes]) => bytes)];
    for (const zip of kept) for (const { bytes } of unzipPack('x', zip)) expect(Buffer.from(bytes).includes('hunter2')).toBe(false);
    expect(seen.saved[0]?.[0]).toBe('valve-1.4.0.zip');
  });

  test('asks for the chip of a pack that does not tell it, and takes the person’s word', async () => {
    const { desk, seen } = deskOn();
    const bytes = new Uint8Array(64).fill(1);
    await desk.perform({ act: 'add', files: [asFile('data_0x10000.bin', bytes)], entries: [] });
    expect(seen.view?.pack?.chip).toBeNull();
    await desk.perform({ act: 'tell-chip', chip: 'ESP32' });
    expect(seen.view?.pack?.chip).toBe('ESP32');
    expect(seen.view?.packs).toHaveLength(1);
  });
});

test.each([
  ['', null],
  ['{"fingerprint":"../../x","lock":"locked"}', null],
  ['[]', null],
  [`{"fingerprint":"${'a'.repeat(64)}","lock":1}`, 'a'.repeat(64)],
])('a kept choice %j is read strictly', (text, fingerprint) => {
  expect(parseChoice(text)).toEqual({ fingerprint, lock: 'unlocked' });
});

test('kept rates that are no rates are left out', () => {
  expect([...parseRates('{"real 1:2":921600,"real 1:3":-1,"real 1:4":"fast","real 1:5":1e9}')]).toEqual([['real 1:2', 921_600]]);
  expect(parseRates('nonsense').size).toBe(0);
});
