/** The desk of the firmware screen: settings, choices, the lock over them, and what stays secret. */
import { describe, expect, test } from 'vitest';
import { FirmwareDesk } from '../../../src/app/firmware/firmware-desk.ts';
import type { PackStore } from '../../../src/app/firmware/pack-store.ts';
import { unzipPack } from '../../../src/app/firmware/pack-zip.ts';
import { SettingsDesk } from '../../../src/app/firmware/settings-desk.ts';
import type { FlashRequest } from '../../../src/bench/index.ts';
import type { FirmwareAction, FirmwareView, SettingsRow } from '../../../src/ui/index.ts';
import { asBlob, asFile, BUILD, buildPack, MemoryStore } from './firmware-fixtures.ts';

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
  const WIFI = 'key,type,encoding,value\nwifi,namespace,,\npassword,data,string,hunter2hunter2\n';
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
    for (const zip of kept) for (const { bytes } of await unzipPack('x', asBlob(zip))) expect(Buffer.from(bytes).includes('hunter2')).toBe(false);
    expect(seen.saved[0]?.[0]).toBe('valve-1.4.0.zip');
  });

  test('locked lets no setting be changed, switched off or cleared', async () => {
    const { desk, seen } = deskOn();
    await desk.perform({ act: 'add', files, entries: [] });
    await desk.perform({ act: 'load-settings', text: WIFI });
    await desk.perform({ act: 'lock', lock: 'locked' });
    expect(seen.view).toMatchObject({ lock: 'locked', settings: { held: 'held', use: 'on' } });
    const { rows } = seen.view?.settings ?? { rows: [] };
    const tries: readonly FirmwareAction[] = [
      { act: 'clear-settings' },
      { act: 'use-settings', use: 'off' },
      { act: 'set-rows', rows: [] },
      { act: 'load-settings', text: WIFI },
      { act: 'set-partition', partition: 'nvs' },
      { act: 'set-erase', erase: 'whole-chip' },
      { act: 'set-rewrite', rewrite: 'always' },
    ];
    for (const action of tries) await expect(desk.perform(action), action.act).rejects.toMatchObject({ code: 'pack-locked' });
    expect(seen.view?.settings).toMatchObject({ use: 'on', rows });
    await desk.perform({ act: 'lock', lock: 'unlocked' });
    await desk.perform({ act: 'clear-settings' });
    expect(seen.view?.settings.rows).toEqual([]);
  });

  test('locked with settings flashes nothing after the page was closed, until the secrets were entered again; then they are held again', async () => {
    const { desk: before, store } = deskOn();
    await before.perform({ act: 'open' });
    await before.perform({ act: 'add', files, entries: [] });
    await before.perform({ act: 'load-settings', text: WIFI });
    await before.perform({ act: 'lock', lock: 'locked' });
    expect(JSON.stringify((store as MemoryStore).kept)).not.toContain('hunter2');
    const { desk, seen } = deskOn(store);
    await desk.perform({ act: 'open' });
    expect(seen.view).toMatchObject({ lock: 'locked', settings: { use: 'on', held: 'open', problem: { code: 'settings-not-kept' } } });
    await expect(desk.perform({ act: 'flash' })).rejects.toMatchObject({ code: 'settings-not-kept' });
    await expect(desk.perform({ act: 'use-settings', use: 'off' })).rejects.toMatchObject({ code: 'pack-locked' });
    expect(seen.requests).toEqual([]);
    await desk.perform({ act: 'load-settings', text: WIFI });
    expect(seen.view?.settings).toMatchObject({ problem: null, held: 'open' });
    await desk.perform({ act: 'flash' });
    expect(seen.requests).toHaveLength(1);
    expect(seen.view?.settings.held).toBe('held');
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
