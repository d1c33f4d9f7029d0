/** Flashing through a slot, onto the virtual board: what is shown, how it ends, what settings do, and that check and flashing never meet. */
import { afterEach, describe, expect, test } from 'vitest';
import { TouchstoneError, type BytePort } from '../../../src/base/index.ts';
import { LogBook, Slot, type CheckTools, type FlashRequest, type FlashSnapshot } from '../../../src/bench/index.ts';
import { openBoard, packsFromFiles, type Pack } from '../../../src/board/index.ts';
import type { Fault } from '../../../src/sim/index.ts';
import type { PortReturn, ReturnWatch } from '../../../src/link/index.ts';
import { FakeChip } from '../../support/fake-chip.ts';
import { helloImage } from '../../support/hello-image.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { clock, flashBench, HELLO, helloPack, part, someBytes, type FlashBench } from '../board/flash-bench.ts';
import { file, json, NVS, table } from '../board/pack-fixtures.ts';

interface Stage extends FlashBench {
  readonly slot: Slot;
  readonly shown: FlashSnapshot[];
  flash(pack: Pack, more?: Partial<FlashRequest>): Promise<FlashSnapshot>;
}

let stages: Stage[] = [];
afterEach(() => {
  for (const stage of stages) stage.end();
  stages = [];
});

const never = (): never => {
  throw new Error('not part of flashing');
};

async function stage(faults: readonly Fault[] = []): Promise<Stage> {
  const bench = flashBench(faults);
  const tools: CheckTools = {
    nowMs: () => clock.nowMs(),
    openBoard: (port, options) => openBoard(port, { ...options, clock }),
    firmware: never,
    readChip: never,
    proveChip: never,
  };
  const slot = new Slot(tools, new LogBook(() => clock.nowMs()));
  const shown: FlashSnapshot[] = [];
  slot.onFlash((flashing) => {
    if (flashing !== null) shown.push(flashing);
  });
  await slot.attach(bench.port);
  const flash = async (pack: Pack, more: Partial<FlashRequest> = {}): Promise<FlashSnapshot> => {
    await slot.flash({ pack, erase: 'what-is-written', rewrite: 'skip-same', settings: null, rates: null, ...more });
    return slot.flashing as FlashSnapshot;
  };
  const made = { ...bench, slot, shown, flash };
  stages.push(made);
  return made;
}

/** A board whose flash is not empty where the pack goes: parts of the pack differ by their SHA-256, which `part` leaves out. */
function distinctPack(changes: Partial<Pack> = {}): Pack {
  const pack = helloPack(changes);
  return { ...pack, parts: pack.parts.map((one, index) => ({ ...one, sha256: String(index).repeat(64) })) };
}

/** A pack from an ESP-IDF description, with an NVS partition and firmware that talks. */
async function packWithNvs(): Promise<Pack> {
  const { packs } = await packsFromFiles([
    file('flasher_args.json', json({ flash_files: { '0x1000': 'hello.bin', '0x8000': 'table.bin' }, extra_esptool_args: { chip: 'esp32' } })),
    file('hello.bin', helloImage(`${HELLO}\r\n`)),
    file('table.bin', table(NVS)),
  ]);
  return packs[0] as Pack;
}

