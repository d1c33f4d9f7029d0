/**
 * What reads a board's log with understanding, in one late module: no first screen needs it.
 * Floor: bench. Nothing but names; reached through `loadLogUnderstanding`.
 */
export { ConnectReader } from './connect/connect-reader.ts';
export { parseConnectRules } from './connect/parse-rules.ts';
export { CONNECT_REASONS, CONNECT_STEPS } from './connect/vocabulary.ts';
export { CrashReader } from './crash/crash-reader.ts';
export { symbolizeCrash } from './crash/symbolize.ts';
