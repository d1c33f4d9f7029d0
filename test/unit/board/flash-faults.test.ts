/** A pack on a virtual board with which something is wrong: wire, bridge, flash, cable, buttons. */
import { afterEach, describe, expect, test } from 'vitest';
import { preparePack, type FlashOptions, type Pack, type PackReport } from '../../../src/board/index.ts';
import type { Fault } from '../../../src/sim/index.ts';
import { helloImage } from '../../support/hello-image.ts';
import { clock, flashAt, flashBench, HELLO, helloPack, part, someBytes, type FlashBench } from './flash-bench.ts';

let benches: FlashBench[] = [];
function bench(...args: Parameters<typeof flashBench>): FlashBench {
  const made = flashBench(...args);
  benches.push(made);
  return made;
}
afterEach(() => {
  for (const made of benches) made.end();
  benches = [];
});

async function flash(made: FlashBench, pack: Pack = helloPack(), options: FlashOptions = {}): Promise<PackReport> {
  const session = await made.open();
  try {
    return await session.flashPack(await preparePack(pack), options);
  } finally {
    await session.close();
  }
}

/** Four million bytes: `toEqual` would look at each. */
const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

type Accident = Extract<Fault, { kind: 'loader-accident' }>['accident'];
const accident = (operation: number, nth: number, what: Accident): Fault => ({ kind: 'loader-accident', operation, nth, accident: what });
const OPERATIONS: Readonly<Record<string, number>> = { begin: 0x10, block: 0x11, end: 0x12, md5: 0x13, rate: 0x0f, register: 0x0a };

describe('an accident on the wire', () => {
  const CASES: readonly (readonly [what: Accident, where: string, nth: number])[] = [
    ['request-lost', 'block', 3],
    ['request-spoilt', 'block', 3],
    ['request-cut', 'block', 3],
    ['answer-lost', 'block', 3],
    ['request-lost', 'begin', 2],
    ['answer-lost', 'begin', 2],
    ['request-lost', 'end', 2],
    ['answer-lost', 'end', 2],
    ['request-lost', 'md5', 2],
    ['answer-lost', 'md5', 4],
    ['answer-lost', 'rate', 1],
    ['request-lost', 'register', 4],
    ['answer-lost', 'register', 6],
  ];
  test.each(CASES)('%s at %s %i: the flash holds the pack in the end, proved', async (what, where, nth) => {
    const made = bench([accident(OPERATIONS[where] ?? 0, nth, what)]);
    const pack = helloPack();
    await expect(flash(made, pack)).resolves.toMatchObject({ verified: true, started: { outcome: 'started', firstLine: HELLO } });
    for (const one of pack.parts) expect(flashAt(made.board, one)).toEqual(one.bytes);
  });

  test.each(['request-spoilt', 'request-cut'] as const)('%s: only that block is sent again', async (what) => {
    const made = bench([accident(0x11, 3, what)]);
    await expect(flash(made)).resolves.toMatchObject({ parts: [{ attempts: 1 }, { attempts: 1 }], lostRates: [] });
  });

  test('an answer that was lost costs the part one more writing, because nobody can tell whether the block was taken', async () => {
    const made = bench([accident(0x11, 3, 'answer-lost')]);
    await expect(flash(made)).resolves.toMatchObject({ parts: [{ attempts: 1 }, { attempts: 2 }], lostRates: [] });
  });

  test('every block spoilt at the fast rate: goes on at a slower one', async () => {
    const made = bench([accident(0x11, 0, 'request-spoilt')]);
    const session = await made.open();
    const report = session.flashPack(await preparePack(helloPack()), {
      onProgress: ({ stage, baudRate }) => {
        if (stage === 'write' && baudRate < 921_600) made.port.setFaults([]);
      },
    });
    await expect(report).resolves.toMatchObject({ lostRates: [{ baudRate: 921_600, reason: 'flash-block' }], baudRate: 460_800, verified: true });
    await session.close();
  });
});

