/**
 * The smallest firmware for the virtual ESP32: says one line and does nothing more. For tests that need an image that starts.
 * Written from the image format and four instructions of the Xtensa ISA; no compiler is needed.
 * Reference: Espressif, "Firmware image format"; Xtensa ISA: L32R, MOVI, S32I, J.
 */
const LOAD_ADDRESS = 0x40080000;
const UART_FIFO = [0x00, 0x00, 0xf4, 0x3f];
const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

/** An image for 0x1000 that says `text` (at most 120 letters: the FIFO holds no more). */
export function helloImage(text: string): Uint8Array {
  const code = [...UART_FIFO, 0x41, 0xff, 0xff]; // l32r a4, the literal before it
  for (const letter of text) code.push(0x32, 0xa0, letter.charCodeAt(0), 0x32, 0x64, 0x00); // movi a3, letter; s32i a3, a4, 0
  code.push(0x06, 0xff, 0xff); // j .
  while (code.length % 4 !== 0) code.push(0);
  const header = [0xe9, 1, 2, 0x20, ...word(LOAD_ADDRESS + 4), 0xee, ...new Array<number>(14).fill(0), 0];
  const image = [...header, ...word(LOAD_ADDRESS), ...word(code.length), ...code];
  while (image.length % 16 !== 15) image.push(0);
  image.push(code.reduce((sum, byte) => sum ^ byte, 0xef));
  return Uint8Array.from(image);
}
