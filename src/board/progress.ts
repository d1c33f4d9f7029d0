/**
 * How far loading or flashing has come.
 * Floor: board. Words for what is being done; ui has the sentences.
 */

/** `connect`: resetting into the loader. `speed`: trying a faster rate. `load`: into RAM. `stub`: the flasher's own code. `compare`: is it in flash
 * already? `write`, `verify`: flash. `start`: waiting for the bench firmware. */
export type StartStage = 'connect' | 'speed' | 'load' | 'stub' | 'compare' | 'write' | 'verify' | 'start';

export interface StartProgress {
  readonly stage: StartStage;
  /** Bytes of the image; both 0 while the stage moves none. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export type OnProgress = (progress: StartProgress) => void;

/** A stage that moves no bytes. */
export function stageOf(stage: StartStage): StartProgress {
  return { stage, doneBytes: 0, totalBytes: 0 };
}
