/**
 * Makes public/demo/recordings.json: the recorded logs that the virtual bench plays. Only logs that were written here from the programs' sources
 * are shipped; those copied from public threads stay among the test vectors.
 * Run: npx tsx scripts/pack-recordings.ts   A unit test says when it has to be run again.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../', import.meta.url);
const FOLDERS = { connect: new URL('test/vectors/connect-logs/', ROOT), crash: new URL('test/vectors/crash-logs/', ROOT) } as const;
/** The order of the list: what goes well first, then along the way to the hub, then crashes. */
const SHIPPED: readonly (readonly [keyof typeof FOLDERS, string])[] = [
  ['connect', 'seed-success'],
  ['connect', 'seed-chip-absent'],
  ['connect', 'seed-wifi-password'],
  ['connect', 'seed-wifi-silent'],
  ['connect', 'seed-dns'],
  ['connect', 'seed-id-scope'],
  ['connect', 'azure-freertos-401002'],
  ['connect', 'sdk-c-throttled'],
  ['connect', 'seed-hub-refused'],
  ['connect', 'esp-azure-disabled'],
  ['crash', 'esp32-load-prohibited'],
  ['crash', 'esp32-task-watchdog'],
  ['crash', 'esp32-brown-out'],
];

/** The file's text, made anew from the vectors. */
export function packRecordings(): string {
  const recordings = SHIPPED.map(([group, id]) => {
    if (!readdirSync(FOLDERS[group]).includes(`${id}.log`)) throw new Error(`no recorded log ${id}`);
    const rows = readFileSync(new URL(`${id}.log`, FOLDERS[group]), 'utf8')
      .replace(/\n$/, '')
      .split('\n');
    const head = rows.filter((row) => row.startsWith('# ')).map((row) => row.slice(2));
    const value = (key: string): string => head.find((row) => row.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
    if (!value('kind').includes('reconstructed')) throw new Error(`${id} was recorded elsewhere: it is not ours to ship`);
    const lines = rows.slice(head.length).map((row) => [Number(row.slice(0, row.indexOf('\t'))), row.slice(row.indexOf('\t') + 1)]);
    return { id, group, title: head[0], kind: value('kind'), source: value('source'), lines };
  });
  return `${JSON.stringify({ version: 1, recordings }, null, 1)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(new URL('public/demo/recordings.json', ROOT), packRecordings());
