/**
 * The stub's way of reading flash: packets of data, each acknowledged with the number of bytes received so far, then their MD5.
 * Floor: sim.
 * Reference: Espressif, stub_flasher, READ_FLASH: address, size, packet size, packets that may be under way.
 */
import { md5 } from '@noble/hashes/legacy.js';
import { wordOf } from './command.ts';

export class FlashReader {
  readonly #bytes: Uint8Array;
  readonly #packet: number;
  readonly #window: number;
  readonly #send: (content: Uint8Array) => void;
  #sent = 0;

  /** `bytes` is the range that was asked for; `send` puts one packet on the wire. */
  constructor(bytes: Uint8Array, packetBytes: number, packetsUnderWay: number, send: (content: Uint8Array) => void) {
    this.#bytes = bytes;
    this.#packet = packetBytes;
    this.#window = packetBytes * packetsUnderWay;
    this.#send = send;
  }

  /** Sends as much as the window allows. */
  start(): void {
    this.#fill(0);
  }

  /** Takes an acknowledgement; true when everything was received and the reader is done. */
  acknowledge(content: Uint8Array): boolean {
    const received = wordOf(content, 0);
    if (received < this.#bytes.length) {
      this.#fill(received);
      return false;
    }
    this.#send(md5(this.#bytes));
    return true;
  }

  #fill(received: number): void {
    while (this.#sent < this.#bytes.length && this.#sent - received < this.#window) {
      const packet = this.#bytes.slice(this.#sent, this.#sent + this.#packet);
      this.#sent += packet.length;
      this.#send(packet);
    }
  }
}
