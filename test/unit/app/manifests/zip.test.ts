/** Archives: what this page reads, refuses and writes. Good ones are made by fflate and by the system's tools, bad ones by hand. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../../src/app/manifests/zip/archive.ts';
import { unpack } from '../../../../src/app/manifests/zip/unpack.ts';
import { writeStored } from '../../../../src/app/manifests/zip/write-stored.ts';
import { harmlessName, uniqueNames } from '../../../../src/app/manifests/harmless-names.ts';

const never = new AbortController().signal;
const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value) as Uint8Array<ArrayBuffer>;
const zipped = (files: Zippable): Buffer<ArrayBuffer> => Buffer.from(zipSync(files)) as Buffer<ArrayBuffer>;
const blob = (bytes: Uint8Array<ArrayBuffer>): Blob => new Blob([bytes]);

async function unpackOne(source: Blob, place = 0): Promise<string> {
  const archive = await openArchive('a.zip', source);
  const file = archive.files[place];
  if (file === undefined) throw new Error('no such file');
  return await (await unpack(archive, file, { fileName: `a.zip/${file.path}`, signal: never, onProgress: () => undefined })).text();
}

const refused = (why: string, code = 'zip-invalid'): unknown => expect.objectContaining({ code, facts: expect.objectContaining({ why }) as unknown });

/** Where the nth local header, central header and the end record stand. */
const places = (zip: Buffer): { local: number; central: number; end: number } => ({
  local: zip.indexOf('PK\x03\x04', 0, 'latin1'),
  central: zip.indexOf('PK\x01\x02', 0, 'latin1'),
  end: zip.lastIndexOf('PK\x05\x06', undefined, 'latin1'),
});

/** A copy in which something was changed. */
function changed(zip: Buffer<ArrayBuffer>, change: (copy: Buffer<ArrayBuffer>, at: ReturnType<typeof places>) => void): Blob {
  const copy = Buffer.from(zip) as Buffer<ArrayBuffer>;
  change(copy, places(copy));
  return blob(copy);
}

describe('reading', () => {
  it('lists files without folders, and gives deflated and stored ones back as they were', async () => {
    const long = JSON.stringify(Array.from({ length: 20_000 }, (_, index) => ({ index })));
    const zip = zipped({
      'one.json': text(long),
      'folder/': [new Uint8Array(0), { level: 0 }],
      'folder/zwei ü.json': [text('[2]'), { level: 0 }],
      'empty.json': new Uint8Array(0),
    });
    const { files } = await openArchive('a.zip', blob(zip));
    expect(files.map(({ path }) => path)).toEqual(['one.json', 'folder/zwei ü.json', 'empty.json']);
    expect(await unpackOne(blob(zip))).toBe(long);
    expect(await unpackOne(blob(zip), 1)).toBe('[2]');
    expect(await unpackOne(blob(zip), 2)).toBe('');
  });

  it('opens an archive with a comment, and an empty one', async () => {
    const comment = Buffer.concat([zipped({ 'a.json': text('[1]') }), Buffer.from('PK\x05\x06 says the comment')]) as Buffer<ArrayBuffer>;
    comment.writeUInt16LE(21, comment.indexOf('PK\x05\x06', 0, 'latin1') + 20);
    expect(await unpackOne(blob(comment))).toBe('[1]');
    expect((await openArchive('a.zip', blob(zipped({})))).files).toEqual([]);
  });

  const hasZip = existsSync('/usr/bin/zip');
  it.skipIf(!hasZip)('opens what zip writes when it does not know the sizes before (data descriptors, 64-bit fields)', async () => {
    const made = execFileSync('sh', ['-c', 'echo "[7]" | zip -q - -'], { encoding: 'buffer' });
    expect(await unpackOne(blob(Buffer.from(made)))).toBe('[7]\n');
  });

  it('opens an archive with 64-bit sizes and offsets', async () => {
    const plain = zipped({ 'a.json': [text('[64]'), { level: 0 }] });
    const at = places(plain);
    const header = Buffer.from(plain.subarray(at.central, at.end));
    const extra = Buffer.alloc(28);
    extra.writeUInt16LE(1, 0);
    extra.writeUInt16LE(24, 2);
    extra.writeBigUInt64LE(4n, 4);
    extra.writeBigUInt64LE(4n, 12);
    extra.writeBigUInt64LE(0n, 20);
    for (const field of [20, 24, 42]) header.writeUInt32LE(0xffffffff, field);
    header.writeUInt16LE(28, 30);
    const end64 = Buffer.alloc(56);
    end64.write('PK\x06\x06', 'latin1');
    end64.writeBigUInt64LE(44n, 4);
    for (const [field, value] of [
      [24, 1],
      [32, 1],
      [40, header.length + 28],
      [48, at.central],
    ] as const)
      end64.writeBigUInt64LE(BigInt(value), field);
    const locator = Buffer.alloc(20);
    locator.write('PK\x06\x07', 'latin1');
    locator.writeBigUInt64LE(BigInt(at.central + header.length + 28), 8);
    locator.writeUInt32LE(1, 16);
    const end = Buffer.from(plain.subarray(at.end));
    end.writeUInt16LE(0xffff, 8);
    end.writeUInt16LE(0xffff, 10);
    end.writeUInt32LE(0xffffffff, 12);
    end.writeUInt32LE(0xffffffff, 16);
    const whole = Buffer.concat([plain.subarray(0, at.central), header, extra, end64, locator, end]) as Buffer<ArrayBuffer>;
    expect(await unpackOne(blob(whole))).toBe('[64]');
    expect((await openArchive('a.zip', blob(whole))).files[0]).toMatchObject({ bytes: 4, packedBytes: 4, offset: 0 });
  });
});

