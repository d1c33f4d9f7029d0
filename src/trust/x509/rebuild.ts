/**
 * Certificates rebuilt from slots: templates are tried, the signature decides.
 * Floor: trust. Knows where a chip keeps what; the OTP code and the template id in the slot are not trusted to choose, since no signature covers them.
 * Reference: Microchip DS20006367A; ATECC608A-TNGTLS data sheet sections 2.2 and 4.5.1; ATECC608A-TNGLORA for slots 8 and 10.
 */
import { concat, toHex, type Facts } from '../../base/index.ts';
import { I2C_ADDRESS, SIZE, TNGLORA_SLOT, TNGTLS_SLOT, type ChipReading } from '../../chip/index.ts';
import type { ChipAnchor } from '../anchors.ts';
import { encodeCertificate, encodeDeviceTbs, encodeSignerTbs } from './certificate-templates.ts';
import { certificateSerial, parseCompressedCertificate, type CompressedCertificate, type CompressedFault } from './compressed-certificate.ts';
import { importPublicKey, keyIdentifier, verifySignature } from '../crypto.ts';

/** Names of the templates as cryptoauthlib numbers them; `tnglora-2-eui` is the one with the EUI-64 in its common name. */
export type DeviceTemplate = 'tngtls-3' | 'tflxtls-4' | 'tngtls-2' | 'tnglora-4' | 'tnglora-2' | 'tnglora-2-eui';

/** A signer whose signature by `anchor` holds. */
export interface RebuiltSigner {
  readonly der: Uint8Array;
  readonly anchor: ChipAnchor;
  /** X ‖ Y from slot 11. */
  readonly publicKey: Uint8Array;
  readonly signerId: string;
}

/** A device whose signature by its signer holds. */
export interface RebuiltDevice {
  readonly der: Uint8Array;
  readonly template: DeviceTemplate;
  /** X ‖ Y that the certificate holds: of the keys that were offered, the one for which the signature holds. */
  readonly publicKey: Uint8Array;
}

/**
 * `slot-unreadable`: the chip refused a slot (facts `slot`, `status`). The CompressedFaults: the slot holds no compressed certificate.
 * `signature-unmatched`: under no template and no anchor does the signature hold (facts `compressed`, `templateId`, `tried`).
 */
export type RebuildFault = 'slot-unreadable' | CompressedFault | 'signature-unmatched';
/** Why there is no certificate, and what was seen. */
export interface RebuildFailure {
  readonly fault: RebuildFault;
  readonly facts: Facts;
}

/** Rebuilds the signer's certificate from slots 12 and 11, under the first anchor whose signature it carries. */
export async function rebuildSigner(reading: ChipReading, anchors: readonly ChipAnchor[]): Promise<RebuiltSigner | RebuildFailure> {
  const compressed = readCompressed(reading, TNGTLS_SLOT.SignerCertificate, 0);
  if ('fault' in compressed) return compressed;
  const keySlot = slotBytes(reading, TNGTLS_SLOT.SignerPublicKey);
  if ('fault' in keySlot) return keySlot;
  const publicKey = unpadPublicKey(keySlot.bytes);
  const serial = await certificateSerial(compressed, publicKey, serialNumberOf(reading));
  const subjectKeyIdentifier = await keyIdentifier(publicKey);
  for (const anchor of anchors) {
    const tbs = encodeSignerTbs({
      ...fieldsFrom(compressed, anchor, publicKey, serial, subjectKeyIdentifier),
      issuerCommonName: anchor.rootCommonName,
      subjectCommonName: signerCommonName(anchor, compressed),
      issuerKeyIdentifier: await keyIdentifier(anchor.publicKey),
    });
    if (await verifySignature(anchor.publicKey, compressed.signature, tbs)) {
      return { der: encodeCertificate(tbs, compressed.signature), anchor, publicKey, signerId: compressed.signerId };
    }
  }
  return unmatched(reading, TNGTLS_SLOT.SignerCertificate, compressed, anchors.length);
}

/** Rebuilds the device's certificate below `signer`. `publicKeys` are tried in order: the chip's own answer first. */
export async function rebuildDevice(reading: ChipReading, signer: RebuiltSigner, publicKeys: readonly Uint8Array[]): Promise<RebuiltDevice | RebuildFailure> {
  const [slot, offset] = isLora(reading) ? [TNGLORA_SLOT.DeviceCertificate, LORA_CERTIFICATE_OFFSET] : [TNGTLS_SLOT.DeviceCertificate, 0];
  const compressed = readCompressed(reading, slot, offset);
  if ('fault' in compressed) return compressed;
  const signerKey = await importPublicKey(signer.publicKey);
  const issuerKeyIdentifier = await keyIdentifier(signer.publicKey);
  const candidates = candidatesFor(reading);
  for (const publicKey of publicKeys) {
    const serial = await certificateSerial(compressed, publicKey, serialNumberOf(reading));
    const fields = fieldsFrom(compressed, signer.anchor, publicKey, serial, await keyIdentifier(publicKey));
    for (const { template, commonName, eui } of candidates) {
      const issuerCommonName = signerCommonName(signer.anchor, compressed);
      const tbs = encodeDeviceTbs({ ...fields, issuerCommonName, subjectCommonName: commonName, issuerKeyIdentifier }, eui);
      if (signerKey !== null && (await verifySignature(signerKey, compressed.signature, tbs))) {
        return { der: encodeCertificate(tbs, compressed.signature), template, publicKey };
      }
    }
  }
  return unmatched(reading, slot, compressed, candidates.length * publicKeys.length);
}

