/**
 * Tells the ROM loader's packets from the boot log on one wire.
 * Floor: link. Knows nothing of operations; time comes from wire.ts, which calls `giveUp` when the wire is silent inside a packet.
 * Reference: RFC 1055; Espressif's serial protocol: a packet begins and ends with C0, an answer begins with 01, the stub greets `OHAI`.
 */
import { SLIP_END, SLIP_ESC, SLIP_ESC_END, SLIP_ESC_ESC } from '../formats/index.ts';

export interface LoaderSink {
  packet(content: Uint8Array): void;
  text(bytes: Uint8Array): void;
  broken(content: Uint8Array, fault: 'escape' | 'long' | 'silence'): void;
}

/** Longest packet kept: a block of 4,096 bytes read back by the stub, with room. */
const MAX_PACKET = 8_192;
const ANSWER = 0x01;

/** `ended`: a packet has just ended. Its delimiter may be shared with the next answer, but the firmware's first words may follow as well. */
type State = 'text' | 'opened' | 'ended' | 'packet' | 'escape';

/** Splits a byte stream; a lost delimiter costs one packet, because two delimiters in a row always open a new one. */
export class LoaderSplitter {
  readonly #sink: LoaderSink;
  readonly #content = new Uint8Array(MAX_PACKET);
  #length = 0;
  #state: State = 'text';

  constructor(sink: LoaderSink) {
    this.#sink = sink;
  }

  /** True while a packet has begun and not ended. */
  get insideFrame(): boolean {
    return this.#state === 'packet' || this.#state === 'escape';
  }

  push(bytes: Uint8Array): void {
    let textStart = -1;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index] as number;
      const isText = byte !== SLIP_END && (this.#state === 'text' || (this.#state === 'ended' && byte !== ANSWER));
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

  /** Ends a packet that does not go on; what follows is text. */
  giveUp(): void {
    if (this.insideFrame) this.#break('silence');
  }

  #step(byte: number): void {
    if (byte === SLIP_END) {
      this.#delimiter();
      return;
    }
    if (!this.insideFrame) {
      this.#length = 0;
      this.#state = 'packet';
    }
    this.#take(byte);
  }

  #delimiter(): void {
    if (this.#state === 'packet') {
      this.#sink.packet(this.#content.slice(0, this.#length));
      this.#state = 'ended';
    } else {
      if (this.#state === 'escape') this.#break('escape');
      this.#state = 'opened';
    }
  }

  #take(byte: number): void {
    if (this.#state === 'escape') {
      this.#state = 'packet';
      if (byte === SLIP_ESC_END) this.#keep(SLIP_END);
      else if (byte === SLIP_ESC_ESC) this.#keep(SLIP_ESC);
      else this.#break('escape');
    } else if (byte === SLIP_ESC) this.#state = 'escape';
    else this.#keep(byte);
  }

  #keep(byte: number): void {
    if (this.#length === MAX_PACKET) this.#break('long');
    else this.#content[this.#length++] = byte;
  }

  #break(fault: 'escape' | 'long' | 'silence'): void {
    this.#sink.broken(this.#content.slice(0, this.#length), fault);
    this.#state = 'text';
  }
}
