/** What helps to understand a log: shipped recordings, kept rules, the build's file. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { packRecordings } from '../../../../scripts/pack-recordings.ts';
import { readBuildFile } from '../../../../src/app/understanding/build-file.ts';
import { keepRules, readKeptRules } from '../../../../src/app/understanding/kept-rules.ts';
import { parseRecordings } from '../../../../src/app/understanding/recordings.ts';
import * as room from '../../../../src/bench/understand-log.ts';
import { CRASHED_BUILD, smallElf } from '../../../support/small-elf.ts';

const SHIPPED = readFileSync(new URL('../../../../public/demo/recordings.json', import.meta.url), 'utf8');

describe('the recordings that come with the page', () => {
  it('are those of the vectors: run npx tsx scripts/pack-recordings.ts', () => expect(SHIPPED).toBe(packRecordings()));
  it('are small', () => expect(gzipSync(SHIPPED).length).toBeLessThan(40 * 1024));

  it('say where they are from, and were written here', () => {
    const recordings = parseRecordings(SHIPPED);
    expect(recordings.length).toBe(13);
    for (const { title, kind, source, durationMs } of recordings) {
      expect([title, source].every((text) => text.length > 5)).toBe(true);
      expect(kind).toContain('reconstructed');
      expect(durationMs).toBeGreaterThan(500);
    }
  });

  it('go over the wire as lines with their endings', () => {
    const [{ lines = [] } = {}] = parseRecordings(SHIPPED);
    expect(new TextDecoder().decode(lines[2]?.bytes)).toBe('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n');
    expect(lines.every(({ atMs }, index) => atMs >= (lines[index - 1]?.atMs ?? 0))).toBe(true);
  });

  it('leave out what is none', () => {
    const good = { id: 'a', group: 'crash', title: 't', kind: 'k', source: 's', lines: [[0, 'x']] };
    const bad = [
      { ...good, lines: [] },
      { ...good, lines: [['0', 'x']] },
      { ...good, group: 'other' },
      { ...good, title: 7 },
    ];
    expect(parseRecordings(JSON.stringify({ recordings: [good, ...bad] })).map(({ id }) => id)).toEqual(['a']);
    expect(parseRecordings('{}')).toEqual([]);
  });
});

describe('rules that are kept', () => {
  const TEXT = JSON.stringify({ version: 1, name: 'Ours', rules: [{ id: 'gw', match: 'GW: up', done: ['wifi'] }] });
  const shelf = (kept: string | null) => {
    let held = kept;
    return () => ({ getItem: () => held, setItem: (_key: string, text: string) => void (held = text), removeItem: () => void (held = null) });
  };

  it('come back as they were', () => {
    const storage = shelf(null);
    expect(keepRules(TEXT, storage)).toBe('kept');
    expect(readKeptRules(room, storage)).toMatchObject({ name: 'Ours', rules: [{ id: 'gw' }] });
    expect(keepRules(null, storage)).toBe('kept');
    expect(readKeptRules(room, storage)).toBeNull();
  });

  it.each(['', '{', 'null', '[]', '{"version":2}', TEXT.replace('GW: up', 'GW'), ' '.repeat(300_000) + TEXT])(
    'are forgotten when they are none: %#',
    (text) => {
      expect(readKeptRules(room, shelf(text))).toBeNull();
    },
  );

  it('last as long as the page where the browser keeps nothing', () => {
    const closed = (): never => {
      throw new Error('SecurityError');
    };
    expect([readKeptRules(room, closed), keepRules(TEXT, closed)]).toEqual([null, 'here']);
  });
});

describe('the build’s file', () => {
  const bytes = smallElf(CRASHED_BUILD);

  it('gives names, and its own hash', async () => {
    const { card, elf } = await readBuildFile(new File([Uint8Array.from(bytes)], 'gateway.elf'));
    expect(card).toEqual({ fileName: 'gateway.elf', machine: 'xtensa', functions: 5, sha256: createHash('sha256').update(bytes).digest('hex') });
    expect(card.sha256).toMatch(/^620df13425e84645/); // what the recording says
    expect(elf.symbolize(0x400d5c79)).toEqual({ name: 'read_provisioning_reply', offset: 0x39 });
  });

  it.each([
    ['elf-magic', new File(['x'.repeat(100)], 'a.elf')],
    ['elf-short', new File(['x'], 'a.elf')],
    ['build-size', { size: 2 ** 30, name: 'a.elf' } as File],
    ['build-read', { size: 9, name: 'a.elf', arrayBuffer: () => Promise.reject(new Error('gone')) } as unknown as File],
  ])('is refused with %s', async (code, file) => {
    await expect(readBuildFile(file)).rejects.toMatchObject({ code });
  });
});

it('the example of the documentation is one file, in the text and by itself, and is taken', () => {
  const docs = new URL('../../../../docs/', import.meta.url);
  const example = readFileSync(new URL('connect-rules-example.json', docs), 'utf8');
  expect(/```json\n([\s\S]*?)```/.exec(readFileSync(new URL('connect-rules.md', docs), 'utf8'))?.[1]).toBe(example);
  expect(room.parseConnectRules(example)).toMatchObject({ name: 'Our gateway, firmware 3' });
});
