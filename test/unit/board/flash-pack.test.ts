/** A pack on the virtual board, when all goes well: written, proved, started, and written only once. */
import { afterEach, describe, expect, test } from 'vitest';
import { eraseEstimateMs, preparePack, type FlashProgress, type Pack, type PackReport, type RateMemory } from '../../../src/board/index.ts';
import type { PortIdentity } from '../../../src/base/index.ts';
import { flashAt, flashBench, HELLO, helloPack, part, someBytes, type FlashBench } from './flash-bench.ts';

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

const keep =
  (list: FlashProgress[]) =>
  (progress: FlashProgress): void => {
    list.push(progress);
  };
const stages = (list: readonly FlashProgress[]): string[] => [...new Set(list.map(({ stage }) => stage))];

async function flash(made: FlashBench, pack: Pack, options: Parameters<Awaited<ReturnType<FlashBench['open']>>['flashPack']>[1] = {}): Promise<PackReport> {
  const session = await made.open();
  try {
    return await session.flashPack(await preparePack(pack), { onProgress: keep(made.progress), ...options });
  } finally {
    await session.close();
  }
}

describe('a pack on an empty board', () => {
  test('is in flash byte for byte, proved by MD5, at the rate of an unknown bridge, and its first line is the proof that it started', async () => {
    const made = bench();
    const pack = helloPack();
    const report = await flash(made, pack);
    for (const one of pack.parts) expect(flashAt(made.board, one)).toEqual(one.bytes);
    expect(report).toMatchObject({
      verified: true,
      erased: 'what-is-written',
      writer: 'stub',
      baudRate: 921_600,
      lostRates: [],
      fingerprint: 'hello-1',
      started: { outcome: 'started', firstLine: HELLO, by: 'firmware', resetSeen: true },
      board: {
        chip: 'ESP32',
        chipName: 'ESP32-D0WD-V3',
        revision: '3.1',
        mac: '02:00:00:DE:30:01',
        crystalMHz: 40,
        flashId: 0x1640c8,
        flashSizeBytes: 4 * 1024 * 1024,
        security: { secureBoot: false, flashEncrypted: false, secureDownload: false },
        connection: 'bridge',
      },
    });
    expect(report.parts).toMatchObject([
      { offset: 0x1000, skipped: false, verified: 'md5', attempts: 1 },
      { offset: 0x10000, skipped: false, verified: 'md5', attempts: 1, bytes: 70_004 }, // flash is written in words
    ]);
  });

  test('tells stage, part, bytes and seconds on the way, never backwards within a part', async () => {
    const made = bench();
    const pack = helloPack();
    await flash(made, pack);
    expect(stages(made.progress)).toEqual(['connect', 'speed', 'stub', 'compare', 'write', 'verify', 'start']);
    const writes = made.progress.filter(({ stage, partIndex }) => stage === 'write' && partIndex === 1);
    expect(writes.length).toBeGreaterThan(2);
    expect(writes.map(({ partDoneBytes }) => partDoneBytes)).toEqual(writes.map(({ partDoneBytes }) => partDoneBytes).toSorted((a, b) => a - b));
    expect(writes.at(-1)).toMatchObject({ partDoneBytes: 70_004, partBytes: 70_004, partCount: 2, baudRate: 921_600 });
    expect(writes.every(({ secondsLeft }) => secondsLeft !== null && secondsLeft >= 0 && secondsLeft < 60)).toBe(true);
    const last = made.progress.at(-1);
    expect(last).toMatchObject({ stage: 'start', partIndex: null });
    expect(last?.doneBytes).toBe(last?.totalBytes);
  });

  test('leaves the wire open in text mode: the log goes on at the firmware’s rate, and a restart is proved again', async () => {
    const made = bench();
    const session = await made.open();
    await session.flashPack(await preparePack(helloPack()));
    expect(session.baudRate).toBe(115_200);
    expect(made.log.text).toContain(HELLO);
    made.log.text = '';
    await expect(session.restart()).resolves.toMatchObject({ outcome: 'started', firstLine: HELLO });
    expect(made.log.text).toContain('SPI_FAST_FLASH_BOOT');
    await session.close();
  });

  test('goes on from an identified board without a second reset', async () => {
    const made = bench();
    const session = await made.open();
    await expect(session.identify({ chips: 'any' })).resolves.toMatchObject({ chip: 'ESP32', mac: '02:00:00:DE:30:01' });
    const list: FlashProgress[] = [];
    await session.flashPack(await preparePack(helloPack()), { onProgress: keep(list) });
    expect(stages(list)).not.toContain('connect');
    await session.close();
  });

  test('with a part that begins inside a sector erases that sector and no more', async () => {
    const made = bench([], new Uint8Array(4 * 1024 * 1024).fill(0x42));
    const odd = part(0x20100, someBytes(5_000));
    await flash(made, helloPack({ parts: [part(0x1000, helloPack().parts[0]?.bytes ?? new Uint8Array(0)), odd] }));
    const seen = made.board.exportFlash();
    expect(flashAt(made.board, odd)).toEqual(odd.bytes);
    expect([seen[0x1ffff], seen[0x20000], seen[0x21fff], seen[0x22000]]).toEqual([0x42, 0xff, 0xff, 0x42]);
  });
});

