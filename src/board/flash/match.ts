/**
 * Whether a pack may be written to a board: before anything is done to its flash.
 * Floor: board. Pure; every refusal has its numbers. Whether the pack is sound in itself is board/pack's.
 */
import { boardError } from '../errors.ts';
import type { ChipIdentity } from '../loader/chip-identity.ts';
import type { PreparedPack } from './prepare.ts';

/** @throws flash-chip-untold, board-wrong-chip, board-protected */
export function assertBoardFits(board: ChipIdentity, { pack }: PreparedPack, told: string | undefined): void {
  const wanted = pack.chip ?? told;
  if (wanted === undefined) throw boardError('flash-chip-untold', { seen: board.chip });
  if (wanted !== board.chip) throw boardError('board-wrong-chip', { seen: board.chip, wanted });
  const { secureBoot, flashEncrypted, secureDownload } = board.security;
  // Plain bytes on an encrypted flash, or unsigned firmware under secure boot, do not start; some boards never again.
  if (secureBoot || flashEncrypted) throw boardError('board-protected', { secureBoot, flashEncrypted, secureDownload, chip: board.chip });
}

/** The flash as it answered. `flashId` null is right in secure download mode only, where it must not be asked.
 * @throws flash-absent, flash-range, flash-size */
export function assertFlashFits(
  board: ChipIdentity,
  flash: { readonly flashId: number | null; readonly flashSizeBytes: number },
  { pack, parts }: PreparedPack,
): void {
  const { flashId, flashSizeBytes } = flash;
  if (flashId === null && !board.security.secureDownload) throw boardError('flash-absent', { chip: board.chip });
  if (flashSizeBytes === 0) return; // an id that no table knows
  const endBytes = Math.max(0, ...parts.map(({ offset, bytes }) => offset + bytes.length));
  if (endBytes > flashSizeBytes) throw boardError('flash-range', { endBytes, flashSizeBytes });
  const wantedBytes = pack.flashSizeBytes ?? 0;
  if (wantedBytes > flashSizeBytes) throw boardError('flash-size', { wantedBytes, flashSizeBytes });
}
