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
export { flashSizeOfCode, parseEspImage, readEspImage } from './esp-image.ts';
export type { EspImage, FoundImage, ImageErrorCode, ImageSegment } from './esp-image.ts';
export { readEsp8266Image } from './esp8266-image.ts';
export type { Esp8266Image } from './esp8266-image.ts';
export { ESP_CHIPS, chipByName, chipOfImageId } from './esp-chips.ts';
export type { EspChip } from './esp-chips.ts';
export { hasBootloaderDescriptor, readAppDescriptor } from './app-descriptor.ts';
export type { AppDescriptor } from './app-descriptor.ts';
export { looksLikePartitionTable, parsePartitionTable } from './partition-table.ts';
export type { Partition, PartitionErrorCode } from './partition-table.ts';
export { crc32 } from './crc32.ts';
export { csvLine, parseCsv } from './csv.ts';
export type { CsvErrorCode, CsvRow } from './csv.ts';
export { encodeNvs } from './nvs/encode.ts';
export { parseNvs } from './nvs/parse.ts';
export type { NvsContent } from './nvs/parse.ts';
export type { NvsPage } from './nvs/page-reader.ts';
export type { NvsEntry, NvsErrorCode, NvsInteger } from './nvs/nvs.ts';
export { ENCODINGS as NVS_ENCODINGS, fillNvs, placeholdersOf, PLACEHOLDERS as NVS_PLACEHOLDERS } from './nvs/template.ts';
export type { NvsEncoding, NvsFill, NvsPlaceholder, NvsTemplate } from './nvs/template.ts';
export { findBoardRow, normalIdentity, parseBoardTable, parseNvsCsv } from './nvs/tables.ts';
export type { NvsBoardRow, NvsBoardTable, NvsFileLookup } from './nvs/tables.ts';
export { elfIsBuild, parseElf } from './elf.ts';
export type { ElfErrorCode, ElfFile, ElfMachine, ElfPlace, ElfSection } from './elf.ts';