describe('a flashing', () => {
  test('ends as proved, with the MD5 of every part, the first line, and its steps in order', async () => {
    const { flash } = await stage();
    const end = await flash(distinctPack());
    expect(end).toMatchObject({
      phase: 'done',
      outcome: 'proved',
      fault: null,
      board: { chip: 'ESP32' },
      summary: { verified: true, started: { outcome: 'started', firstLine: HELLO } },
      parts: [
        { offset: 0x1000, state: 'done', skipped: false, verified: 'md5', attempts: 1 },
        { offset: 0x10000, bytes: 70_001, doneBytes: 70_001, state: 'done', verified: 'md5' },
      ],
    });
    for (const one of end.parts) expect(one.md5).toMatch(/^[0-9a-f]{32}$/);
    expect(end.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'find-board done',
      'prepare-board done',
      'compare-flash done',
      'write-flash done',
      'start-firmware done',
    ]);
  });

  test('shows each part comparing, writing with growing bytes, verifying and done', async () => {
    const { flash, shown } = await stage();
    await flash(distinctPack());
    const states = shown.map(({ parts }) => parts[1]).filter((one) => one !== undefined);
    const order = states.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
    expect(order).toEqual(['waiting', 'comparing', 'waiting', 'writing', 'verifying', 'done']);
    const written = states.filter(({ state }) => state === 'writing').map(({ doneBytes }) => doneBytes);
    expect(written.length).toBeGreaterThan(3);
    expect(written).toEqual([...written].sort((a, b) => a - b));
    expect(shown.some(({ pace }) => (pace?.bytesPerSecond ?? 0) > 0 && (pace?.secondsLeft ?? 0) > 0)).toBe(true);
  });

  test('of the same pack again writes nothing and is proved all the same', async () => {
    const { flash } = await stage();
    await flash(distinctPack());
    const again = await flash(distinctPack());
    expect(again).toMatchObject({ outcome: 'proved', parts: [{ skipped: true, attempts: 0 }, { skipped: true }] });
    expect(again.steps.find(({ id }) => id === 'write-flash')?.state).toBe('waiting');
  });

  test('writes again what is there when told to', async () => {
    const { flash } = await stage();
    await flash(distinctPack());
    await expect(flash(distinctPack(), { rewrite: 'always' })).resolves.toMatchObject({ parts: [{ skipped: false }, { skipped: false }] });
  });

  test('is not called proved when what was written does not start', async () => {
    const { flash } = await stage();
    const end = await flash(distinctPack({ parts: [part(0x10000, someBytes(5_000))] }));
    expect(end).toMatchObject({ phase: 'done', outcome: 'not-started', summary: { verified: true, started: { outcome: 'firmware-boot-loop' } } });
    expect(end.steps.at(-1)).toMatchObject({ id: 'start-firmware', state: 'failed' });
  });

  test('for another chip fails with both names, and nothing is written', async () => {
    const { flash, board } = await stage();
    await expect(flash(distinctPack({ chip: 'ESP32-C3' }))).resolves.toMatchObject({
      phase: 'failed',
      fault: { code: 'board-wrong-chip', facts: { seen: 'ESP32', wanted: 'ESP32-C3' } },
      outcome: null,
    });
    expect(board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
  });

  test('cancelled in the middle ends as aborted, with the port closed and ready for the next one', async () => {
    const { slot, flash } = await stage();
    const stop = slot.onFlash((flashing) => {
      if (flashing?.parts[1]?.state === 'writing' && flashing.parts[1].doneBytes > 0) void slot.cancel();
    });
    await expect(flash(distinctPack())).resolves.toMatchObject({ phase: 'aborted', outcome: null, fault: null });
    stop();
    await expect(flash(distinctPack())).resolves.toMatchObject({ phase: 'done', outcome: 'proved' });
  });

  test('during which the cable comes out ends as lost, and the slot waits for the board', async () => {
    const { slot, flash, port } = await stage();
    const stop = slot.onFlash((flashing) => {
      if (flashing?.parts[1]?.state === 'writing') port.unplug();
    });
    await expect(flash(distinctPack())).resolves.toMatchObject({ phase: 'lost', fault: { code: 'port-lost' } });
    stop();
    expect(slot.snapshot.phase).toBe('lost');
  });

  test('never runs beside a check or another flashing', async () => {
    const { slot, flash } = await stage();
    const first = flash(distinctPack());
    await slot.check('ram');
    expect(slot.snapshot.phase).toBe('ready');
    await slot.flash({ pack: distinctPack({ chip: 'ESP32-C3' }), erase: 'whole-chip', rewrite: 'always', settings: null, rates: null });
    await expect(first).resolves.toMatchObject({ outcome: 'proved' });
  });

  test('without a port is ignored', async () => {
    const slot = new Slot({ nowMs: () => 0, openBoard: never, firmware: never, readChip: never, proveChip: never }, new LogBook(() => 0));
    await slot.flash({ pack: distinctPack(), erase: 'what-is-written', rewrite: 'skip-same', settings: null, rates: null });
    expect(slot.flashing).toBeNull();
  });

  test('whose port is held by somebody else fails with its code', async () => {
    const held = { identity: { kind: 'real' } } as unknown as BytePort;
    const openBusy = (): never => {
      throw new TouchstoneError('port-busy');
    };
    const slot = new Slot({ nowMs: () => 0, openBoard: openBusy, firmware: never, readChip: never, proveChip: never }, new LogBook(() => 0));
    await slot.attach(held);
    await slot.flash({ pack: distinctPack(), erase: 'what-is-written', rewrite: 'skip-same', settings: null, rates: null });
    expect(slot.flashing).toMatchObject({ phase: 'failed', fault: { code: 'port-busy' }, steps: [{ id: 'find-board', state: 'waiting' }, {}, {}, {}, {}] });
  });
});

