/** The words in use that the first screen does not need: proofs, reasons, advice, manifests, entries, settings. Like index.ts, the place where a language is chosen. Floor: ui. */
export { adviceFallback, adviceTable } from './en-advice.ts';
export { entryWords } from './en-entries.ts';
export { manifestWords } from './en-manifests.ts';
export { noticeTable } from './en-notices.ts';
export { proofTable, seenFallback } from './en-proofs.ts';
export { reasonTable } from './en-reasons.ts';
export { settingsWords } from './en-settings.ts';
