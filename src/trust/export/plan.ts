/**
 * Which entries go into an export, which stay out, and why: known before a byte is written and before an entry is loaded.
 * Floor: trust. Reads columns only; write.ts loads and writes. rivals.ts decides between entries for one chip.
 */
import { MARK, type EntryColumns } from '../manifest/columns.ts';
import { KeyNumbers } from '../manifest/key-numbers.ts';
import type { EntryRef, ManifestFile } from '../manifest/manifest-file.ts';
import { EntryList } from './entry-list.ts';
import { Rivals } from './rivals.ts';

/** `pem`: leaf certificates. `pem-chain`: leaf and signer in one file. `azure-cli`: scripts for two shells with the certificates. `dps-bulk`: bodies for the bulk request. */
export const EXPORT_FORMATS = ['pem', 'pem-chain', 'csv', 'azure-cli', 'dps-bulk', 'manifest'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Why an entry stays out. `unverified`: it has a problem and nobody insists. `no-certificate`: nothing inside to write, or no serial number to name it.
 * `registration-id`: the common name is no registration id. `demo`: its private key is public, so that anybody could be that device.
 * `repeated`: the same entry or certificate was taken already. `disagree`: another entry that is at least as good gives the chip another certificate.
 * `unreadable`: no JSON or too long, so that a manifest with it could be read by nobody.
 */
export type LeftOutReason = 'unverified' | 'no-certificate' | 'registration-id' | 'demo' | 'repeated' | 'disagree' | 'unreadable';

/** Entries that stay out for one reason. */
export interface LeftOut {
  readonly reason: LeftOutReason;
  readonly entries: EntryList;
  readonly count: number;
  /** The first three by common name or serial number. */
  readonly examples: readonly string[];
}

/** What will be written. */
export interface ExportPlan {
  readonly format: ExportFormat;
  readonly entries: EntryList;
  /** How many go in, and of these demo entries and such that are not verified. */
  readonly taken: number;
  readonly demo: number;
  readonly unverified: number;
  readonly leftOut: readonly LeftOut[];
}

const FOR_AZURE: ReadonlySet<ExportFormat> = new Set(['azure-cli', 'dps-bulk']);
const TEXTS: ReadonlySet<ExportFormat> = new Set(['csv', 'manifest']);
const EXAMPLES = 3;

/** Decides about every entry; those that are taken keep their order. */
export function planExport(refs: Iterable<EntryRef>, format: ExportFormat, unverified: 'leave-out' | 'include'): ExportPlan {
  const all = new EntryList();
  for (const { file, index } of refs) all.add(file, index);
  const why = TEXTS.has(format) ? textJudge(format, unverified) : certificateJudge(all, format, unverified);
  const entries = new EntryList();
  const leftOut = new Map<LeftOutReason, EntryList>();
  let [demo, notVerified] = [0, 0];
  for (let position = 0; position < all.length; position++) {
    const [file, index] = [all.file(position), all.index(position)];
    const reason = why(file, index, position);
    if (reason === null) {
      entries.add(file, index);
      if (file.table.isDemo(index)) demo++;
      if (file.table.columns.problems[index] !== 0) notVerified++;
      continue;
    }
    const list = leftOut.get(reason) ?? new EntryList();
    leftOut.set(reason, list);
    list.add(file, index);
  }
  return {
    format,
    entries,
    taken: entries.length,
    demo,
    unverified: notVerified,
    leftOut: [...leftOut].map(([reason, list]) => ({ reason, entries: list, count: list.length, examples: examplesOf(list) })),
  };
}

/** Says why an entry stays out; null: it goes in. Asked once for each, in order. */
type Judge = (file: ManifestFile, index: number, position: number) => LeftOutReason | null;

/** For formats that say of each entry whether it is verified, or leave that to the reader. */
function textJudge(format: ExportFormat, unverified: 'leave-out' | 'include'): Judge {
  const seen = new KeyNumbers(8);
  let tagged: { readonly columns: EntryColumns; readonly tags: Uint8Array } | null = null;
  return ({ table }, index) => {
    const problem = table.problem(index);
    if (problem !== null && unverified === 'leave-out') return 'unverified';
    const isUnread = problem?.reason === 'entry-json' || problem?.reason === 'entry-size';
    if (isUnread) return format === 'manifest' ? 'unreadable' : null;
    const { columns } = table;
    if (columns.entryTags[2 * index] === 0 && columns.entryTags[2 * index + 1] === 0) return null; // NO_TAG
    if (tagged?.columns !== columns) tagged = { columns, tags: new Uint8Array(columns.entryTags.buffer, columns.entryTags.byteOffset) };
    const known = seen.count;
    return seen.number(tagged.tags, 8 * index) < known ? 'repeated' : null;
  };
}

/** For formats that are made of certificates. */
function certificateJudge(all: EntryList, format: ExportFormat, unverified: 'leave-out' | 'include'): Judge {
  const rivals = new Rivals(all.length);
  const chips = new Int32Array(all.length).fill(-1);
  const alone = ({ problems, marks }: EntryColumns, index: number): LeftOutReason | null => {
    if (unverified === 'leave-out' && problems[index] !== 0) return 'unverified';
    return ((marks[index] as number) & NEEDED) === NEEDED ? null : 'no-certificate';
  };
  for (let position = 0; position < all.length; position++) {
    const [{ columns }, index] = [all.file(position).table, all.index(position)];
    if (alone(columns, index) === null) chips[position] = rivals.add(columns, index);
  }
  return ({ table: { columns } }, index, position) => {
    const chip = chips[position] as number;
    const reason = chip < 0 ? alone(columns, index) : rivals.judge(chip, columns, index);
    if (reason !== null) return reason;
    const marks = columns.marks[index] as number;
    if (FOR_AZURE.has(format) && (marks & MARK.demo) !== 0) return 'demo';
    if (FOR_AZURE.has(format) && (marks & MARK.registrationId) === 0) return 'registration-id';
    rivals.take(chip);
    return null;
  };
}
const NEEDED = MARK.certificates | MARK.uniqueId;

function examplesOf(list: EntryList): readonly string[] {
  const examples: string[] = [];
  for (const { file, index } of list) {
    const name = file.table.commonName(index) ?? file.table.uniqueId(index)?.toUpperCase();
    if (name !== undefined) examples.push(name);
    if (examples.length === EXAMPLES) break;
  }
  return examples;
}