describe('refusing', () => {
  const good = zipped({ 'a.json': text(`[${'1,'.repeat(500)}1]`), 'b.json': text('[2]') });

  it.each<[string, Blob]>([
    ['no-zip', blob(text('[]'))],
    ['no-zip', blob(new Uint8Array(0))],
    ['no-zip', blob(Buffer.from(good.subarray(0, good.length - 30)))], // cut off
    ['no-zip', blob(Buffer.concat([good, Buffer.from('more')]) as Buffer<ArrayBuffer>)],
    ['directory', changed(good, (zip, { central }) => zip.writeUInt32LE(0, central))],
    ['directory', changed(good, (zip, { end }) => zip.writeUInt32LE(good.length, end + 16))],
    ['directory', changed(good, (zip, { end }) => [8, 10].forEach((field) => zip.writeUInt16LE(3, end + field)))],
    ['directory', changed(good, (zip, { end }) => [8, 10].forEach((field) => zip.writeUInt16LE(1, end + field)))],
    ['directory', changed(good, (zip, { central }) => zip.writeUInt16LE(60_000, central + 28))],
    ['directory', changed(good, (zip, { central }) => zip.writeUInt32LE(0xffffffff, central + 20))], // 64-bit without the field
    ['directory', changed(good, (zip, { end }) => zip.writeUInt32LE(0xffffffff, end + 16))], // 64-bit without the record
    ['disks', changed(good, (zip, { end }) => zip.writeUInt16LE(1, end + 4))],
    ['disks', changed(good, (zip, { end }) => zip.writeUInt16LE(1, end + 8))],
  ])('names an archive that cannot be opened: %s', async (why, source) => {
    await expect(openArchive('a.zip', source)).rejects.toEqual(refused(why));
  });

  it.each<[string, Blob]>([
    ['encrypted', changed(good, (zip, { central }) => zip.writeUInt16LE(1, central + 8))],
    ['encrypted', changed(good, (zip, { central }) => zip.writeUInt16LE(0x41, central + 8))],
    ['method', changed(good, (zip, { central }) => zip.writeUInt16LE(9, central + 10))],
    ['header', changed(good, (zip) => zip.writeUInt32LE(0, 0))],
    ['header', changed(good, (zip, { central }) => zip.writeUInt32LE(7, central + 42))],
    ['header', changed(good, (zip, { central }) => zip.writeUInt32LE(0x7fffffff, central + 42))],
    ['header', changed(good, (zip, { central }) => zip.writeUInt32LE(0x7fffffff, central + 20))], // longer than the archive
    ['header', changed(good, (zip) => zip.writeUInt16LE(0, 8))], // stored, says its own header
    ['data', changed(good, (zip) => zip.fill(0xff, 36, 40))],
    ['data', changed(good, (zip, { central }) => zip.writeUInt32LE(5, central + 20))], // cut short
    ['size', changed(good, (zip, { central }) => zip.writeUInt32LE(10, central + 24))],
    ['size', changed(good, (zip, { central }) => zip.writeUInt32LE(5000, central + 24))],
    ['checksum', changed(good, (zip, { central }) => zip.writeUInt32LE(1, central + 16))],
  ])('names a file that cannot be unpacked: %s, and unpacks its neighbour', async (why, source) => {
    await expect(unpackOne(source)).rejects.toEqual(refused(why));
    expect(await unpackOne(source, 1)).toBe('[2]');
  });

  it('inflates no byte more than the directory promised', async () => {
    const bomb = zipped({ 'bomb.json': new Uint8Array(64 * 1024 * 1024) });
    let most = 0;
    const archive = await openArchive(
      'a.zip',
      changed(bomb, (zip, { central }) => zip.writeUInt32LE(1000, central + 24)),
    );
    const file = archive.files[0];
    if (file === undefined) throw new Error('no such file');
    const options = { fileName: 'a.zip/bomb.json', signal: never, onProgress: (doneBytes: number) => (most = doneBytes) };
    await expect(unpack(archive, file, options)).rejects.toEqual(refused('size'));
    expect(most).toBeLessThanOrEqual(1000);
  });

  it('takes no archive of more than 10,000 files', async () => {
    const many = (count: number): Buffer<ArrayBuffer> =>
      zipped(Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}.json`, [new Uint8Array(0), { level: 0 }]])) as Zippable);
    expect((await openArchive('a.zip', blob(many(10_000)))).files).toHaveLength(10_000);
    await expect(openArchive('a.zip', blob(many(10_001)))).rejects.toEqual(refused('files', 'zip-limit'));
  });

  it('stops when it is cancelled', async () => {
    const archive = await openArchive('a.zip', blob(zipped({ 'a.json': new Uint8Array(4 * 1024 * 1024) })));
    const file = archive.files[0];
    if (file === undefined) throw new Error('no such file');
    const cancel = new AbortController();
    const reason = new Error('enough');
    const unpacking = unpack(archive, file, { fileName: 'x', signal: cancel.signal, onProgress: () => cancel.abort(reason) });
    await expect(unpacking).rejects.toBe(reason);
  });
});

describe('writing', () => {
  const now = new Date(2026, 10, 23, 12, 34, 56);

  it('makes an archive that others open, and this page too', async () => {
    const items = [
      { name: 'a.json', source: blob(text('[1]')) },
      { name: 'zwei ü.json', source: blob(text('[2,2]')) },
      { name: 'empty.json', source: blob(new Uint8Array(0)) },
    ];
    const made = await writeStored(items, now, never);
    const bytes = new Uint8Array(await made.arrayBuffer());
    expect(Object.entries(unzipSync(bytes)).map(([name, content]) => [name, new TextDecoder().decode(content)])).toEqual([
      ['a.json', '[1]'],
      ['zwei ü.json', '[2,2]'],
      ['empty.json', ''],
    ]);
    expect(await unpackOne(made, 1)).toBe('[2,2]');
  });

  const hasPython = existsSync('/usr/bin/python3');
  it.skipIf(!hasPython)('makes an archive that Python opens, with names and times', async () => {
    const made = await writeStored(
      [
        { name: 'a.json', source: blob(text('[1]')) },
        { name: 'zwei ü.json', source: blob(text('[2,2]')) },
      ],
      now,
      never,
    );
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-zip-'));
    try {
      writeFileSync(join(folder, 'a.zip'), new Uint8Array(await made.arrayBuffer()));
      const program = 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),ascii([(i.filename,i.date_time) for i in z.infolist()]))';
      const seen = execFileSync('python3', ['-c', program, join(folder, 'a.zip')], { encoding: 'utf8' });
      expect(seen).toContain("None [('a.json', (2026, 11, 23, 12, 34, 56)), ('zwei \\xfc.json'");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('writes 64-bit fields only where they are needed', async () => {
    const items = Array.from({ length: 0x10000 }, (_, index) => ({ name: `${index}.json`, source: blob(new Uint8Array(0)) }));
    const bytes = Buffer.from(await (await writeStored(items, now, never)).arrayBuffer());
    expect(bytes.includes('PK\x06\x06', 0, 'latin1')).toBe(true);
    expect(bytes.readUInt16LE(bytes.length - 12)).toBe(0xffff);
    const few = Buffer.from(await (await writeStored(items.slice(0, 2), now, never)).arrayBuffer());
    expect(few.includes('PK\x06\x06', 0, 'latin1')).toBe(false);
  });
});

describe('names', () => {
  it.each([
    ['orders.json', 'orders.json'],
    ['Orders.JSON', 'Orders.json'],
    ['../../etc/passwd', 'passwd.json'],
    ['C:\\secret\\a.json', 'a.json'],
    ['a\u202egnp.json', 'a_gnp.json'],
    ['new\nline\u0000.json', 'new_line_.json'],
    ['...json', 'manifest-.json'],
    ['.hidden.json', 'hidden.json'],
    ['con.json', 'manifest-con.json'],
    ['LPT1.old.json', 'manifest-LPT1.old.json'],
    ['', 'manifest-.json'],
    ['what?*.json', 'what__.json'],
    [`${'x'.repeat(300)}.json`, `${'x'.repeat(100)}.json`],
  ])('writes %j as %j', (from, to) => {
    expect(harmlessName(from)).toBe(to);
  });

  it('gives no name twice, whatever the case', () => {
    expect(uniqueNames(['a.json', 'A.json', 'a-2.json', 'b/a.json'])).toEqual(['a.json', 'A-2.json', 'a-2-2.json', 'a-3.json']);
  });

  it('names ten thousand files of one name in an instant', () => {
    const startMs = performance.now();
    expect(new Set(uniqueNames(Array.from({ length: 10_000 }, () => 'a.json'))).size).toBe(10_000);
    expect(performance.now() - startMs).toBeLessThan(500);
  });
});