describe('a bridge', () => {
  test.each([
    [460_800, [921_600], 460_800],
    [115_200, [921_600, 460_800, 230_400], 115_200],
  ])('that carries no more than %i baud is found out, and used at that', async (fastestBaudRate, lost, baudRate) => {
    const made = bench([{ kind: 'bridge-limit', fastestBaudRate }]);
    const report = await flash(made);
    expect(report.lostRates.map((one) => one.baudRate)).toEqual(lost);
    expect(report).toMatchObject({ baudRate, verified: true });
  });

  test('that carries nothing at all: not a byte came', async () => {
    const made = bench([{ kind: 'bridge-limit', fastestBaudRate: 9_600 }]);
    await expect(flash(made)).rejects.toMatchObject({ code: 'board-silent', facts: { bytesSeen: 0 } });
  });

  test('whose wires to EN and IO0 are missing: the firmware’s own words are the evidence', async () => {
    const flashed = new Uint8Array(4 * 1024 * 1024).fill(0xff);
    flashed.set(helloImage('I am still here\r\n'), 0x1000);
    const made = bench([{ kind: 'no-reset-circuit' }]);
    made.board.importFlash(flashed);
    const session = await made.open();
    const failure = session.flashPack(await preparePack(helloPack()));
    const powering = setInterval(() => {
      made.board.powerOff();
      made.board.powerOn();
    }, 300);
    await expect(failure).rejects.toMatchObject({ code: 'board-no-download-mode', facts: { bootMode: '0x13' } });
    clearInterval(powering);
    await session.close();
  });

  test('behind which the rate dies and the board does not come back is told apart from a forgotten BOOT button', async () => {
    const made = bench([{ kind: 'bridge-limit', fastestBaudRate: 460_800 }]);
    const session = await made.open();
    const report = session.flashPack(await preparePack(helloPack()), {
      onProgress: ({ stage }) => {
        if (stage === 'speed') made.port.setFaults([{ kind: 'bridge-limit', fastestBaudRate: 9_600 }]);
      },
    });
    await expect(report).rejects.toMatchObject({ code: 'board-rate-lost', facts: { baudRate: 921_600, rates: '921600' } });
    await session.close();
  });

  test('is used at no more than a person allows', async () => {
    const made = bench();
    const session = await made.open({ fastestBaudRate: 230_400 });
    await expect(session.flashPack(await preparePack(helloPack()))).resolves.toMatchObject({ baudRate: 230_400 });
    await session.close();
  });
});

test('a stub that comes up at the first rate is found there', async () => {
  const made = bench([{ kind: 'stub-forgets-rate' }]);
  await expect(flash(made)).resolves.toMatchObject({ baudRate: 921_600, lostRates: [], verified: true });
});

