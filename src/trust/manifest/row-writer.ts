/**
 * Rows of one batch, written as its entries are verified.
 * Floor: trust. Knows both ways of looking at an entry and what the columns keep of it; verifies nothing.
 * Reference: columns.ts; Azure DPS REST 2021-10-01, registrationId: letters, digits and `: . _ -`, none of these at either end.
 */
import { fromHex } from '../../base/index.ts';
import type { ManifestSigner } from '../anchors.ts';
import type { EntryReading } from '../entry/entry.ts';
import type { EntryProblem } from '../entry/entry-reason.ts';
import { asciiText } from '../entry/plain-values.ts';
import type { QuickLook } from '../entry/quick-look.ts';
import { MARK, NAME_SERIAL, type EntryRows } from './columns.ts';
import { signatureTag, type Tag } from './content-tag.ts';
import { Distinct, SpanNumbers, problemNumber, textNumber } from './distinct.ts';
import { TimeSpan } from './time-span.ts';

const REGISTRATION_ID = /^[A-Za-z0-9](?:[A-Za-z0-9:._-]{0,126}[A-Za-z0-9])?$/;

/** True when DPS lists every character of the name; a space, as in names of the first chips, is not among them. */
export const isRegistrationId = (commonName: string): boolean => REGISTRATION_ID.test(commonName);

/** Columns of `count` rows, all zero. */
export const emptyColumns = (count: number) =>
  ({
    uniqueIds: new Uint8Array(9 * count),
    marks: new Uint8Array(count),
    versions: new Uint8Array(count),
    problems: new Uint16Array(count),
    signers: new Uint16Array(count),
    partNumbers: new Uint16Array(count),
    models: new Uint16Array(count),
    names: new Uint16Array(count),
    contentTags: new Uint32Array(2 * count),
    entryTags: new Uint32Array(2 * count),
  }) as const;

export class RowWriter {
  readonly #count: number;
  readonly #columns: ReturnType<typeof emptyColumns>;
  readonly #problems = new Distinct<EntryProblem>();
  readonly #signers = new Distinct<ManifestSigner>();
  readonly #texts = new Distinct<string>();
  readonly #partNumbers = new SpanNumbers(this.#texts);
  readonly #models = new SpanNumbers(this.#texts);
  readonly #times = new TimeSpan();

  constructor(count: number) {
    this.#count = count;
    this.#columns = emptyColumns(count);
  }

  /** What a quick look found; counts once its signatures hold and `confirm` is called. Gives the provisioning time for that. */
  quick(row: number, { payload, decoded, header, device, signer, signature }: QuickLook): string {
    const columns = this.#columns;
    columns.uniqueIds.set(payload.uniqueId, 9 * row);
    columns.marks[row] = MARK.uniqueId | (header?.signer.origin === 'demo' || signer?.origin === 'demo' ? MARK.demo : 0);
    columns.versions[row] = payload.version;
    columns.problems[row] = 0;
    columns.signers[row] = header === null ? 0 : this.#signers.number(header.signer.x5t, header.signer);
    columns.partNumbers[row] = this.#partNumbers.number(decoded, payload.partNumber.from, payload.partNumber.to);
    columns.models[row] = this.#models.number(decoded, payload.model.from, payload.model.to);
    columns.names[row] = 0;
    if (device !== null) this.#name(row, device.subjectCommonName, payload.serial);
    this.#tag(columns.entryTags, row, signatureTag(signature));
    return asciiText(decoded, payload.provisioned.from, payload.provisioned.to);
  }

  /** The row that `quick` wrote stands. */
  confirm(row: number, provisioned: string, tag: Tag): void {
    this.#times.add(provisioned);
    this.#tag(this.#columns.contentTags, row, tag);
  }

  /** What a proper look found, in place of whatever was written before. */
  full(row: number, { uniqueId, signer, content, certificates, claimed, problem }: EntryReading, entryTag: Tag, contentTag: Tag): void {
    const columns = this.#columns;
    columns.uniqueIds.set(uniqueId === null ? new Uint8Array(9) : fromHex(uniqueId), 9 * row);
    columns.marks[row] = (uniqueId === null ? 0 : MARK.uniqueId) | (signer?.origin === 'demo' || certificates?.origin === 'demo' ? MARK.demo : 0);
    columns.versions[row] = content?.version ?? 0;
    columns.problems[row] = problem === null ? 0 : problemNumber(this.#problems, problem);
    columns.signers[row] = signer === null ? 0 : this.#signers.number(signer.x5t, signer);
    columns.partNumbers[row] = content === null ? 0 : textNumber(this.#texts, content.partNumber);
    columns.models[row] = content === null ? 0 : textNumber(this.#texts, content.model);
    columns.names[row] = 0;
    if (claimed !== null) this.#name(row, claimed.commonName, uniqueId?.toUpperCase() ?? '');
    if (typeof content?.provisioningTimestamp === 'string') this.#times.add(content.provisioningTimestamp);
    this.#tag(columns.entryTags, row, entryTag);
    this.#tag(columns.contentTags, row, contentTag);
  }

  /** The rows; the writer is of no more use. */
  finish(): EntryRows {
    return {
      ...this.#columns,
      count: this.#count,
      problemTable: this.#problems.values,
      signerTable: this.#signers.values,
      textTable: this.#texts.values,
      firstProvisioned: this.#times.first,
      lastProvisioned: this.#times.last,
    };
  }

  /** Names of one kind differ in the serial number only: it is taken out, so that a file has one name. */
  #name(row: number, commonName: string, serial: string): void {
    const columns = this.#columns;
    columns.marks[row] = (columns.marks[row] as number) | MARK.certificates | (isRegistrationId(commonName) ? MARK.registrationId : 0);
    if (!commonName.includes(NAME_SERIAL)) columns.names[row] = textNumber(this.#texts, serial === '' ? commonName : commonName.replace(serial, NAME_SERIAL));
  }

  #tag(column: Uint32Array, row: number, tag: Tag): void {
    column[2 * row] = tag[0];
    column[2 * row + 1] = tag[1];
  }
}
