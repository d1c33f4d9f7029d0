/** A board from cable to bench firmware, through RAM and through flash, with everything that goes wrong on the way. */
import { describe, expect, test } from 'vitest';
import { concat } from '../../../src/base/index.ts';
import { openBoard, type BoardSession, type StartProgress } from '../../../src/board/index.ts';
import { FakeBoard, type FakeBoardFaults } from '../../support/fake-board.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';
import { CODE, DATA, firmware, imageBytes } from './firmware-image.ts';

interface Bench {
  readonly board: FakeBoard;
  readonly clock: SteppingClock;
  readonly session: BoardSession;
  readonly cancel: AbortController;
  readonly log: { text: string; broken: string[] };
}

async function bench(faults: FakeBoardFaults = {}): Promise<Bench> {
  const clock = new SteppingClock();
  const board = new FakeBoard(clock, faults);
  const cancel = new AbortController();
  const log = { text: '', broken: [] as string[] };
  const session = await openBoard(board, {
    clock,
    signal: cancel.signal,
    log: {
      text: (bytes) => {
        log.text += String.fromCharCode(...bytes);
      },
      broken: (_content, fault) => log.broken.push(fault),
    },
  });
  return { board, clock, session, cancel, log };
}

const lastLines = (board: FakeBoard): string[] => board.events.slice(-3);
/** How a session ends that has disturbed the board: a pulse on EN with IO0 released, then a closed port. */
const RESET_AND_CLOSED = ['D0 R1', 'D0 R0', 'close'];

describe('identify', () => {
  test('gives chip, revision, MAC, crystal, features and flash, and touches no flash', async () => {
    const { board, session, log } = await bench();
    await expect(session.identify()).resolves.toEqual({
      chipName: 'ESP32-D0WD-V3',
      revision: '3.3',
      features: ['Wi-Fi', 'Bluetooth', 'dual core', '240 MHz'],
      mac: '24:D7:A4:CF:12:34',
      crystalMHz: 40,
      flashEncrypted: false,
      secureBoot: false,
      flashId: 0x164020,
      flashSizeBytes: 4 * 1024 * 1024,
    });
    expect(board.operations.some((operation) => operation === 0x02 || (operation >= 0x10 && operation <= 0x12))).toBe(false);
    expect(log.text).toContain('waiting for download');
    await session.close();
    expect(lastLines(board)).toEqual(RESET_AND_CLOSED);
    expect(board.program).not.toBe('rom');
  });

  test('resets with both lines in one call, and ends with both released', async () => {
    const { board, session } = await bench();
    await session.identify();
    expect(board.events).toEqual(['open 115200', 'D0 R1', 'D1 R0', 'D0 R0']);
    await session.close();
  });

  test('reaches a board whose EN rises slowly, with a longer reset', async () => {
    const { board, session } = await bench({ strapAfterMs: 200 });
    await expect(session.identify()).resolves.toMatchObject({ chipName: 'ESP32-D0WD-V3' });
    expect(board.events.filter((event) => event === 'D1 R0')).toHaveLength(2);
    await session.close();
  });

  test('calls a board without flash a board', async () => {
    const { session } = await bench({ noFlash: true });
    await expect(session.identify()).resolves.toMatchObject({ flashId: null, flashSizeBytes: 0 });
    await session.close();
  });

  test('says within eight seconds that there is no answer, and that nothing was seen', async () => {
    const { board, clock, session } = await bench({ noAutoReset: true });
    board.program = 'off';
    const before = clock.nowMs();
    await expect(session.identify()).rejects.toMatchObject({ code: 'board-no-download-mode', facts: { bytesSeen: 0, seen: 'nothing' } });
    expect(clock.nowMs() - before).toBeLessThan(8_200);
    await session.close();
    expect(board.state).toBe('closed');
  });

  test('says that a boot log was seen instead of the loader, with the boot mode', async () => {
    const { session } = await bench({ strapAfterMs: 5_000 });
    const failure = session.identify();
    await expect(failure).rejects.toMatchObject({ code: 'board-no-download-mode' });
    await session.close();
    const own = await bench({ strapAfterMs: 1_000 }); // IO0 is released long before the strap is read: flash boots
    await expect(own.session.identify()).rejects.toMatchObject({ facts: { seen: 'boot-log', bootMode: '0x13', lastLine: 'own firmware runs' } });
    await own.session.close();
  });

  test('says that only noise was seen', async () => {
    const { board, session } = await bench({ noAutoReset: true });
    board.program = 'off';
    const identifying = session.identify();
    const noise = setInterval(() => {
      board.say(Uint8Array.from({ length: 64 }, (_, index) => (index * 151) & 0xff));
    }, 5);
    await expect(identifying).rejects.toMatchObject({ code: 'board-no-download-mode', facts: { seen: 'noise' } });
    clearInterval(noise);
    await session.close();
  });

  test('calls another chip by its name', async () => {
    const { session } = await bench({ magic: 0x6921506f });
    await expect(session.identify()).rejects.toMatchObject({ code: 'board-wrong-chip', facts: { seen: 'ESP32-C3', wanted: 'ESP32' } });
    await session.close();
  });

  test('calls a chip nobody knows unknown, with its magic word', async () => {
    const { session } = await bench({ magic: 0x12345678 });
    await expect(session.identify()).rejects.toMatchObject({ code: 'board-wrong-chip', facts: { seen: 'unknown', magic: '0x12345678' } });
    await session.close();
  });
});

