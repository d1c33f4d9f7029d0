/**
 * A pack made ready for the wire, once for any number of boards: deflated, cut into blocks, hashed.
 * Floor: board. Knows no board and no time; who sends the blocks is part-writer.ts.
 * Reference: RFC 1950 (zlib); Espressif's serial protocol, FLASH_DEFL_DATA and FLASH_DATA.
 */
import { Unzlib } from 'fflate';
import { toHex } from '../../base/index.ts';
import { md5 } from '../../formats/index.ts';
import { encodeBlock, LOADER } from '../loader/packets.ts';
import type { Pack } from '../pack/pack.ts';

/** A block as it goes over the wire, the same for every board. */
export interface PreparedBlock {
  readonly packet: Uint8Array;
  /** Bytes of flash that this block brings, once inflated. */
  readonly plainBytes: number;
}

/** A part's blocks for one way of writing. */
export interface PreparedStream {
  readonly blocks: readonly PreparedBlock[];
  readonly blockBytes: number;
  /** All packets together. */
  readonly wireBytes: number;
}

/** The image of a whole part, padded to words. */
export class PreparedPart {
  readonly offset: number;
  readonly bytes: Uint8Array;
  /** Hex. */
  readonly md5: string;
  /** The first sector alone: enough to see that something else is there. */
  readonly head: { readonly bytes: number; readonly md5: string };
  readonly deflated: Uint8Array;
  readonly #streams = new Map<string, PreparedStream>();

  constructor(offset: number, bytes: Uint8Array, deflated: Uint8Array) {
    this.offset = offset;
    this.bytes = bytes;
    this.md5 = toHex(md5(bytes));
    const head = bytes.subarray(0, HEAD_BYTES);
    this.head = { bytes: head.length, md5: toHex(md5(head)) };
    this.deflated = deflated;
  }

  /** Compressed, for the stub. Made once for each size of block, and shared. */
  deflatedBlocks(blockBytes: number): PreparedStream {
    return this.#stream(`deflated ${String(blockBytes)}`, blockBytes, () => {
      const inflated = new InflatedBytes();
      return cut(this.deflated, blockBytes).map((block, sequence) => ({
        packet: encodeBlock(LOADER.deflateData, block, sequence),
        plainBytes: inflated.after(block),
      }));
    });
  }

  /** As it is, for the ROM: whole blocks, beginning at the sector, what is missing is left erased. */
  plainBlocks(blockBytes: number): PreparedStream {
    return this.#stream(`plain ${String(blockBytes)}`, blockBytes, () => {
      const before = this.offset % SECTOR_BYTES;
      const image = new Uint8Array(Math.ceil((before + this.bytes.length) / blockBytes) * blockBytes).fill(ERASED);
      image.set(this.bytes, before);
      return cut(image, blockBytes).map((block, sequence) => ({ packet: encodeBlock(LOADER.flashData, block, sequence), plainBytes: block.length }));
    });
  }

  #stream(name: string, blockBytes: number, make: () => readonly PreparedBlock[]): PreparedStream {
    let stream = this.#streams.get(name);
    if (stream === undefined) {
      const blocks = make();
      stream = { blocks, blockBytes, wireBytes: blocks.reduce((sum, { packet }) => sum + packet.length, 0) };
      this.#streams.set(name, stream);
    }
    return stream;
  }
}

/** A pack that is ready; it holds no board and may serve many at the same time. */
export interface PreparedPack {
  readonly pack: Pack;
  readonly parts: readonly PreparedPart[];
  readonly totalBytes: number;
  readonly deflatedBytes: number;
}

const HEAD_BYTES = 0x1000;
/** What the stub takes at a time, but for a ROM's own USB port. */
const USUAL_BLOCK_BYTES = 0x4000;
const SECTOR_BYTES = 0x1000;
const ERASED = 0xff;

/** Parts that are ready, by their bytes: a pack with settings for one board shares all other parts with the pack without. */
const ready = new WeakMap<Uint8Array, Map<number, Promise<PreparedPart>>>();

function prepareOnce(offset: number, bytes: Uint8Array): Promise<PreparedPart> {
  const places = ready.get(bytes) ?? new Map<number, Promise<PreparedPart>>();
  const part = places.get(offset) ?? preparePart(offset, bytes);
  places.set(offset, part);
  ready.set(bytes, places);
  part.catch(() => places.delete(offset));
  return part;
}

/** Deflates and hashes every part, each only once. The pack is taken as it is: headers are not patched, or their hashes would no longer hold. */
export async function preparePack(pack: Pack): Promise<PreparedPack> {
  const parts: PreparedPart[] = [];
  for (const { offset, bytes } of pack.parts) parts.push(await prepareOnce(offset, bytes));
  return {
    pack,
    parts,
    totalBytes: parts.reduce((sum, part) => sum + part.bytes.length, 0),
    deflatedBytes: parts.reduce((sum, part) => sum + part.deflated.length, 0),
  };
}

/** One image for one place. */
export async function preparePart(offset: number, bytes: Uint8Array): Promise<PreparedPart> {
  const image = padded(bytes);
  const part = new PreparedPart(offset, image, await deflate(image));
  part.deflatedBlocks(USUAL_BLOCK_BYTES);
  return part;
}

/** Flash is written in words. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const image = new Uint8Array((bytes.length + 3) & ~3).fill(ERASED);
  image.set(bytes);
  return image;
}

async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function cut(bytes: Uint8Array, blockBytes: number): readonly Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / blockBytes) }, (_, index) => bytes.subarray(index * blockBytes, (index + 1) * blockBytes));
}

/** Counts what each block inflates to, and forgets it. */
class InflatedBytes {
  #bytes = 0;
  readonly #inflate = new Unzlib((chunk) => {
    this.#bytes += chunk.length;
  });

  after(block: Uint8Array): number {
    const before = this.#bytes;
    this.#inflate.push(block);
    return this.#bytes - before;
  }
}
