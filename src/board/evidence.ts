/**
 * What a wire carried when it did not carry what was hoped for.
 * Floor: board. Knows what a boot log of an ESP32 looks like, and draws no conclusions: they are facts for an error.
 * Reference: ESP32 ROM, first lines after reset ("ets Jun  8 2016", "rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)").
 */
import type { Facts } from '../base/index.ts';

/** `boot-log`: the ROM's own words. `text`: readable. `noise`: mostly not readable: a wrong rate or a bad cable. */
export type SeenKind = 'nothing' | 'boot-log' | 'text' | 'noise';

const KEPT_CHARACTERS = 2_048;
const LAST_LINE_CHARACTERS = 120;

export class WireEvidence {
  #bytes = 0;
  #readable = 0;
  #recent = '';

  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    let text = '';
    for (const byte of bytes) {
      const readable = (byte >= 0x20 && byte < 0x7f) || byte === 0x0a || byte === 0x0d || byte === 0x09;
      if (readable) this.#readable++;
      text += readable ? String.fromCharCode(byte) : '.';
    }
    this.#recent = (this.#recent + text).slice(-KEPT_CHARACTERS);
  }

  get kind(): SeenKind {
    if (this.#bytes === 0) return 'nothing';
    if (/rst:0x|boot:0x|ets [A-Z][a-z]{2} /.test(this.#recent)) return 'boot-log';
    return this.#readable * 10 >= this.#bytes * 8 ? 'text' : 'noise';
  }

  /** Counts and kinds; `lastLine` is printable ASCII. */
  facts(): Facts {
    const bootMode = /boot:(0x[0-9a-f]+)/i.exec(this.#recent)?.[1];
    const lastLine = this.#recent
      .split(/[\r\n]+/)
      .findLast((line) => line.trim() !== '')
      ?.slice(0, LAST_LINE_CHARACTERS);
    return {
      bytesSeen: this.#bytes,
      seen: this.kind,
      ...(bootMode === undefined ? {} : { bootMode }),
      ...(this.#recent.includes('waiting for download') ? { waitingForDownload: true } : {}),
      ...(lastLine === undefined ? {} : { lastLine }),
    };
  }
}