/** X ‖ Y of a public key in a 72-byte slot: 4 bytes of padding before each half, which may say "valid" and are not looked at. */
const unpadPublicKey = (slot: Uint8Array): Uint8Array => concat(slot.subarray(4, 36), slot.subarray(40, 72));

/** Nine bytes from the configuration zone. */
const serialNumberOf = ({ config }: ChipReading): Uint8Array => concat(config.subarray(0, 4), config.subarray(8, 13));

const LORA_CERTIFICATE_OFFSET = 72;
const isLora = ({ address }: ChipReading): boolean => address === I2C_ADDRESS.TNGLORA;

const signerCommonName = (anchor: ChipAnchor, { signerId }: CompressedCertificate): string => `${anchor.signerCommonNamePrefix} ${signerId}`;

function fieldsFrom(compressed: CompressedCertificate, anchor: ChipAnchor, publicKey: Uint8Array, serial: Uint8Array, keyId: Uint8Array) {
  const { notBeforeMs, notAfterMs } = compressed;
  return { serial, organization: anchor.organization, notBeforeMs, notAfterMs, publicKey, keyIdentifier: keyId };
}

interface Candidate {
  readonly template: DeviceTemplate;
  readonly commonName: string;
  readonly eui: string | null;
}

/** What the certificate may look like. ATECC608C chips hold zeros for the MAC address and may refuse slot 5. */
function candidatesFor(reading: ChipReading): readonly Candidate[] {
  const serialNumber = toHex(serialNumberOf(reading)).toUpperCase();
  const name = `sn${serialNumber}`;
  const legacy = `${serialNumber} ATECC`;
  if (isLora(reading)) {
    const eui64 = hexText(reading, TNGLORA_SLOT.Eui64, 16);
    return [
      ...(eui64 === null ? [] : ([{ template: 'tnglora-4', commonName: name, eui: `eui64_${eui64}` }] as const)),
      { template: 'tnglora-2', commonName: legacy, eui: null },
      ...(eui64 === null ? [] : ([{ template: 'tnglora-2-eui', commonName: `${serialNumber} ${eui64} ATECC`, eui: null }] as const)),
    ];
  }
  const eui48 = hexText(reading, TNGTLS_SLOT.MacAddress, 12);
  return [
    ...(eui48 === null ? [] : ([{ template: 'tngtls-3', commonName: name, eui: `eui48_${eui48}` }] as const)),
    { template: 'tngtls-3', commonName: name, eui: 'eui48_000000000000' },
    { template: 'tflxtls-4', commonName: name, eui: null },
    { template: 'tngtls-2', commonName: legacy, eui: null },
  ];
}

/** The first characters of a slot when they are upper-case hex digits. */
function hexText(reading: ChipReading, slot: number, digits: number): string | null {
  const content = slotBytes(reading, slot);
  if ('fault' in content) return null;
  const text = String.fromCharCode(...content.bytes.subarray(0, digits));
  return text.length === digits && /^[0-9A-F]*$/.test(text) ? text : null;
}

function readCompressed(reading: ChipReading, slot: number, offset: number): CompressedCertificate | RebuildFailure {
  const content = slotBytes(reading, slot);
  if ('fault' in content) return content;
  const parsed = parseCompressedCertificate(content.bytes.subarray(offset, offset + SIZE.CompressedCertificate));
  return 'fault' in parsed ? { fault: parsed.fault, facts: { slot, ...parsed.facts } } : parsed;
}

function slotBytes(reading: ChipReading, slot: number): { readonly bytes: Uint8Array } | RebuildFailure {
  const content = reading.slots[slot];
  if (content !== undefined && 'bytes' in content) return content;
  return { fault: 'slot-unreadable', facts: content === undefined ? { slot } : { slot, status: content.status } };
}

function unmatched(reading: ChipReading, slot: number, compressed: CompressedCertificate, tried: number): RebuildFailure {
  const content = reading.slots[slot];
  const hex = content !== undefined && 'bytes' in content ? toHex(content.bytes) : '';
  return { fault: 'signature-unmatched', facts: { slot, compressed: hex, signerId: compressed.signerId, templateId: compressed.templateId, tried } };
}
