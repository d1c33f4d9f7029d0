/** What the figures of flashing rest on: a pack that is the same everywhere, and a cable on which times are read rightly. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test, vi } from 'vitest';
import { packsFromFiles, preparePack } from '../../../src/board/index.ts';
import type { DeviceEnd } from '../../support/device-ends.ts';
import { CableTap, type FlashPhases } from '../../support/flash-bench/cable-tap.ts';
import { flashWith, PACK_BYTES, productFiles, type ProductFile } from '../../support/flash-bench/product-pack.ts';

const starts = new Uint8Array(readFileSync(new URL('../../../public/firmware/touchstone-bench-esp32.bin', import.meta.url)));
const files = (release: 'this' | 'before' = 'this'): readonly ProductFile[] => productFiles(starts, release);
const digest = (all: readonly ProductFile[]): string =>
  createHash('sha256')
    .update(Buffer.concat(all.map(({ bytes }) => bytes)))
    .digest('hex');

afterEach(() => {
  vi.useRealTimers();
});

test('the product pack is 1.5 MiB in three parts that the page takes without a warning, and deflates as firmware does', async () => {
  const { packs } = await packsFromFiles(files());
  expect(packs).toMatchObject([{ chip: 'ESP32', warnings: [], parts: [{ offset: 0x1000 }, { offset: 0x8000 }, { offset: 0x10000, kind: 'app' }] }]);
  const { totalBytes, deflatedBytes } = await preparePack(packs[0] as (typeof packs)[number]);
  expect(totalBytes).toBe(PACK_BYTES);
  expect(deflatedBytes / totalBytes).toBeGreaterThan(0.5);
  expect(deflatedBytes / totalBytes).toBeLessThan(0.66);
});

test('it is the same every time, and nearly nothing of it is the same in the release before', () => {
  expect(digest(files())).toBe(digest(files()));
  const [now, before] = [flashWith(files()), flashWith(files('before'))];
  let same = 0;
  for (let sector = 0x11000; sector + 0x1000 <= 0x10000 + PACK_BYTES - 0x2000; sector += 0x1000)
    if (Buffer.compare(now.subarray(sector, sector + 0x1000), before.subarray(sector, sector + 0x1000)) === 0) same++;
  expect(same).toBeLessThan(16); // blank places
});

const packet = (...content: readonly number[]): Uint8Array => Uint8Array.of(0xc0, ...content, 0xc0);
const request = (operation: number, bytes = 8): Uint8Array => packet(0, operation, ...new Array<number>(bytes - 2).fill(0x11));
const answer = (operation: number): Uint8Array => packet(1, operation, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0);

/** Plays a cable: at each time, bytes in one direction, or a rate. */
function played(script: readonly (readonly [atMs: number, to: 'board' | 'page' | 'rate', what: Uint8Array | number])[]): FlashPhases {
  vi.useFakeTimers({ toFake: ['performance'] });
  const startMs = performance.now();
  let toPage: (bytes: Uint8Array) => void = () => undefined;
  const end: DeviceEnd = {
    receive: () => undefined,
    setHostBaudRate: () => undefined,
    setSignals: () => undefined,
    onTransmit: (listener) => (toPage = (bytes) => void listener(bytes)),
  };
  const tap = new CableTap();
  const tapped = tap.before(end);
  tapped.onTransmit(() => undefined);
  let nowMs = 0;
  for (const [atMs, to, what] of script) {
    vi.advanceTimersByTime(atMs - nowMs);
    nowMs = atMs;
    if (typeof what === 'number') void tapped.setHostBaudRate(what);
    else if (to === 'board') void tapped.receive(what);
    else toPage(what);
  }
  return tap.take(startMs, startMs + nowMs);
}

test('the tap tells connecting, preparing, comparing, writing, verifying and the rest apart', () => {
  const phases = played([
    [0, 'rate', 115_200],
    [90, 'board', request(0x08)],
    [100, 'page', answer(0x08)],
    [200, 'rate', 921_600],
    [300, 'board', request(0x13)],
    [310, 'page', answer(0x13)],
    [320, 'board', request(0x10)],
    [330, 'page', answer(0x10)],
    [332, 'board', request(0x11, 9_216)],
    [435, 'page', answer(0x11)],
    [437, 'board', request(0x11, 9_216)],
    [540, 'page', answer(0x11)],
    [541, 'board', request(0x12)],
    [600, 'page', answer(0x12)],
    [601, 'board', request(0x13)],
    [701, 'page', answer(0x13)],
    [900, 'page', Uint8Array.of(0x68, 0x69)],
  ]);
  expect(phases).toMatchObject({
    connectMs: 100,
    prepareMs: 200,
    compareMs: 10,
    writeMs: 280,
    verifyMs: 100,
    restMs: 199,
    blocks: 2,
    pageMs: 2,
    baudRate: 921_600,
  });
  expect(phases.boardMs).toBeCloseTo(103 - 100.02, 1);
  expect(phases.writeBytes).toBe(10 + 9_218 + 9_218 + 10);
});

test('the tap finds its way back after noise, and a packet in pieces is one that began with its first byte', () => {
  const phases = played([
    [0, 'rate', 921_600],
    [5, 'page', Uint8Array.of(0xc0, 0x07, 0x33)],
    [10, 'page', answer(0x08)],
    [20, 'board', request(0x10)],
    [30, 'page', answer(0x10)],
    [40, 'board', request(0x11, 100).subarray(0, 50)],
    [60, 'board', request(0x11, 100).subarray(50)],
    [70, 'page', answer(0x11)],
  ]);
  expect(phases).toMatchObject({ connectMs: 10, blocks: 1, writeMs: 50 });
});
