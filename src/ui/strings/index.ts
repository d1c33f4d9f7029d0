/** The words in use. English is the only language yet; another one is a second set of tables (`typeof en` and the types of tables.ts), chosen here. Floor: ui. */
export { en as t } from './en.ts';
export { adviceFallback, adviceTable } from './en-advice.ts';
export { noticeTable } from './en-notices.ts';
export { proofTable, seenFallback } from './en-proofs.ts';
export { reasonTable } from './en-reasons.ts';
