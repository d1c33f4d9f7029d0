/**
 * A small product firmware for the virtual ESP32: says a text when it starts, and another one for every line that it gets.
 * For plans that judge a log and ask a question over the wire. Written from the image format and a few instructions of the Xtensa ISA; no compiler is needed.
 * Reference: Espressif, "Firmware image format"; ESP32 Technical Reference Manual, chapters 13 (UART) and 18 (watchdogs); Xtensa ISA.
 */
const LOAD_ADDRESS = 0x40080000;

const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
/** One letter a word, because instruction memory is read in words; a zero ends it. */
const letters = (text: string): number[] => [...text, '\0'].flatMap((letter) => word(letter.charCodeAt(0)));
const code = (hex: string): number[] => hex.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];

const LITERALS = 6;
const CODE = [
  // start: a4 = UART0, a7 = RTC control, a8 = timer group 0, a9 = key of the watchdogs
  '41faff 71faff 81faff 91faff',
  // both watchdogs of the boot: movi a2, 0; s32i key; s32i a2, WDTCONFIG0
  '22a000 926729 226723 926819 226812',
  // l32r a6, hello
  '61f7ff',
  // say: l32i a3, a6, 0; beqz a3, loop
  '322600 164301',
  // full: wait while 100 letters or more stand in the FIFO; then one letter, and the next
  '222407 202075 52a064 57b2f3 326400 62c604 06f9ff',
  // loop: wait for a byte until it is a line feed; then a6 = reply, and say it
  '222407 202074 1662ff 322400 52a00a 5793ed 61ecff 06f3ff',
].map((part) => code(part.replaceAll(' ', '')));

/** An image for 0x1000. `hello` and `reply` are ASCII and bring their own line ends. */
export function talkingImage(hello: string, reply: string): Uint8Array {
  const program = CODE.flat();
  const texts = LOAD_ADDRESS + LITERALS * 4 + program.length + (-program.length & 3);
  const literals = [0x3ff40000, 0x3ff48000, 0x3ff5f000, 0x50d83aa1, texts, texts + (hello.length + 1) * 4];
  const body = [...literals.flatMap(word), ...program];
  while (body.length % 4 !== 0) body.push(0);
  body.push(...letters(hello), ...letters(reply));
  const header = [0xe9, 1, 2, 0x20, ...word(LOAD_ADDRESS + LITERALS * 4), 0xee, ...new Array<number>(14).fill(0), 0];
  const image = [...header, ...word(LOAD_ADDRESS), ...word(body.length), ...body];
  while (image.length % 16 !== 15) image.push(0);
  image.push(body.reduce((sum, byte) => sum ^ byte, 0xef));
  return Uint8Array.from(image);
}