describe('settings', () => {
  const PASSWORD = 'correct horse battery';
  const value = (key: string, content: string) => ({ namespace: 'wifi', key, encoding: 'string', content }) as const;

  test('are in flash with the MAC filled in, the record has the pack’s own fingerprint, and no digest of them is shown', async () => {
    const { flash, board, log } = await stage();
    const pack = await packWithNvs();
    const settings = { partition: 'nvs', templates: () => [value('password', PASSWORD), value('host', 'node-{mac}')] };
    const end = await flash(pack, { settings });
    expect(end).toMatchObject({ outcome: 'proved', fingerprint: pack.fingerprint });
    const mac = end.board?.mac ?? '';
    const nvs = Buffer.from(board.exportFlash().subarray(0x9000, 0xe000)).toString('latin1');
    expect(nvs).toContain(PASSWORD);
    expect(nvs).toContain(`node-${mac}`);
    const written = end.parts.find(({ content }) => content === 'settings');
    expect(written).toMatchObject({ offset: 0x9000, bytes: 0x5000, verified: 'md5', md5: null });
    expect(JSON.stringify(end) + log.text).not.toContain(PASSWORD);
  });

  test('that name the secure element of a board that was never checked are refused before anything is written', async () => {
    const { flash, board } = await stage();
    const settings = { partition: 'nvs', templates: () => [value('id', '{cn}')] };
    await expect(flash(await packWithNvs(), { settings })).resolves.toMatchObject({
      phase: 'failed',
      fault: { code: 'nvs-placeholder', facts: { name: 'cn', reason: 'missing' } },
    });
    expect(board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
  });

  test('that fail their verify say nothing of what is in them', async () => {
    const { flash } = await stage([{ kind: 'flash-stuck-bit', offset: 0x9005 }]);
    const settings = { partition: 'nvs', templates: () => [value('password', PASSWORD)] };
    const end = await flash(await packWithNvs(), { settings });
    expect(end).toMatchObject({ phase: 'failed', fault: { code: 'flash-verify', facts: { offset: 0x9000 } } });
    expect(end.fault?.facts).not.toHaveProperty('seen');
    expect(end.fault?.facts).not.toHaveProperty('wanted');
  });
});

describe('a board with its own USB port', () => {
  const C3 = { kind: 'real', usbVendorId: 0x303a, usbProductId: 0x1001 } as const;
  /** ESP32-C3: magic word, MAC in block 1, GET_SECURITY_INFO with its chip id. */
  const c3 = (steps: SteppingClock, macLow = 0xc4123456): FakeChip =>
    new FakeChip(steps, {
      identity: C3,
      registers: { 0x40001000: 0x1b31506f, 0x60008844: macLow, 0x60008848: 0x0000240a },
      securityInfo: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0]),
      spi: [0x60002000, 0x20, 0x58],
      says: '',
    });
  const pack = (): Pack => distinctPack({ chip: 'ESP32-C3', parts: [part(0, someBytes(9_001))] });

  interface NativeStage {
    readonly slot: Slot;
    readonly steps: SteppingClock;
    readonly moves: BytePort[];
    /** How many ports were open at once, at most. */
    readonly mostOpen: () => number;
    flash(): Promise<FlashSnapshot>;
  }

  /** The chip goes away when its firmware is started; `back` is what comes of waiting. */
  async function native(first: FakeChip, others: readonly FakeChip[], steps: SteppingClock, back: () => PortReturn): Promise<NativeStage> {
    let most = 0;
    const chips = [first, ...others];
    for (const chip of chips) {
      const open = chip.open.bind(chip);
      chip.open = async (rate) => {
        await open(rate);
        most = Math.max(most, chips.filter(({ state }) => state === 'open').length);
      };
    }
    const tools: CheckTools = {
      nowMs: () => steps.nowMs(),
      openBoard: (port, options) => openBoard(port, { ...options, clock: steps }),
      watchReturn: (): ReturnWatch => ({ lostMs: null, wait: () => Promise.resolve(back()), stop: () => undefined }),
      firmware: never,
      readChip: never,
      proveChip: never,
    };
    const slot = new Slot(tools, new LogBook(() => steps.nowMs()));
    const moves: BytePort[] = [];
    slot.onMove((port) => void moves.push(port));
    await slot.attach(first);
    let leaves = true;
    slot.onFlash((flashing) => {
      const starting = flashing?.phase === 'running' && flashing.steps.some(({ id, state }) => id === 'start-firmware' && state === 'running');
      if (!starting || !leaves) return;
      leaves = false;
      void steps.sleep(100).then(() => {
        first.lose();
      });
    });
    const flash = async (): Promise<FlashSnapshot> => {
      await slot.flash({ pack: pack(), erase: 'what-is-written', rewrite: 'skip-same', settings: null, rates: null });
      return slot.flashing as FlashSnapshot;
    };
    return { slot, steps, moves, mostOpen: () => most, flash };
  }

  /** Says a line once it is opened for the first time. */
  async function speak(chip: FakeChip, steps: SteppingClock): Promise<void> {
    for (let turn = 0; turn < 500 && chip.state !== 'open'; turn++) await steps.sleep(50);
    await steps.sleep(50);
    chip.say('I (412) main_task: Calling app_main()\r\n');
  }

  test('that comes back at another one: the line counts, but is never called proved, and the slot goes on there', async () => {
    const steps = new SteppingClock();
    const [first, second] = [c3(steps), c3(steps)];
    const made = await native(first, [second], steps, () => ({ outcome: 'back', port: second }));
    const [end] = await Promise.all([made.flash(), speak(second, steps)]);
    expect(end).toMatchObject({
      phase: 'done',
      outcome: 'start-unsure',
      summary: { verified: true, started: { outcome: 'started', boardBy: 'usb-ids', firstLine: 'I (412) main_task: Calling app_main()' } },
    });
    expect(made.moves).toEqual([second]);
    expect(made.mostOpen()).toBe(1);
    expect(second.operations()).toEqual([]); // nobody asked it who it is
    second.options = { ...second.options, says: 'ready\r\n' };
    await expect(made.flash()).resolves.toMatchObject({ phase: 'done', outcome: 'proved', parts: [{ skipped: false }] });
  });

  test('whose MAC is read at the next flashing and is another: that is said, and nothing is written; after that the new board may be flashed', async () => {
    const steps = new SteppingClock();
    const [first, second] = [c3(steps), c3(steps, 0xc4999999)];
    const made = await native(first, [second], steps, () => ({ outcome: 'back', port: second }));
    await Promise.all([made.flash(), speak(second, steps)]);
    await expect(made.flash()).resolves.toMatchObject({
      phase: 'failed',
      fault: { code: 'board-other', facts: { seen: '24:0A:C4:99:99:99', wanted: '24:0A:C4:12:34:56' } },
    });
    expect(second.flash.every((byte) => byte === 0xff)).toBe(true);
    second.options = { ...second.options, says: 'ready\r\n' };
    await expect(made.flash()).resolves.toMatchObject({ phase: 'done', outcome: 'proved', board: { mac: '24:0A:C4:99:99:99' } });
  });

  test('that came back and was then pulled out is nobody in particular: the next board is flashed without a word', async () => {
    const steps = new SteppingClock();
    const [first, second] = [c3(steps), c3(steps, 0xc4999999)];
    const made = await native(first, [second], steps, () => ({ outcome: 'back', port: second }));
    await Promise.all([made.flash(), speak(second, steps)]);
    made.slot.portPresence('gone');
    made.slot.portPresence('back');
    second.options = { ...second.options, says: 'ready\r\n' };
    await expect(made.flash()).resolves.toMatchObject({ phase: 'done', outcome: 'proved' });
  });

  test.each<[PortReturn, object]>([
    [{ outcome: 'not-back' }, { reason: 'not-back' }],
    [
      { outcome: 'several', candidates: 2 },
      { reason: 'several', candidates: 2 },
    ],
  ])('%o ends as written and verified, start not seen, and the slot waits for the board', async (back, facts) => {
    const steps = new SteppingClock();
    const first = c3(steps);
    const made = await native(first, [], steps, () => back);
    await expect(made.flash()).resolves.toMatchObject({
      phase: 'done',
      outcome: 'start-unsure',
      summary: { verified: true, started: { outcome: 'board-new-port', facts: { ...facts, mac: '24:0A:C4:12:34:56' } } },
    });
    expect(made.slot.snapshot.phase).toBe('lost');
    expect(made.moves).toEqual([]);
    expect(first.state).toBe('closed');
  });
});