describe('the flash', () => {
  test('takes one bit wrongly: the part is written once more, and proved', async () => {
    const made = bench([{ kind: 'flash-write-corrupts' }]);
    await expect(flash(made)).resolves.toMatchObject({ verified: true, parts: [{ attempts: 2, verified: 'md5' }, { attempts: 1 }] });
  });

  test('has a bit that never comes out right: flash-verify with both digests after one rewrite', async () => {
    const made = bench([{ kind: 'flash-stuck-bit', offset: 0x10123 }]);
    await expect(flash(made)).rejects.toMatchObject({
      code: 'flash-verify',
      facts: { offset: 0x10000, attempts: 2, partIndex: 1, wanted: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
  });

  test('refuses to be written: flash-write, with the loader’s status and no further attempt', async () => {
    const made = bench([{ kind: 'flash-write-refused' }]);
    await expect(flash(made)).rejects.toMatchObject({ code: 'flash-write', facts: { status: '0xc4', offset: 0x1000 } });
  });

  test('does not answer: flash-absent, before anything is written', async () => {
    const made = bench([{ kind: 'flash-absent' }]);
    await expect(flash(made)).rejects.toMatchObject({ code: 'flash-absent', facts: { chip: 'ESP32' } });
  });
});

describe('what was flashed does not start', () => {
  const started = async (made: FlashBench, pack: Pack, limitMs = 1_500): Promise<PackReport['started']> =>
    (await flash(made, pack, { startLimitMs: limitMs })).started;

  test('because there is no application in it', async () => {
    const pack = helloPack({ parts: [part(0x10000, someBytes(5_000))] });
    await expect(started(bench(), pack)).resolves.toMatchObject({
      outcome: 'firmware-boot-loop',
      facts: { reason: 'invalid-header', line: 'invalid header: 0xffffffff', resetCause: '0x1 (POWERON_RESET)' },
    });
  });

  test('because its checksum is wrong', async () => {
    const image = helloImage(HELLO);
    image[image.length - 1] = (image.at(-1) ?? 0) ^ 1;
    await expect(started(bench(), helloPack({ parts: [part(0x1000, image)] }))).resolves.toMatchObject({
      outcome: 'firmware-boot-loop',
      facts: { reason: 'checksum' },
    });
  });

  test('because somebody leans on BOOT', async () => {
    const made = bench([{ kind: 'boot-held' }]);
    await expect(started(made, helloPack())).resolves.toMatchObject({ outcome: 'firmware-boot-loop', facts: { reason: 'waiting-for-download' } });
  });

  test('or starts again and again, bitten by its watchdog', async () => {
    const pack = helloPack({ parts: [part(0x1000, helloImage(''))] });
    await expect(started(bench(), pack, 20_000)).resolves.toMatchObject({ outcome: 'firmware-boot-loop', facts: { reason: 'resets', resets: 3 } });
  });

  test('or starts and says nothing', async () => {
    const pack = helloPack({ parts: [part(0x1000, helloImage(''))] });
    await expect(started(bench(), pack, 300)).resolves.toMatchObject({ outcome: 'firmware-silent', facts: { seen: 'boot-log', limitMs: 300 } });
  });
});

describe('a board that must not be written', () => {
  const untouched = new Uint8Array(4 * 1024 * 1024).fill(0x42);
  const CASES: readonly (readonly [what: string, code: string, facts: object, pack: Partial<Pack>, faults: readonly Fault[], options: FlashOptions])[] = [
    ['another chip', 'board-wrong-chip', { seen: 'ESP32', wanted: 'ESP32-C3' }, { chip: 'ESP32-C3' }, [], {}],
    ['a pack for nobody knows what', 'flash-chip-untold', { seen: 'ESP32' }, { chip: null }, [], {}],
    ['another chip than the person said', 'board-wrong-chip', { wanted: 'ESP8266' }, { chip: null }, [], { chip: 'ESP8266' }],
    ['flash encryption', 'board-protected', { flashEncrypted: true, secureBoot: false }, {}, [{ kind: 'flash-encryption-on' }], {}],
    ['secure boot', 'board-protected', { flashEncrypted: false, secureBoot: true }, {}, [{ kind: 'secure-boot-on' }], {}],
    ['too small a flash for a part', 'flash-range', { endBytes: 0x400004, flashSizeBytes: 0x400000 }, { parts: [part(0x3ff000, someBytes(0x1001))] }, [], {}],
    ['too small a flash for the firmware', 'flash-size', { wantedBytes: 0x800000, flashSizeBytes: 0x400000 }, { flashSizeBytes: 0x800000 }, [], {}],
  ];
  test.each(CASES)('%s: %s, and the flash is as it was', async (_what, code, facts, changes, faults, options) => {
    const made = bench(faults, untouched);
    await expect(flash(made, helloPack(changes), { erase: 'whole-chip', ...options })).rejects.toMatchObject({ code, facts });
    expect(same(made.board.exportFlash(), untouched)).toBe(true);
  });

  test('a person’s word makes up for a pack’s silence', async () => {
    await expect(flash(bench(), helloPack({ chip: null }), { chip: 'ESP32' })).resolves.toMatchObject({ verified: true });
  });
});

describe('in the middle of it', () => {
  const MOMENTS: readonly (readonly [stage: string, partDoneBytes: number])[] = [
    ['connect', 0],
    ['speed', 0],
    ['stub', 0],
    ['compare', 0],
    ['write', 0],
    ['write', 30_000],
    ['verify', 0],
    ['start', 0],
  ];

  test.each(MOMENTS)(
    'at %s (%i bytes of a part) a person cancels: rejects with the reason, and the board is left alone within a second',
    async (stage, bytes) => {
      const made = bench();
      const session = await made.open();
      let cancelledAtMs = 0;
      const running = session.flashPack(await preparePack(helloPack()), {
        onProgress: (progress) => {
          if (cancelledAtMs > 0 || progress.stage !== stage || progress.partDoneBytes < bytes) return;
          cancelledAtMs = clock.nowMs();
          made.cancel.abort('operator');
        },
      });
      await expect(running).rejects.toBe('operator');
      await session.close();
      expect(clock.nowMs() - cancelledAtMs).toBeLessThan(2_000); // of a clock that runs four times as fast
      const before = made.board.exportFlash();
      await clock.sleep(2_000);
      expect(same(made.board.exportFlash(), before)).toBe(true);
    },
  );

  test.each(MOMENTS)('at %s (%i bytes of a part) the cable comes out: port-lost, and the next session finishes the work', async (stage, bytes) => {
    const made = bench();
    const session = await made.open();
    let pulled = false;
    const running = session.flashPack(await preparePack(helloPack()), {
      onProgress: (progress) => {
        if (pulled || progress.stage !== stage || progress.partDoneBytes < bytes) return;
        pulled = true;
        setTimeout(() => {
          made.port.unplug();
        }, 2);
      },
    });
    await expect(running).rejects.toMatchObject({ code: 'port-lost' });
    await session.close();
    made.port.plug();
    await expect(flash(made)).resolves.toMatchObject({ verified: true, started: { outcome: 'started' } });
  });
});
