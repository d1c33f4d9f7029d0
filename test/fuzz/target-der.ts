/**
 * The DER reader walked over anything: what it takes, a writer that shares nothing with it must write back byte for byte;
 * and by structure alone it takes exactly what another reader of tags and lengths takes.
 */
import { DER_TAG, DerReader } from '../../src/formats/index.ts';
import { tlv } from '../unit/trust/authority.ts';
import { must, type Target } from './corpus.ts';
import { readElements, reshapeDer } from './der-tree.ts';
import { attempt, sizeClass } from './refusal.ts';
import { certificateSeeds } from './seeds.ts';

export const DER_CODES = [
  'der-truncated',
  'der-tag',
  'der-length',
  'der-trailing',
  'der-boolean',
  'der-integer',
  'der-oid',
  'der-bit-string',
  'der-string',
  'der-time',
];

/** INTEGER of unsigned digits, as X.690 section 8.3 wants it. */
export function integerOf(digits: Uint8Array): Uint8Array {
  const shortest = Buffer.from(
    digits.subarray(
      Math.max(
        0,
        digits.findIndex((byte) => byte !== 0),
      ),
    ),
  );
  const content = digits.every((byte) => byte === 0) ? Buffer.of(0) : shortest;
  return tlv(2, (content[0] as number) > 127 ? Buffer.of(0) : Buffer.of(), content);
}

function oidOf(dotted: string): Uint8Array {
  const [root = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const septets = (arc: number): number[] => (arc < 128 ? [arc] : [...septets(Math.floor(arc / 128)).map((byte) => byte | 128), arc % 128]);
  return tlv(6, Buffer.from([root * 40 + second, ...rest].flatMap(septets)));
}

/** A time as certificates write it; the tag says how many digits the year has. */
export function timeOf(tag: number, timeMs: number): Uint8Array {
  const [date = '', time = ''] = new Date(timeMs).toISOString().split(/[T.]/);
  return tlv(tag, Buffer.from(`${date.replaceAll('-', '').slice(tag === 0x17 ? 2 : 0)}${time.replaceAll(':', '')}Z`, 'ascii'));
}

/** Where the walk is, for the signature. */
interface Walk {
  readonly path: number[];
  readonly seen: Set<number>;
}

function rewrite(reader: DerReader, walk: Walk): Uint8Array {
  const elements: Uint8Array[] = [];
  for (let tag = reader.peek(); tag !== -1; tag = reader.peek()) {
    walk.path.push(tag);
    walk.seen.add(tag);
    elements.push((tag & 0x20) === 0 ? rewriteLeaf(reader, tag) : tlv(tag, rewrite(reader.enter(tag), walk)));
    walk.path.pop();
  }
  reader.end();
  return Buffer.concat(elements);
}

function rewriteLeaf(reader: DerReader, tag: number): Uint8Array {
  switch (tag) {
    case DER_TAG.Boolean:
      return tlv(tag, Buffer.of(reader.readBoolean() ? 0xff : 0));
    case DER_TAG.Integer:
      return integerOf(reader.readUnsigned());
    case DER_TAG.ObjectIdentifier:
      return oidOf(reader.readOid());
    case DER_TAG.BitString: {
      const { unusedBits, bytes } = reader.readBitString();
      must(unusedBits < 8 && (unusedBits === 0 || ((bytes.at(-1) ?? 0xff) & ((1 << unusedBits) - 1)) === 0), 'unused bits are zero');
      return tlv(tag, Buffer.of(unusedBits), bytes);
    }
    case DER_TAG.Utf8String:
    case DER_TAG.PrintableString:
    case DER_TAG.Ia5String:
      return tlv(tag, Buffer.from(reader.readString(), 'utf8'));
    case DER_TAG.UtcTime:
    case DER_TAG.GeneralizedTime:
      return timeOf(tag, reader.readTime());
    default:
      return tlv(tag, reader.readContent(tag));
  }
}

/** Tags and lengths only, with the reader under test. */
function stepThrough(reader: DerReader): void {
  for (let tag = reader.peek(); tag !== -1; tag = reader.peek()) {
    const element = (tag & 0x20) === 0 ? reader.read() : null;
    if (element === null) stepThrough(reader.enter(tag));
  }
  reader.end();
}

const isWellFormed = (bytes: Uint8Array): boolean => readElements(bytes)?.every(({ tag, content }) => (tag & 0x20) === 0 || isWellFormed(content)) ?? false;

function run(input: Uint8Array): string {
  const structure = attempt(DER_CODES, () => {
    stepThrough(new DerReader(input));
  });
  must('value' in structure === isWellFormed(input), 'tags and lengths are read as another reader reads them', () => structure);
  const walk: Walk = { path: [], seen: new Set() };
  const result = attempt(DER_CODES, () => rewrite(new DerReader(input), walk));
  if ('value' in result) {
    must(Buffer.compare(result.value, input) === 0, 'what is accepted is written back as it was', () => Buffer.from(result.value).toString('hex'));
    return `ok ${[...walk.seen].toSorted((a, b) => a - b).join(',')}`;
  }
  const { code, facts } = result.refusal;
  must(typeof facts['offset'] === 'number' && facts['offset'] >= 0 && facts['offset'] <= input.length, 'the fault has an offset inside the bytes', () => facts);
  return `${code} ${walk.path.slice(-3).join('/')} ${walk.path.length} ${sizeClass(facts['offset'])}`;
}

const DICTIONARY = [
  '0500',
  '0101ff',
  '020100',
  '0203010001',
  '300080',
  '3000',
  '308130',
  '30820100',
  '3080',
  '0000',
  '06032a0304',
  '0603550403',
  '1f8101',
  '0c0141',
  '84000000ff',
  '030100',
  'a003020102',
].map((hex) => Buffer.from(hex, 'hex'));
const LEAVES = [
  '170d3235303130313030303030305a',
  '180f39393939313233313233353935395a',
  '0c04f09f9880',
  '1301411601420c00',
  '0302078003020186',
  '02020080020400ffffff',
  '060a2b06010401823c021501',
];

export const derTarget: Target = {
  name: 'der',
  seeds: [...certificateSeeds(), ...LEAVES.map((hex) => new Uint8Array(Buffer.from(hex, 'hex')))],
  dictionary: DICTIONARY,
  maxBytes: 1200,
  reshape: reshapeDer,
  run,
};
