/** The door of exports within trust. */
export { EXPORT_FORMATS, planExport } from './plan.ts';
export type { ExportFormat, ExportPlan, LeftOut, LeftOutReason } from './plan.ts';
export type { EntryList } from './entry-list.ts';
export { writeExport } from './write.ts';
export type { ExportFile } from './write.ts';
export type { ExportErrorCode } from './certificate-path.ts';
export type { ZipErrorCode } from './zip.ts';