describe('start from RAM', () => {
  test('loads every byte at 921,600 baud, starts it and hears its hello, without touching flash', async () => {
    const { board, session, log } = await bench();
    const stages: string[] = [];
    const report = await session.startFromRam(await firmware(), ({ stage }) => stages.push(stage));
    expect(report).toMatchObject({
      baudRate: 921_600,
      hello: { firmwareVersion: '0.1.0', buildId: '3890b8fd', startedFrom: 'ram', mac: '24:D7:A4:CF:12:34', chipRevision: '3.1', largestPayload: 1024 },
    });
    expect(concat(board.memory.get(0x40080000) ?? new Uint8Array(0), board.memory.get(0x40081800) ?? new Uint8Array(0))).toEqual(CODE);
    expect(board.memory.get(0x3ffb0000)).toEqual(DATA);
    expect(board.entry).toBe(0x40080400);
    expect(board.operations.some((operation) => operation >= 0x10)).toBe(false);
    expect([...new Set(stages)]).toEqual(['connect', 'speed', 'load', 'start']);
    expect(log.text).toContain('touchstone bench 0.1.0');
    expect(log.broken).toEqual([]);
    await session.close();
    expect(lastLines(board)).toEqual(RESET_AND_CLOSED);
    await new Promise((resolve) => setTimeout(resolve, 20));
  });

  test('counts every byte', async () => {
    const { session } = await bench();
    const seen: StartProgress[] = [];
    await session.startFromRam(await firmware(), (progress) => seen.push(progress));
    const load = seen.filter(({ stage }) => stage === 'load');
    expect(load.map(({ doneBytes }) => doneBytes)).toEqual([0, 0x1800, CODE.length, CODE.length + DATA.length]);
    expect(new Set(load.map(({ totalBytes }) => totalBytes))).toEqual(new Set([CODE.length + DATA.length]));
    await session.close();
  });

  test('goes on from identify without a second reset', async () => {
    const { board, session } = await bench();
    await session.identify();
    await session.startFromRam(await firmware());
    expect(board.events.filter((event) => event === 'D1 R0')).toHaveLength(1);
    await session.close();
  });

  test('ignores a lost answer to MEM_END', async () => {
    const { session } = await bench({ loseMemEnd: true });
    await expect(session.startFromRam(await firmware())).resolves.toMatchObject({ baudRate: 921_600 });
    await session.close();
  });

  test.each([
    [[921_600], 460_800],
    [[921_600, 460_800], 115_200],
  ])('falls back when %j are dead: %d', async (deadRates, baudRate) => {
    const { session } = await bench({ deadRates });
    await expect(session.startFromRam(await firmware())).resolves.toMatchObject({ baudRate });
    await session.close();
  });

  test('takes a slower rate when blocks arrive damaged', async () => {
    const { session } = await bench({ damageFrom: 921_600 });
    await expect(session.startFromRam(await firmware())).resolves.toMatchObject({ baudRate: 460_800 });
    await session.close();
  });

  test('says firmware-no-banner, with what was said instead, when it does not speak', async () => {
    const { board, session } = await bench({ deadFirmware: true });
    await expect(session.startFromRam(await firmware())).rejects.toMatchObject({
      code: 'firmware-no-banner',
      facts: { banner: false, lastLine: 'Fatal exception (28)' },
    });
    await session.close();
    expect(lastLines(board)).toEqual(RESET_AND_CLOSED);
  });

  test.each([0x3ffe0000, 0x3f400000, 0x400c0000])('refuses an image with a part at %i, where RAM cannot be loaded', async (address) => {
    const { board, session } = await bench();
    await expect(session.startFromRam(await firmware(imageBytes(address)))).rejects.toMatchObject({ code: 'firmware-not-loadable' });
    expect(board.operations).toEqual([]);
    await session.close();
  });
});

