/** The door of board: the ESP32 on the bench. */
export { openBoard } from './board-session.ts';
export type { BoardSession, FlashStartReport, OpenBoardOptions, StartReport } from './board-session.ts';
export type { BenchClient } from './bench-client.ts';
export type { HelloAnswer } from './bench-protocol.ts';
export type { BoardErrorCode } from './errors.ts';
export { checkFirmware, findFirmware, parseCatalogue } from './firmware-catalogue.ts';
export type { CatalogueEntry, FirmwareErrorCode, FirmwareImage } from './firmware-catalogue.ts';
export type { FlashReport } from './loader/flash.ts';
export type { BoardIdentity } from './loader/identify.ts';
export type { OnProgress, StartProgress, StartStage } from './progress.ts';
