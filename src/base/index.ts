/** The door of base: words everyone uses. */
export { TouchstoneError, isTouchstoneError } from './error.ts';
export type { Facts } from './error.ts';
export { concat, equalBytes, fromBase64, fromBase64Url, fromHex, letGo, toBase64, toBase64Url, toHex } from './bytes.ts';
export type { BytesErrorCode } from './bytes.ts';
export type { CancelSignal, Clock } from './clock.ts';
export type { BytePort, PortErrorCode, PortIdentity } from './byte-port.ts';
export type { Proof, ProofOutcome } from './proof.ts';