describe('start from flash', () => {
  test('writes compressed with the stub, proves it by MD5, resets, and talks at 921,600 baud', async () => {
    const { board, session, log } = await bench();
    const stages: string[] = [];
    const image = await firmware();
    const report = await session.startFromFlash(image, ({ stage }) => stages.push(stage));
    expect(report).toMatchObject({
      baudRate: 921_600,
      hello: { startedFrom: 'flash' },
      flash: { offset: 0x1000, bytes: image.data.length, skipped: false, baudRate: 921_600 },
    });
    expect(report.flash.compressedBytes).toBeGreaterThan(0);
    expect(board.flash.slice(0x1000, 0x1000 + image.data.length)).toEqual(image.data); // header and all, byte for byte
    expect([...new Set(stages)]).toEqual(['stub', 'speed', 'compare', 'write', 'verify', 'start']);
    expect(log.text).toContain('SPI_FAST_FLASH_BOOT');
    expect(log.text.indexOf('waiting for download')).toBeLessThan(log.text.indexOf('touchstone bench'));
    await session.close();
    expect(board.events.at(-2)).not.toBe('D0 R0'); // the firmware in flash is what should run: no further reset
    expect(board.program).toBe('bench');
  });

  test('writes nothing when the flash holds the same bytes already, and says so', async () => {
    const { board, session } = await bench();
    const image = await firmware();
    board.flash.set(image.data, 0x1000);
    await expect(session.startFromFlash(image)).resolves.toMatchObject({ flash: { skipped: true, compressedBytes: 0 } });
    expect(board.operations).not.toContain(0x10);
    await session.close();
  });

  test('says flash-verify with both digests when the flash holds other bytes afterwards', async () => {
    const { session } = await bench({ flipBit: true });
    await expect(session.startFromFlash(await firmware())).rejects.toMatchObject({
      code: 'flash-verify',
      facts: { wanted: expect.stringMatching(/^[0-9a-f]{32}$/), seen: expect.stringMatching(/^[0-9a-f]{32}$/), offset: 0x1000 },
    });
    await session.close();
  });

  test('stays at 115,200 baud when the firmware cannot follow', async () => {
    const { session } = await bench({ stuckRate: true });
    await expect(session.startFromFlash(await firmware())).resolves.toMatchObject({ baudRate: 115_200 });
    await expect(session.bench.hello()).resolves.toMatchObject({ startedFrom: 'flash' });
    await session.close();
  });

  test('writes at a slower rate when the fast one is dead, and the firmware goes back by itself', async () => {
    const { session } = await bench({ deadRates: [921_600] });
    await expect(session.startFromFlash(await firmware())).resolves.toMatchObject({ baudRate: 115_200, flash: { baudRate: 460_800 } });
    await session.close();
  });

  test('says firmware-no-banner when what was flashed does not start', async () => {
    const { session } = await bench({ deadFirmware: true });
    await expect(session.startFromFlash(await firmware())).rejects.toMatchObject({ code: 'firmware-no-banner', facts: { seen: 'boot-log' } });
    await session.close();
  });
});

