/**
 * One run, one board: every phase that learns a MAC compares it with what the phases before it learnt.
 * Floor: bench.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { RecordedBoard } from '../record/record.ts';
import type { Findings } from './findings.ts';
import type { RunErrorCode } from './phase.ts';

/** Keeps what is known of the board. @throws run-other-board */
export function sameBoard(findings: Findings, board: RecordedBoard): void {
  const known = findings.board?.mac ?? null;
  if (known !== null && board.mac !== null && known !== board.mac)
    throw new TouchstoneError<RunErrorCode>('run-other-board', { seen: board.mac, wanted: known });
  findings.board = { ...board, mac: board.mac ?? known };
}