describe('a pack that is there already', () => {
  test('is not written again, and still proved and started', async () => {
    const made = bench();
    await flash(made, helloPack());
    made.progress.length = 0;
    const report = await flash(made, helloPack());
    expect(report).toMatchObject({
      verified: true,
      parts: [
        { skipped: true, attempts: 0 },
        { skipped: true, attempts: 0 },
      ],
      started: { firstLine: HELLO },
    });
    expect(stages(made.progress)).not.toContain('write');
  });

  test('is written in the one part that differs, though only its last byte does', async () => {
    const made = bench();
    await flash(made, helloPack());
    const changed = someBytes(70_001);
    changed[70_000] = (changed[70_000] ?? 0) ^ 1;
    const pack = helloPack({ parts: [...helloPack().parts.slice(0, 1), part(0x10000, changed)] });
    await expect(flash(made, pack)).resolves.toMatchObject({ parts: [{ skipped: true }, { skipped: false, attempts: 1 }] });
    expect(made.board.exportFlash()[0x10000 + 70_000]).toBe(changed[70_000]);
  });

  test('is written all the same when it must be', async () => {
    const made = bench();
    await flash(made, helloPack());
    await expect(flash(made, helloPack(), { rewrite: 'always' })).resolves.toMatchObject({ parts: [{ skipped: false }, { skipped: false }] });
  });
});

describe('erasing', () => {
  test('only what is written: the rest of the flash stays', async () => {
    const made = bench([], new Uint8Array(4 * 1024 * 1024).fill(0x42));
    await flash(made, helloPack());
    expect(made.board.exportFlash()[0x300000]).toBe(0x42);
  });

  test.each(['pack', 'option'] as const)('the whole chip when the %s says so, with the time that it takes', async (who) => {
    const made = bench([], new Uint8Array(4 * 1024 * 1024).fill(0x42));
    const pack = helloPack(who === 'pack' ? { erase: 'whole-chip' } : {});
    const report = await flash(made, pack, who === 'option' ? { erase: 'whole-chip' } : {});
    expect(report).toMatchObject({ erased: 'whole-chip', verified: true });
    expect(made.board.exportFlash()[0x300000]).toBe(0xff);
    for (const one of pack.parts) expect(flashAt(made.board, one)).toEqual(one.bytes);
    const erasing = made.progress.filter(({ stage }) => stage === 'erase');
    expect(erasing[0]?.secondsLeft).toBeCloseTo(eraseEstimateMs(4 * 1024 * 1024) / 1000, 1);
  });

  test('a person’s word goes before the pack’s', async () => {
    const made = bench([], new Uint8Array(4 * 1024 * 1024).fill(0x42));
    await expect(flash(made, helloPack({ erase: 'whole-chip' }), { erase: 'what-is-written' })).resolves.toMatchObject({
      erased: 'what-is-written',
      eraseMs: 0,
    });
    expect(made.board.exportFlash()[0x300000]).toBe(0x42);
  });
});

test('eight boards in one page share one prepared pack, and all are proved', async () => {
  const prepared = await preparePack(helloPack());
  const all = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const made = bench([], undefined, Uint8Array.of(2, 0, 0, 0, 0, index));
      const session = await made.open();
      const report = await session.flashPack(prepared);
      await session.close();
      return report;
    }),
  );
  expect(all.map(({ verified, started }) => [verified, started.outcome])).toEqual(new Array(8).fill([true, 'started']));
  expect(new Set(all.map(({ board }) => board.mac)).size).toBe(8);
});

test('a rate that worked is remembered, and the next session begins with it', async () => {
  const known = new Map<string, number>();
  const key = ({ kind, usbProductId }: PortIdentity): string => `${kind} ${String(usbProductId)}`;
  const rates: RateMemory = { get: (identity) => known.get(key(identity)) ?? null, set: (identity, baudRate) => known.set(key(identity), baudRate) };
  const made = bench([{ kind: 'bridge-limit', fastestBaudRate: 460_800 }]);
  const prepared = await preparePack(helloPack());
  const first = await made.open({ rates });
  await expect(first.flashPack(prepared)).resolves.toMatchObject({ baudRate: 460_800, lostRates: [{ baudRate: 921_600, reason: 'silent' }], verified: true });
  await first.close();
  expect([...known.values()]).toEqual([460_800]);
  const second = await made.open({ rates });
  await expect(second.flashPack(prepared, { rewrite: 'always' })).resolves.toMatchObject({ baudRate: 460_800, lostRates: [] });
  await second.close();
});
