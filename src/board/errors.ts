/**
 * The codes of board and how foreign errors become them.
 * Floor: board. Knows no sentences: ui/advice.ts has the words.
 */
import { TouchstoneError, type Facts } from '../base/index.ts';

/** `board-no-download-mode`: no answer from the ROM loader after all resets; facts say what the wire carried instead.
 * `board-wrong-chip`: the loader answers, but it is not the chip that the firmware is for.
 * `board-loader`: the loader refused an operation, or fell silent in the middle; facts name the operation.
 * `board-protected`: flash encryption or secure boot is on: plain firmware would not start and could brick the board.
 * `flash-range`: the image does not fit into the flash. `flash-verify`: what is in flash is not what was written; both digests in the facts.
 * `firmware-not-loadable`: the image has parts that cannot be loaded into RAM. `firmware-no-banner`: loaded, but the bench firmware did not speak. */
export type BoardErrorCode =
  | 'board-no-download-mode'
  | 'board-wrong-chip'
  | 'board-loader'
  | 'board-protected'
  | 'flash-range'
  | 'flash-verify'
  | 'firmware-not-loadable'
  | 'firmware-no-banner';

export function boardError(code: BoardErrorCode, facts: Facts, cause?: unknown): TouchstoneError<BoardErrorCode> {
  return new TouchstoneError<BoardErrorCode>(code, facts, cause);
}

/** Whatever went wrong while the loader did `operation`, as an error of this house. Errors of other rooms (a lost port) pass unchanged. */
export function loaderError(operation: string, error: unknown): unknown {
  if (error instanceof TouchstoneError) return error.code === 'board-loader' ? boardError('board-loader', { ...error.facts, operation }, error) : error;
  if (error instanceof Error && error.name !== 'AbortError') return boardError('board-loader', { operation, reason: error.message }, error);
  return error;
}
