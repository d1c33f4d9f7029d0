/**
 * Tells text and frames apart on one wire.
 * Floor: formats. Knows nothing of time: whoever owns the port calls `giveUp` when the wire is silent inside a frame.
 * Reference: docs/protocol.md section 1.
 */
import { FRAME_MAX_CONTENT, parseFrame, type Frame, type FrameFault } from './frame.ts';
import { SLIP_END, SLIP_ESC, SLIP_ESC_END, SLIP_ESC_ESC } from './slip.ts';

export interface FrameSink {
  frame(frame: Frame): void;
  /** Bytes outside frames, as they came; may end inside a UTF-8 character. */
  text(bytes: Uint8Array): void;
  /** A frame that was given up, with its unescaped content so far. */
  broken(content: Uint8Array, fault: FrameFault | 'escape' | 'long' | 'silence'): void;
}

type State = 'text' | 'undecided' | 'frame' | 'escape';

export class FrameSplitter {
  readonly #sink: FrameSink;
  readonly #content = new Uint8Array(FRAME_MAX_CONTENT);
  #length = 0;
  #state: State = 'text';

  constructor(sink: FrameSink) {
    this.#sink = sink;
  }

  /** True while a frame has begun and not ended. */
  get insideFrame(): boolean {
    return this.#state === 'frame' || this.#state === 'escape';
  }

  push(bytes: Uint8Array): void {
    let textStart = -1;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      const isText = (this.#state === 'text' || this.#state === 'undecided') && byte !== SLIP_END && !(this.#state === 'undecided' && (byte & 0xf0) === 0x80);
      if (isText) {
        this.#state = 'text';
        if (textStart < 0) textStart = index;
        continue;
      }
      if (textStart >= 0) this.#sink.text(bytes.slice(textStart, index));
      textStart = -1;
      this.#step(byte);
    }
    if (textStart >= 0) this.#sink.text(bytes.slice(textStart));
  }

  /** Ends a frame that does not go on; what follows is text. */
  giveUp(): void {
    if (this.insideFrame) this.#break('silence', 'text');
  }

  #step(byte: number): void {
    if (byte === SLIP_END) {
      if (this.#state === 'frame') this.#finish();
      else if (this.#state === 'escape') this.#break('escape', 'undecided');
      this.#state = 'undecided';
    } else if (this.#state === 'undecided') {
      this.#state = 'frame';
      this.#length = 0;
      this.#keep(byte);
    } else if (this.#state === 'escape') {
      this.#state = 'frame';
      if (byte === SLIP_ESC_END) this.#keep(SLIP_END);
      else if (byte === SLIP_ESC_ESC) this.#keep(SLIP_ESC);
      else this.#break('escape', 'text');
    } else if (byte === SLIP_ESC) this.#state = 'escape';
    else this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#length === FRAME_MAX_CONTENT) this.#break('long', 'text');
    else this.#content[this.#length++] = byte;
  }

  #finish(): void {
    const content = this.#content.slice(0, this.#length);
    const result = parseFrame(content);
    if (typeof result === 'string') this.#sink.broken(content, result);
    else this.#sink.frame(result);
  }

  #break(fault: 'escape' | 'long' | 'silence', next: State): void {
    this.#sink.broken(this.#content.slice(0, this.#length), fault);
    this.#state = next;
  }
}
