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

/** What flashing a pack adds. Facts in brackets.
 * `board-silent`: not one byte came, whatever was tried: power, cable, or nothing behind the bridge (`attempts`, `elapsedMs`, `nativeUsb`).
 * `board-rate-lost`: after a change of the rate nobody answered, and no reset brought the board back (`baudRate` the first that was lost,
 * `rates` all of them, and what the wire carried). `board-changed`: after a reset it is another board (`seen`, `wanted`: MAC addresses).
 * `board-other`: the board that came back at a new port after the last flashing, known by its USB ids only until now, is not the one that was
 * flashed (`seen`, `wanted`: MAC addresses); nothing was written to it.
 * `flash-chip-untold`: neither pack nor person says which chip the pack is for (`seen`).
 * `flash-absent`: no flash chip answers, its id reads as zeros or ones (`chip`).
 * `flash-size`: the firmware expects a larger flash than there is (`wantedBytes`, `flashSizeBytes`) and would not start; where a part itself
 * does not fit it is `flash-range` (`endBytes`, `flashSizeBytes`).
 * `flash-no-erase`: the whole chip was to be erased, but without the stub the loader cannot (`chip`, `secureDownload`).
 * `flash-write`: the loader says that erasing or writing failed (`operation`, `status`, `offset`, `bytes`): a protected or broken flash chip.
 * Of the codes above: `board-wrong-chip` has `seen` and `wanted` families; `board-protected` has `secureBoot`, `flashEncrypted`, `secureDownload`,
 * `chip`; `flash-verify` has `wanted`, `seen`, `offset`, `bytes`, `attempts`, `partIndex`, after one rewrite; `board-loader` has `operation` and
 * `reason`: silent, refused (with `status`), unsupported, deadline. */
export type FlashErrorCode =
  | BoardErrorCode
  | 'board-silent'
  | 'board-rate-lost'
  | 'board-changed'
  | 'board-other'
  | 'flash-chip-untold'
  | 'flash-absent'
  | 'flash-size'
  | 'flash-no-erase'
  | 'flash-write';

export function boardError<Code extends FlashErrorCode>(code: Code, facts: Facts, cause?: unknown): TouchstoneError<Code> {
  return new TouchstoneError<Code>(code, facts, cause);
}

/** Whatever went wrong while the loader did `operation`, as an error of this house. Errors of other rooms (a lost port) pass unchanged. */
export function loaderError(operation: string, error: unknown): unknown {
  if (error instanceof TouchstoneError) return error.code === 'board-loader' ? boardError('board-loader', { ...error.facts, operation }, error) : error;
  if (error instanceof Error && error.name !== 'AbortError') return boardError('board-loader', { operation, reason: error.message }, error);
  return error;
}
