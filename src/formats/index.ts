/** The door of formats: bytes ⇄ values for public formats. */
export { crc16 } from './crc16.ts';
export { SLIP_END, SLIP_ESC, SLIP_ESC_END, SLIP_ESC_ESC, encodeSlip } from './slip.ts';
export { encodeFrame, parseFrame } from './frame.ts';
export type { Frame, FrameFault } from './frame.ts';
export { FrameSplitter } from './frame-splitter.ts';
export type { FrameSink } from './frame-splitter.ts';
export { DER_TAG, DerReader } from './der.ts';
export type { DerErrorCode } from './der.ts';
export {
  derBitString,
  derElement,
  derExplicit,
  derGeneralizedTime,
  derOctetString,
  derOid,
  derPrintableString,
  derSequence,
  derSetOfOne,
  derTrue,
  derUnsigned,
  derUtcTime,
  derUtf8String,
} from './der-writer.ts';
export type { DerWriteErrorCode } from './der-writer.ts';
export { encodePem, parsePem } from './pem.ts';
export type { PemErrorCode } from './pem.ts';
export { isJsonObject, parseJson } from './strict-json.ts';
export type { JsonErrorCode, JsonObject, JsonValue } from './strict-json.ts';
export { JsonArraySplitter } from './json-array-splitter.ts';
export type { JsonArrayItem, SplitterLimits } from './json-array-splitter.ts';
export { md5 } from './md5.ts';
export { parseEspImage } from './esp-image.ts';
export type { EspImage, ImageErrorCode, ImageSegment } from './esp-image.ts';