describe('the cable comes out', () => {
  const MOMENTS: readonly (readonly [what: string, operation: number, count: number, path: 'ram' | 'flash'])[] = [
    ['at SYNC', 0x08, 1, 'ram'],
    ['while reading who it is', 0x0a, 3, 'flash'],
    ['while the rate changes', 0x0f, 1, 'ram'],
    ['while loading', 0x07, 2, 'ram'],
    ['at the end of loading', 0x06, 1, 'ram'],
    ['while the stub starts', 0x06, 1, 'flash'],
    ['while writing', 0x11, 1, 'flash'],
    ['while comparing', 0x13, 2, 'flash'],
  ];
  test.each(MOMENTS)('%s: port-lost at once, port closed', async (_what, operation, count, path) => {
    const made = await bench();
    let lostAtMs = 0;
    made.board.faults = {
      onLoaderRequest: (seen, times) => {
        if (seen !== operation || times !== count) return;
        lostAtMs = made.clock.nowMs();
        made.board.lose();
      },
    };
    const image = await firmware();
    const work = path === 'ram' ? made.session.startFromRam(image) : made.session.startFromFlash(image);
    await expect(work).rejects.toMatchObject({ code: 'port-lost' });
    expect(made.clock.nowMs() - lostAtMs).toBeLessThanOrEqual(20);
    await made.session.close();
    expect(made.board.state).toBe('closed');
  });

  test('while the bench firmware is asked', async () => {
    const { board, session } = await bench();
    await session.startFromRam(await firmware());
    board.answers.set(0x0a, () => null);
    const asking = session.bench.echo(Uint8Array.of(1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    board.lose();
    await expect(asking).rejects.toMatchObject({ code: 'port-lost' });
    await session.close();
  });
});

describe('cancelling', () => {
  const MOMENTS: readonly (readonly [what: string, operation: number, count: number, path: 'ram' | 'flash'])[] = [
    ['at SYNC', 0x08, 1, 'ram'],
    ['while the rate changes', 0x0f, 1, 'ram'],
    ['while loading', 0x07, 1, 'ram'],
    ['between two blocks of flash', 0x11, 1, 'flash'],
    ['while comparing', 0x13, 1, 'flash'],
  ];
  test.each(MOMENTS)('%s: rejects with the reason, resets the board and closes the port within a second', async (_what, operation, count, path) => {
    const made = await bench();
    let cancelledAtMs = 0;
    made.board.faults = {
      onLoaderRequest: (seen, times) => {
        if (seen !== operation || times !== count) return;
        cancelledAtMs = made.clock.nowMs();
        made.cancel.abort('operator');
      },
    };
    const image = await firmware();
    const work = path === 'ram' ? made.session.startFromRam(image) : made.session.startFromFlash(image);
    await expect(work).rejects.toBe('operator');
    await made.session.close();
    expect(made.clock.nowMs() - cancelledAtMs).toBeLessThan(1_000);
    expect(lastLines(made.board)).toEqual(RESET_AND_CLOSED);
    const written = made.board.written.length;
    await made.clock.sleep(2_000);
    expect(made.board.written.length).toBe(written); // nothing lingers
  });

  test('while no board answers: rejects at once', async () => {
    const made = await bench({ noAutoReset: true });
    made.board.program = 'off';
    const work = made.session.identify();
    await made.clock.sleep(1_000);
    made.cancel.abort('operator');
    await expect(work).rejects.toBe('operator');
    await made.session.close();
    expect(made.board.state).toBe('closed');
  });

  test('before opening: the port is not touched', async () => {
    const clock = new SteppingClock();
    const board = new FakeBoard(clock);
    const cancel = new AbortController();
    cancel.abort('early');
    await expect(openBoard(board, { clock, signal: cancel.signal, log: { text: () => undefined, broken: () => undefined } })).rejects.toBe('early');
    expect(board.events).toEqual([]);
  });
});

describe('closing', () => {
  test('does not reset a board that was not disturbed, and may be done twice', async () => {
    const { board, session } = await bench();
    await session.close();
    await session.close();
    expect(board.events).toEqual(['open 115200', 'close']);
  });

  test('makes everything afterwards port-closed', async () => {
    const { session } = await bench();
    await session.close();
    await expect(session.identify()).rejects.toMatchObject({ code: 'port-closed' });
    await expect(session.bench.hello()).rejects.toMatchObject({ code: 'port-closed' });
  });

  test('leaves the port ready for the next session', async () => {
    const { board, clock, session } = await bench();
    await session.startFromRam(await firmware());
    await session.close();
    await clock.sleep(50);
    expect(board.program).toBe('own');
    const again = await openBoard(board, { clock, log: { text: () => undefined, broken: () => undefined } });
    await expect(again.identify()).resolves.toMatchObject({ mac: '24:D7:A4:CF:12:34' });
    await again.close();
  });

  test('a refused open closes what there is and keeps its code', async () => {
    const clock = new SteppingClock();
    const board = new FakeBoard(clock);
    board.refuse = 'port-busy';
    await expect(openBoard(board, { clock, log: { text: () => undefined, broken: () => undefined } })).rejects.toMatchObject({ code: 'port-busy' });
  });
});
