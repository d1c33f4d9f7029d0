/** The door of exports within trust. */
export { EXPORT_FORMATS, planExport, takesUnverified } from './plan.ts';
export type { ExportFormat, ExportPlan, LeftOutEntry, LeftOutReason } from './plan.ts';
export { writeExport } from './write.ts';
export type { ExportFile } from './write.ts';
export type { ExportErrorCode } from './pem-files.ts';
export type { ZipErrorCode } from './zip.ts';
