/** The words in use that the first screen does not need: proofs, reasons, advice, manifests, entries, firmware, the log and what is understood of it, settings. Like index.ts, the place where a language is chosen. Floor: ui. */
import { generalAdvice } from './en-advice.ts';
import { flashAdvice } from './en-flash-advice.ts';
import { packAdvice } from './en-pack-advice.ts';
import type { AdviceTable } from './tables.ts';
export { adviceFallback } from './en-advice.ts';
export { connectReasons } from './en-connect-reasons.ts';
export { connectWords } from './en-connect.ts';
export { crashWords } from './en-crash.ts';
export { entryWords } from './en-entries.ts';
export { firmwareWords } from './en-firmware.ts';
export { refusedTable } from './en-knowledge.ts';
export { logWords } from './en-log.ts';
export { manifestWords } from './en-manifests.ts';
export { noticeTable } from './en-notices.ts';
export { packWarnings } from './en-pack-advice.ts';
export { proofTable, seenFallback } from './en-proofs.ts';
export { reasonTable } from './en-reasons.ts';
export { settingsWords } from './en-settings.ts';

/** What to tell about every code. */
export const adviceTable: AdviceTable = { ...generalAdvice, ...packAdvice, ...flashAdvice };
