/**
 * From a linked program to the image that the ESP32's ROM boots: ELF in, image out.
 * Knows no files and no compiler (build-firmware.ts). Writes only; formats/esp-image.ts reads, and the two share no code.
 * Reference: System V ABI, chapters 4 and 5 (ELF); Espressif esptool documentation, "Firmware Image Format".
 */
import { createHash } from 'node:crypto';

interface Segment {
  readonly address: number;
  readonly data: Buffer;
}

const ELF_MAGIC = 0x464c457f;
const ELF_MACHINE_XTENSA = 94;
const PT_LOAD = 1;

const IMAGE_MAGIC = 0xe9;
const SPI_MODE_DIO = 0x02;
const FLASH_4MB_40MHZ = 0x20;
const WRITE_PROTECT_PIN_UNUSED = 0xee;
const MAX_CHIP_REVISION_ANY = 0xffff;
const CHECKSUM_SEED = 0xef;

/** The bytes that are loaded; what is only reserved (.bss) is not in the file. */
function readSegments(elf: Buffer): readonly Segment[] {
  if (elf.readUInt32LE(0) !== ELF_MAGIC || elf.readUInt16LE(18) !== ELF_MACHINE_XTENSA) throw new Error('not an Xtensa ELF file');
  const tableOffset = elf.readUInt32LE(28);
  const entryBytes = elf.readUInt16LE(42);
  const count = elf.readUInt16LE(44);
  return Array.from({ length: count }, (_, index) => tableOffset + index * entryBytes)
    .filter((header) => elf.readUInt32LE(header) === PT_LOAD && elf.readUInt32LE(header + 16) > 0)
    .map((header) => {
      const offset = elf.readUInt32LE(header + 4);
      const size = elf.readUInt32LE(header + 16);
      return { address: elf.readUInt32LE(header + 8), data: Buffer.concat([elf.subarray(offset, offset + size), Buffer.alloc(-size & 3)]) };
    });
}

function encodeHeader(entry: number, segments: number, chipId: number): Buffer {
  const header = Buffer.alloc(24);
  header.set([IMAGE_MAGIC, segments, SPI_MODE_DIO, FLASH_4MB_40MHZ]);
  header.writeUInt32LE(entry, 4);
  header.writeUInt8(WRITE_PROTECT_PIN_UNUSED, 8);
  header.writeUInt16LE(chipId, 12);
  header.writeUInt16LE(MAX_CHIP_REVISION_ANY, 17);
  header.writeUInt8(1, 23); // a SHA-256 is appended
  return header;
}

/** The entry point of a linked program. */
export function readEntry(elf: Buffer): number {
  return elf.readUInt32LE(24);
}

/** One image for both ways to start: from flash at 0x1000, and into RAM segment by segment. */
export function encodeImage(elf: Buffer, chipId: number): Buffer {
  const segments = readSegments(elf);
  const parts = [encodeHeader(readEntry(elf), segments.length, chipId)];
  let checksum = CHECKSUM_SEED;
  for (const { address, data } of segments) {
    const header = Buffer.alloc(8);
    header.writeUInt32LE(address, 0);
    header.writeUInt32LE(data.length, 4);
    parts.push(header, data);
    for (const byte of data) checksum ^= byte;
  }
  const body = Buffer.concat(parts);
  // The checksum is the last byte of a block of sixteen.
  const checked = Buffer.concat([body, Buffer.alloc(15 - (body.length % 16)), Buffer.of(checksum)]);
  return Buffer.concat([checked, createHash('sha256').update(checked).digest()]);
}
