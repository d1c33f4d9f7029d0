/**
 * Which zones and slots are read from a chip, and how answers become zones again.
 * Floor: chip. Knows sizes and places, not the order of steps (read-chip.ts).
 * Reference: ATECC608A-TNGTLS data sheet DS40002112B sections 2.2 and 4.4.8; ATECC608A-TNGLORA for slots 8 and 10.
 */
import { concat } from '../base/index.ts';
import { configAddress, dataAddress, genKeyPublic, info, read } from './commands.ts';
import { I2C_ADDRESS, SIZE, TNGLORA_SLOT, TNGTLS_SLOT } from './map.ts';
import type { ChipAnswer } from './packet.ts';
import type { SlotReading } from './reading.ts';
import type { ChipPacket } from './transport.ts';

/** Several packets whose answers, joined, are one zone, slot or key. */
interface Part {
  readonly packets: readonly ChipPacket[];
  /** Bytes that each packet must bring. */
  readonly sizes: readonly number[];
}

/** One batch, part by part. */
export interface ReadPlan {
  /** Slot with the primary private key. */
  readonly keySlot: number;
  readonly info: Part;
  readonly config: Part;
  readonly otp: Part;
  readonly slots: Readonly<Record<number, Part>>;
  readonly publicKey: Part;
}

/** The EUI-48 is in the first 12 bytes; the rest of the slot is not needed. */
const MAC_ADDRESS_BYTES = 32;
/** The certificate lies at 72…143. */
const TNGLORA_CERTIFICATE_SLOT_BYTES = 160;

/** What to read from a chip at this 7-bit address. */
export function planFor(address: number): ReadPlan {
  const isLora = address === I2C_ADDRESS.TNGLORA;
  const keySlot = isLora ? TNGLORA_SLOT.PrimaryPrivateKey : TNGTLS_SLOT.PrimaryPrivateKey;
  const certificateBytes = SIZE.CompressedCertificate;
  return {
    keySlot,
    info: { packets: [info()], sizes: [SIZE.Word] },
    config: reads(SIZE.ConfigZone, (offset, size) => read('config', configAddress(offset), size)),
    otp: reads(SIZE.OtpZone, (offset, size) => read('otp', configAddress(offset), size)),
    slots: {
      [TNGTLS_SLOT.MacAddress]: slotReads(TNGTLS_SLOT.MacAddress, MAC_ADDRESS_BYTES),
      ...(isLora ? { [TNGLORA_SLOT.DeviceCertificate]: slotReads(TNGLORA_SLOT.DeviceCertificate, TNGLORA_CERTIFICATE_SLOT_BYTES) } : {}),
      [TNGTLS_SLOT.DeviceCertificate]: slotReads(TNGTLS_SLOT.DeviceCertificate, certificateBytes),
      [TNGTLS_SLOT.SignerPublicKey]: slotReads(TNGTLS_SLOT.SignerPublicKey, certificateBytes),
      [TNGTLS_SLOT.SignerCertificate]: slotReads(TNGTLS_SLOT.SignerCertificate, certificateBytes),
    },
    publicKey: { packets: [genKeyPublic(keySlot)], sizes: [SIZE.PublicKey] },
  };
}

/** Parts in the order in which their packets are sent. */
export function partsOf(plan: ReadPlan): readonly Part[] {
  return [plan.info, plan.config, plan.otp, ...Object.values(plan.slots), plan.publicKey];
}

/** Joins a part's answers; the first status byte among them stands for the whole. Null when an answer has another size than was asked for. */
export function joinAnswers(part: Part, answers: readonly ChipAnswer[]): SlotReading | null {
  const pieces: Uint8Array[] = [];
  for (const [index, answer] of answers.entries()) {
    if ('status' in answer) return answer;
    if (answer.data.length !== part.sizes[index]) return null;
    pieces.push(answer.data);
  }
  return { bytes: concat(...pieces) };
}

const slotReads = (slot: number, bytes: number): Part => reads(bytes, (offset, size) => read('data', dataAddress(slot, offset), size));

/** Blocks of 32 bytes as far as they reach, then words: a block read behind the end of a slot is refused. */
function reads(bytes: number, makePacket: (offset: number, size: 4 | 32) => ChipPacket): Part {
  const packets: ChipPacket[] = [];
  const sizes: number[] = [];
  for (let offset = 0; offset < bytes;) {
    const size = bytes - offset >= SIZE.Block ? SIZE.Block : SIZE.Word;
    packets.push(makePacket(offset, size));
    sizes.push(size);
    offset += size;
  }
  return { packets, sizes };
}
