/**
 * What the cloud room weighs in the built page: before the first screen, when its screen is opened, and when somebody signs in.
 * Builds the page twice into folders of its own, once with the room emptied: the difference before the first screen is the list of its files' names.
 * What both hold there is the loader of the room (desk.ts, ts-app.ts, main.ts), some three hundred bytes.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Plugin } from 'vite';
import { bundleSizes, type BundleSizes } from './bundle-sizes.ts';
import type { Figure } from './figure.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Doors of the room that are opened late; nothing else leads into it. */
const DOORS = ['src/app/cloud/cloud-desk.ts', 'src/ui/cloud/ts-cloud.ts'];

/** The page without the room: its doors lead nowhere. */
const emptied: Plugin = {
  name: 'without-the-cloud',
  enforce: 'pre',
  load: (id) => (DOORS.some((door) => id === join(ROOT, door)) ? 'export class CloudDesk { async perform() {} }' : null),
};

interface Built {
  readonly sizes: BundleSizes;
  /** Gzipped bytes by the name of the chunk, without its hash. */
  readonly chunks: ReadonlyMap<string, number>;
}

async function built(plugins: Plugin[]): Promise<Built> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-sizes-'));
  try {
    await build({ root: ROOT, logLevel: 'error', plugins, build: { outDir: folder, emptyOutDir: true } });
    const sizes = bundleSizes(folder);
    const named = await Promise.all(
      sizes.allFiles.map(async (file) => [basename(file).replace(/-[\w-]{8}\.js$/, ''), gzipSync(await readFile(file), { level: 9 }).length] as const),
    );
    return { sizes, chunks: new Map(named) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Prints the figures: bytes added before the first screen, and in all. */
export async function cloudPageFigures(print: (figure: Figure) => void): Promise<void> {
  const [whole, without] = [await built([]), await built([emptied])];
  const added = (name: keyof Pick<BundleSizes, 'firstGzBytes' | 'allGzBytes'>): number => whole.sizes[name] - without.sizes[name];
  print({ figure: 'cloud-before-first-screen', value: added('firstGzBytes'), unit: 'bytes gz', goal: 0, whole: whole.sizes.firstGzBytes });
  print({ figure: 'cloud-in-all', value: added('allGzBytes'), unit: 'bytes gz' });
  const desk = whole.chunks.get('cloud-desk') ?? 0;
  const screen = whole.chunks.get('ts-cloud') ?? 0;
  print({ figure: 'cloud-screen', value: desk + screen, unit: 'bytes gz', desk, screen });
}
