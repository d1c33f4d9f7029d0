/**
 * Erasing the whole chip, which takes its time and says so.
 * Floor: board.
 * Reference: data sheets of W25Q32 and W25Q128 (chip erase: 10 s and 40 s typically, five times that at worst), GD25Q32 (20 s).
 */
import type { Clock } from '../../base/index.ts';
import type { OpenLine } from '../loader/open-line.ts';
import { eraseFlash } from './part-writer.ts';

const MS_PER_MIB = 2_500;
const UNKNOWN_SIZE_MIB = 4;
const TELL_EVERY_MS = 500;
const MIB = 1_048_576;

/** What erasing a flash of so many bytes usually takes: to be said before it is chosen. */
export function eraseEstimateMs(flashSizeBytes: number): number {
  return (flashSizeBytes > 0 ? flashSizeBytes / MIB : UNKNOWN_SIZE_MIB) * MS_PER_MIB;
}

/** Erases and tells the seconds that are usually left. Gives the milliseconds that it took. @throws as eraseFlash */
export async function eraseSlowly(line: OpenLine, clock: Clock, tell: (secondsLeft: number) => void): Promise<number> {
  const startMs = clock.nowMs();
  const usualMs = eraseEstimateMs(line.flashSizeBytes);
  const over = new AbortController();
  const telling = (async () => {
    for (;;) {
      tell(Math.max(0, usualMs - (clock.nowMs() - startMs)) / 1_000);
      await clock.sleep(TELL_EVERY_MS, over.signal);
    }
  })();
  telling.catch(() => undefined);
  try {
    await eraseFlash(line);
  } finally {
    over.abort();
  }
  return clock.nowMs() - startMs;
}
