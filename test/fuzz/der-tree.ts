/**
 * DER as a tree of tags and contents, read, written and reshaped: another reader and writer than the ones under test.
 * Knows lengths and tags only, and which leaves may wrap DER again (OCTET STRING, BIT STRING).
 * Reference: X.690 (02/2021) sections 8.1 and 10.1.
 */
import { tlv } from '../unit/trust/authority.ts';
import { mutate, type Material } from './mutate.ts';
import type { Random } from './random.ts';

export interface DerNode {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Elements one behind the other, or null when that is not what the bytes are: shortest definite lengths, tags of one byte. */
export function readElements(bytes: Uint8Array): readonly DerNode[] | null {
  const nodes: DerNode[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const [tag = 0, short = 0x80] = rest;
    const digits = short < 0x80 ? 0 : short - 0x80;
    if ((tag & 31) === 31 || rest.length < 2 + digits || (short >= 0x80 && (digits === 0 || digits > 4 || rest[2] === 0))) return null;
    const length = digits === 0 ? short : Number(`0x${Buffer.from(rest.subarray(2, 2 + digits)).toString('hex')}`);
    const end = 2 + digits + length;
    if (end > rest.length || (digits > 0 && length < 0x80)) return null;
    nodes.push({ tag, content: rest.subarray(2 + digits, end) });
    rest = rest.subarray(end);
  }
  return nodes;
}

export const writeElement = ({ tag, content }: DerNode): Uint8Array => tlv(tag, content);

const INTEGER = 2;
const BIT_STRING = 3;
const OCTET_STRING = 4;
const CONSTRUCTED = 0x20;

const times = (...texts: readonly string[]): readonly string[] => texts.map((text) => Buffer.from(`${text}Z`, 'ascii').toString('hex'));

/** Contents that readers have strong opinions about, by hex. */
const CONTENTS: Readonly<Record<number, readonly string[]>> = {
  1: ['00', 'ff', '01', '', 'ffff'],
  [INTEGER]: ['', '00', '01', '02', '7f', '80', '0080', '00ff', '007f', '7fffffff', '0080000000', 'ff', '0000', '00'.repeat(21), `7f${'ff'.repeat(19)}`],
  [BIT_STRING]: ['', '00', '01', '0080', '0780', '0186', '0388', '08', '0001', '070180', '03020780'],
  5: ['', '00'],
  6: [
    '',
    '80',
    '2a',
    '2a80',
    '2a8001',
    '550403',
    '55040a',
    '551d0f',
    '551d13',
    '551d0e',
    '551d23',
    '551d11',
    '2a8648ce3d040302',
    '2affffffffff7f',
    '8837',
    '81',
  ],
  12: ['', '41', 'c3a9', 'c0a2', 'eda080', 'f09f9880', 'ff', 'efbbbf41'],
  19: ['', '41', '5f', 'c3'],
  23: times('250101000000', '491231235959', '500101000000', '250229000000', '251301000000', '250132000000', '250101240000', '250101006000', '250101000060'),
  24: times('99991231235959', '20500101000000.5', '00000101000000', '20240229000000', '20250229000000', '20250001000000', '20251231235960', '20251231245959'),
};

interface Reshaping {
  readonly random: Random;
  readonly material: Material;
  /** Any element of another input. */
  readonly stranger: DerNode;
}

/** A copy with one element changed and all lengths around it right; null when the bytes are no DER. */
export function reshapeDer(random: Random, input: Uint8Array, material: Material): Uint8Array | null {
  const nodes = readElements(input);
  if (nodes === null || nodes.length === 0) return null;
  const strangers = readElements(random.pick(material.others));
  const stranger = strangers === null || strangers.length === 0 ? { tag: 5, content: new Uint8Array(0) } : descend(random, random.pick(strangers));
  return Buffer.concat(reshapeAmong({ random, material, stranger }, nodes).map(writeElement)).subarray(0, material.maxBytes);
}

/** Children of an element that has any: constructed ones, and strings that wrap DER. The first number is of bytes in front of them. */
function childrenOf({ tag, content }: DerNode): readonly [skipped: number, children: readonly DerNode[]] | null {
  if ((tag & CONSTRUCTED) === 0 && tag !== OCTET_STRING && tag !== BIT_STRING) return null;
  const skipped = tag === BIT_STRING ? 1 : 0;
  const children = content.length > skipped ? readElements(content.subarray(skipped)) : null;
  return children === null ? null : [skipped, children];
}

function descend(random: Random, node: DerNode): DerNode {
  const below = childrenOf(node);
  return below === null || random.oneIn(5) ? node : descend(random, random.pick(below[1]));
}

function reshapeAmong(context: Reshaping, nodes: readonly DerNode[]): DerNode[] {
  const { random, stranger } = context;
  const index = random.below(nodes.length);
  const node = nodes[index] as DerNode;
  const below = childrenOf(node);
  if (below !== null && !random.oneIn(6)) {
    const [skipped, children] = below;
    const content = Buffer.concat([node.content.subarray(0, skipped), ...reshapeAmong(context, children).map(writeElement)]);
    return nodes.with(index, { ...node, content });
  }
  const other = random.below(nodes.length);
  const changed = [...nodes];
  if (random.oneIn(2)) changed[index] = reshapeElement(context, node);
  else if (random.oneIn(4)) changed.splice(index, 1);
  else if (random.oneIn(3)) changed.splice(random.below(nodes.length + 1), 0, node);
  else if (random.oneIn(2)) changed.splice(index, random.below(2), stranger);
  else [changed[index], changed[other]] = [changed[other] as DerNode, node];
  return changed;
}

function reshapeElement({ random, material }: Reshaping, node: DerNode): DerNode {
  const known = CONTENTS[node.tag];
  if (known !== undefined && random.oneIn(2)) return { ...node, content: Buffer.from(random.pick(known), 'hex') };
  if (node.tag === BIT_STRING && random.oneIn(3)) return { ...node, content: withUnusedBits(node.content, random.below(9)) };
  if (random.oneIn(4)) return { ...node, tag: random.pick([1, 2, 3, 4, 5, 6, 12, 19, 22, 23, 24, 0x30, 0x31, 0x80, 0x82, 0xa0, 0xa3, node.tag ^ CONSTRUCTED]) };
  if (random.oneIn(6)) return { tag: random.pick([0x30, 0x31, 0xa0, 0xa3, OCTET_STRING]), content: writeElement(node) };
  return { ...node, content: mutate(random, node.content, { ...material, maxBytes: material.maxBytes - 16 }) };
}

/** The same bits, the last ones said to be unused, and zero. */
function withUnusedBits(content: Uint8Array, unusedBits: number): Uint8Array {
  const changed = Uint8Array.from(content);
  if (changed.length > 1) changed.set([(changed.at(-1) as number) & (0xff << unusedBits)], changed.length - 1);
  changed.set([unusedBits].slice(0, changed.length));
  return changed;
}
