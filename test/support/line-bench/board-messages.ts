/** What board-apart.ts and board-process.ts say to each other. Test support; types only. */
import type { LineEvent } from '../line-event.ts';
import type { SerialBench } from '../serial-bench.ts';

export type BoardRequest =
  | { readonly ask: 'start'; readonly name: string; readonly mac: Uint8Array; readonly bench: Pick<SerialBench, 'folder' | 'parts' | 'deviceNumber'> }
  | { readonly ask: 'line'; readonly event: LineEvent }
  /** Empties the flash. */
  | { readonly ask: 'blank' }
  /** Processor time that the board and its cable took so far, microseconds. */
  | { readonly ask: 'processor' }
  | { readonly ask: 'end' };

export interface BoardAnswer {
  readonly id: number;
  readonly value: number;
  readonly error: string | null;
}
