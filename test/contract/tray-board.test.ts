/**
 * A board of the tray, end to end: the shipped firmware runs on it, reads its chip, and a run of a plan records that board and that chip, matched with its own entry.
 * Page and worker are joined by a channel that clones like the browser's. Real timers: a run takes its two seconds.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualBench } from '../../src/app/virtual/bench.ts';
import { serveVirtualBoard } from '../../src/app/virtual/serve.ts';
import { TRAY_MANIFEST, startOf, type TrayBoard } from '../../src/app/virtual/tray.ts';
import { startVirtualPort, type WorkerEnd } from '../../src/app/virtual/virtual-port.ts';
import { checkFirmware, findFirmware, openBoard, parseCatalogue } from '../../src/board/index.ts';
import { runPlan } from '../../src/bench/run/plan-run.ts';
import type { RunTools } from '../../src/bench/run/phase.ts';
import type { RunDraft } from '../../src/bench/record/record.ts';
import { readChip } from '../../src/chip/index.ts';
import { batchVerifier, proveChip, readManifest, type ManifestFile } from '../../src/trust/index.ts';
import { planOf, playedTools, staged } from '../unit/bench/run/played-tools.ts';

const FOLDER = new URL('../../public/', import.meta.url);
const built = existsSync(new URL('firmware/catalogue.json', FOLDER));
if (!built) console.warn('SKIPPED, boards of the tray with the shipped firmware: public/firmware is empty, run npm run firmware');
const file = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(name, FOLDER)));

type Listener = (event: { readonly data: unknown }) => void;

/** A worker in this very thread. */
function worker(): WorkerEnd {
  const [toPage, toWorker]: [Listener[], Listener[]] = [[], []];
  const deliver = (listeners: readonly Listener[], message: unknown): void => {
    const data: unknown = structuredClone(message);
    queueMicrotask(() => listeners.forEach((listener) => listener({ data })));
  };
  serveVirtualBoard({ postMessage: (message) => deliver(toPage, message), addEventListener: (_type, listener) => void toWorker.push(listener) });
  return {
    postMessage: (message) => deliver(toWorker, message),
    addEventListener: (type: 'message' | 'error', listener: Listener | (() => void)) => void (type === 'message' && toPage.push(listener as Listener)),
    terminate: () => undefined,
  };
}

async function toolsFor({ believed: { anchors, signers = [] } }: VirtualBench): Promise<RunTools> {
  const entry = findFirmware(parseCatalogue(JSON.parse(Buffer.from(file('firmware/catalogue.json')).toString())), 'esp32');
  const firmware = await checkFirmware(entry, file(`firmware/${entry.name}`));
  const believed = { anchors, signers };
  const read = (name: string): Promise<ManifestFile> => readManifest(name, new Blob([file(`demo/${name}`)]), { believed, verify: batchVerifier(believed) });
  const manifests = await Promise.all(['touchstone-demo-manifest.json', TRAY_MANIFEST].map(read));
  const { tools } = playedTools();
  return {
    ...tools,
    check: {
      nowMs: () => performance.now(),
      openBoard: (port, options) => openBoard(port, options),
      firmware: () => Promise.resolve(firmware),
      readChip: (transport) =>
        readChip(
          transport,
          (length) => crypto.getRandomValues(new Uint8Array(length)),
          async (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
        ),
      proveChip: (reading) => proveChip(reading, { anchors, manifests, nowMs: Date.UTC(2026, 10, 23) }),
    },
  };
}

let bench: VirtualBench | null = null;
afterEach(async () => {
  await bench?.port.unplug().catch(() => undefined);
  bench = null;
});

const PLAN = planOf({ kind: 'check-chip', name: 'check' }, { kind: 'match-manifest', name: 'match' });
const run = async (on: VirtualBench): Promise<RunDraft> => (await runPlan(staged(PLAN, await toolsFor(on), { port: on.port }))).draft;
const boardOf = async (lies: TrayBoard): Promise<VirtualBench> => {
  bench = new VirtualBench(await startVirtualPort(worker(), startOf(lies)), new Uint8Array(0));
  return bench;
};

describe.runIf(built)('a board of the tray', () => {
  it('built from unit 7 answers with unit 7’s serial number and MAC, proves its key, and is entry 7 of the tray’s order', { timeout: 60_000 }, async () => {
    expect(await run(await boardOf({ board: 7, chip: 7 }))).toMatchObject({
      outcome: 'pass',
      virtual: true,
      board: { mac: '02:00:00:DE:31:07' },
      chip: { serialNumber: '0123DE4D7A00000701', commonName: 'sn0123DE4D7A00000701' },
      entry: { fileName: TRAY_MANIFEST, index: 7 },
    });
  });

  it('is followed by the next one on the same cable, and by one with another’s chip', { timeout: 60_000 }, async () => {
    const on = await boardOf({ board: 1, chip: 1 });
    await on.setFault('genuine', null, startOf({ board: 40, chip: 40 }));
    expect(await run(on)).toMatchObject({
      outcome: 'pass',
      board: { mac: '02:00:00:DE:31:40' },
      chip: { serialNumber: '0123DE4D7A00004001' },
      entry: { index: 40 },
    });
    await on.setFault('genuine', null, startOf({ board: 2, chip: 40 }));
    expect(await run(on)).toMatchObject({ outcome: 'pass', board: { mac: '02:00:00:DE:31:02' }, chip: { serialNumber: '0123DE4D7A00004001' } });
  });

  it('with a copied chip does not pass, and says whose chip was copied', { timeout: 60_000 }, async () => {
    const on = await boardOf({ board: 1, chip: 1 });
    await on.setFault('replayed-dump', null, startOf({ board: 2, chip: 'demo' }));
    expect(await run(on)).toMatchObject({ outcome: 'fail', board: { mac: '02:00:00:DE:31:02' }, chip: { serialNumber: '0123DE4D0A11CE0101' } });
  });
});
