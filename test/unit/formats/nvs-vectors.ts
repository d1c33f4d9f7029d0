/** The vectors of test/vectors/nvs with their short forms written out. */
import { readFileSync } from 'node:fs';

export interface NvsVector {
  readonly name: string;
  readonly partitionBytes: number;
  readonly csv: string;
  /** 32 bytes each; absent when there are many. */
  readonly rows?: readonly string[];
  readonly sha256: string;
}

const pattern = (count: number): string => Buffer.from(Array.from({ length: count }, (_, index) => (7 * index + 3) & 0xff)).toString('hex');
const letters = (count: number): string => Array.from({ length: count }, (_, index) => String.fromCharCode(97 + (index % 26))).join('');

const file = JSON.parse(readFileSync(new URL('../../vectors/nvs/partition-gen.json', import.meta.url), 'utf8')) as { readonly vectors: readonly NvsVector[] };

export const NVS_VECTORS: readonly NvsVector[] = file.vectors.map((vector) => ({
  ...vector,
  csv: vector.csv.replace(/<(hex|text) (\d+)>/g, (_, form: string, count: string) => (form === 'hex' ? pattern : letters)(Number(count))),
}));
