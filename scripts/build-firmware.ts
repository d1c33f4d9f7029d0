/**
 * Builds the bench firmware into public/firmware, or checks that what is there is what the sources give.
 *   npm run firmware                     compiles, writes the image and the catalogue
 *   tsx scripts/build-firmware.ts --check    compares without writing
 * Knows no flags (firmware/Makefile) and no image format (firmware-image.ts).
 * Without the compiler the check still compares the hashes of sources and image; in CI that is not enough, and fails.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeImage, readEntry } from './firmware-image.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = join(ROOT, 'firmware');
const PUBLIC = join(ROOT, 'public/firmware');
const COMPILER = 'xtensa-lx106-elf-gcc';
const NAME = 'touchstone-bench-esp32';
const IMAGE_FILE = `${NAME}.bin`;
const CATALOGUE_FILE = 'catalogue.json';
const CHIP_ID_ESP32 = 0;
/** Where the ROM looks for the first program (second-stage bootloader). */
const FLASH_OFFSET = 0x1000;
const MAX_IMAGE_BYTES = 32 * 1024;

interface Product {
  readonly image: Buffer;
  readonly catalogue: Buffer;
}

/** What the program is made of: everything under core and port, and the flags. */
function sourcePaths(): readonly string[] {
  const inFolder = (folder: string): readonly string[] =>
    readdirSync(join(SOURCES, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? inFolder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
  return ['Makefile', ...inFolder('core'), ...inFolder('port')].sort();
}

/** SHA-256 over path, length and content of every source, in the order of the paths. */
function hashSources(): string {
  const hash = createHash('sha256');
  for (const path of sourcePaths()) {
    const content = readFileSync(join(SOURCES, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function readVersion(): string {
  const text = readFileSync(join(SOURCES, 'core/version.h'), 'utf8');
  return ['MAJOR', 'MINOR', 'PATCH']
    .map((part) => new RegExp(`#define FIRMWARE_${part} (\\d+)`).exec(text)?.[1] ?? fail(`core/version.h has no FIRMWARE_${part}`))
    .join('.');
}

function fail(why: string): never {
  console.error(`firmware: ${why}`);
  process.exit(1);
}

/** The compiler's first line about itself, or null when it is not installed. */
function readCompiler(): string | null {
  const result = spawnSync(COMPILER, ['--version'], { encoding: 'utf8' });
  return result.status === 0 ? (result.stdout.split('\n')[0] ?? '').trim() : null;
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

function build(compiler: string): Product {
  const sourceHash = hashSources();
  const buildId = sourceHash.slice(0, 8);
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-firmware-'));
  try {
    const made = spawnSync('make', ['-s', '-C', SOURCES, 'elf', `BUILD=${folder}`, `BUILD_ID=0x${buildId}`], { encoding: 'utf8' });
    if (made.status !== 0) fail(`make failed\n${made.stdout}${made.stderr}`);
    const elf = readFileSync(join(folder, `${NAME}.elf`));
    const image = encodeImage(elf, CHIP_ID_ESP32);
    if (image.length > MAX_IMAGE_BYTES) fail(`the image has ${image.length} bytes, more than ${MAX_IMAGE_BYTES}`);
    const entry = {
      name: IMAGE_FILE,
      version: readVersion(),
      chip: 'esp32',
      chipId: CHIP_ID_ESP32,
      offset: FLASH_OFFSET,
      entry: readEntry(elf),
      bytes: image.length,
      sha256: sha256(image),
      sourceHash,
      buildId,
      compiler,
    };
    return { image, catalogue: Buffer.from(`${JSON.stringify({ format: 1, images: [entry] }, null, 2)}\n`) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function write({ image, catalogue }: Product): void {
  mkdirSync(PUBLIC, { recursive: true });
  writeFileSync(join(PUBLIC, IMAGE_FILE), image);
  writeFileSync(join(PUBLIC, CATALOGUE_FILE), catalogue);
  console.log(`firmware: wrote ${IMAGE_FILE}, ${image.length} bytes, SHA-256 ${sha256(image)}`);
}

function readBuilt(file: string): Buffer {
  try {
    return readFileSync(join(PUBLIC, file));
  } catch {
    return fail(`public/firmware/${file} is missing: run npm run firmware`);
  }
}

/** What can be said without a compiler: the image is the catalogue's, and the sources are those it was built from. */
function checkHashes(image: Buffer, catalogue: Buffer): void {
  const listed = (JSON.parse(catalogue.toString('utf8')) as { readonly images: readonly { readonly sha256: string; readonly sourceHash: string }[] }).images[0];
  if (listed?.sha256 !== sha256(image)) fail(`${IMAGE_FILE} is not the image of ${CATALOGUE_FILE}: run npm run firmware`);
  if (listed.sourceHash !== hashSources()) fail('the sources have changed since the image was built: run npm run firmware');
}

function check(compiler: string | null): void {
  const image = readBuilt(IMAGE_FILE);
  const catalogue = readBuilt(CATALOGUE_FILE);
  checkHashes(image, catalogue);
  if (compiler === null) {
    if (process.env['CI'] === 'true') fail(`${COMPILER} is not installed, so the image cannot be checked`);
    console.log(`firmware: skipped compiling, ${COMPILER} is not installed; the hashes of sources and image agree`);
    return;
  }
  const product = build(compiler);
  if (!product.image.equals(image)) fail(`${IMAGE_FILE} is not what the sources give with ${compiler}: run npm run firmware`);
  if (!product.catalogue.equals(catalogue)) fail(`${CATALOGUE_FILE} is not what the sources give with ${compiler}: run npm run firmware`);
  console.log(`firmware: ${IMAGE_FILE} is what the sources give, byte for byte`);
}

const compiler = readCompiler();
if (process.argv.includes('--check')) check(compiler);
else if (compiler === null) fail(`${COMPILER} is not installed (Debian: gcc-xtensa-lx106)`);
else write(build(compiler));
