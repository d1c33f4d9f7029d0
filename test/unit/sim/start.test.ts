/** Reset circuit, boot pins, boot log, images, watchdogs: how a board comes up, and how it does not. */
import { describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { board, type Table } from './bench.ts';

const DOWNLOAD = /rst:0x1 \(POWERON_RESET\),boot:0x3 \(DOWNLOAD_BOOT\(UART0\/UART1\/SDIO_REI_REO_V2\)\)\r\nwaiting for download\r\n$/;
const FLASH_BOOT = /rst:0x1 \(POWERON_RESET\),boot:0x13 \(SPI_FAST_FLASH_BOOT\)\r\n/;

/** Sets DTR and RTS in one step. */
const set = (table: Table, dataTerminalReady: boolean, requestToSend: boolean): void => table.board.setSignals({ dataTerminalReady, requestToSend });

/** An image with one segment of instructions at 0x40080000 and the given entry. */
function image(code: readonly number[], options: { readonly entry?: number; readonly checksum?: number; readonly hash?: 'right' | 'wrong' } = {}): Uint8Array {
  const data = [...code, ...new Array<number>((4 - (code.length % 4)) % 4).fill(0)];
  const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
  const bytes = [0xe9, 1, 2, 0x20, ...word(options.entry ?? 0x40080000), 0xee, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, options.hash === undefined ? 0 : 1];
  bytes.push(...word(0x40080000), ...word(data.length), ...data);
  const sum = data.reduce((xor, byte) => xor ^ byte, 0xef);
  while (bytes.length % 16 !== 15) bytes.push(0);
  bytes.push(options.checksum ?? sum);
  if (options.hash === 'right') bytes.push(...createHash('sha256').update(Uint8Array.from(bytes)).digest());
  if (options.hash === 'wrong') bytes.push(...new Array<number>(32).fill(0x5a));
  return Uint8Array.from(bytes);
}

/** j to itself. */
const SPIN = [0x06, 0xff, 0xff];

describe('the reset circuit', () => {
  it.each([
    ['in one step', [[true, false]]],
    [
      'DTR first',
      [
        [true, true],
        [true, false],
      ],
    ],
    [
      'RTS first',
      [
        [false, false],
        [true, false],
      ],
    ],
  ] as const)('the classic sequence with the second step taken %s ends in the loader', (_text, steps) => {
    const table = board();
    table.runMs(100);
    set(table, false, true);
    table.runMs(100);
    const before = table.text().length;
    for (const [dtr, rts] of steps) {
      set(table, dtr, rts);
      table.runMs(2);
    }
    table.runMs(50);
    set(table, false, false);
    table.runMs(50);
    expect(table.text().slice(before)).toMatch(DOWNLOAD);
  });

  it('a pulse on EN alone starts from flash', () => {
    const table = board({ image: image(SPIN) });
    set(table, false, true);
    table.runMs(100);
    set(table, false, false);
    table.runMs(100);
    expect(table.text()).toMatch(FLASH_BOOT);
    expect(table.text()).toContain('entry 0x40080000');
  });

  it('EN held low keeps the board silent', () => {
    const table = board({ image: image(SPIN) });
    set(table, false, true);
    table.runMs(2000);
    expect(table.text()).toBe('');
  });

  it.each([
    [true, true],
    [true, false],
  ])('lines at DTR %s, RTS %s do not reset a running board', (dtr, rts) => {
    const table = board({ image: image(SPIN) });
    table.runMs(100);
    const before = table.text();
    set(table, dtr, rts);
    table.runMs(100);
    expect(table.text()).toBe(before);
  });
});

describe('the ROM and images', () => {
  it('repeats “invalid header” on blank flash until the watchdog bites, and starts again', () => {
    const table = board();
    table.runMs(1500);
    expect(table.text().match(/invalid header: 0xffffffff\r\n/g)?.length).toBeGreaterThan(5);
    expect(table.text()).toMatch(/rst:0x(7 \(TG0WDT_SYS_RESET\)|10 \(RTCWDT_RTC_RESET\)),boot:0x13/);
  });

  it('does not start an image with a wrong checksum', () => {
    const table = board({ image: image(SPIN, { checksum: 0x11 }) });
    table.runMs(400);
    expect(table.text()).toMatch(/csum err:0x11!=0x[0-9a-f]{1,2}\r\n/);
    expect(table.text()).not.toContain('entry');
  });

  it('starts an image with a right hash silently, one with a wrong hash with a complaint', () => {
    const right = board({ image: image(SPIN, { hash: 'right' }) });
    right.runMs(100);
    expect(right.text()).toContain('entry 0x40080000');
    expect(right.text()).not.toContain('SHA-256');
    const wrong = board({ image: image(SPIN, { hash: 'wrong' }) });
    wrong.runMs(100);
    expect(wrong.text()).toMatch(/SHA-256 comparison failed:\r\nCalculated: [0-9a-f]{64}\r\nExpected: (5a){32}\r\n/);
    expect(wrong.text()).toContain('entry 0x40080000');
  });

  it('takes a segment that claims to be longer than the flash for no image', () => {
    const bytes = image(SPIN);
    bytes.set([0xff, 0xff, 0xff, 0x7f], 28);
    const table = board({ image: bytes });
    table.runMs(200);
    expect(table.text()).toContain('invalid header: 0x40080000');
  });

  it('an image whose entry is not instruction memory dies in the ROM’s handler and is reset by a watchdog', () => {
    const table = board({ image: image(SPIN, { entry: 0x400d0000 }) });
    table.runMs(1000);
    expect(table.text()).toMatch(/Fatal exception \(20\): \r\nepc1=0x400d0000, .*excvaddr=0x400d0000/);
    expect(table.text()).toMatch(/rst:0x7 \(TG0WDT_SYS_RESET\)/);
  });

  it('memory is not zero at power-on: nothing may rely on it', () => {
    // l32r a4 ← address, l32i a3,a4,0, s32i to the UART's FIFO four times … simply: read a word of data memory and send its low byte
    const code = [
      0x00,
      0x00,
      0xfb,
      0x3f,
      0x00,
      0x00,
      0xf4,
      0x3f, // literals: 0x3FFB0000, 0x3FF40000
      0x41,
      0xfe,
      0xff,
      0x51,
      0xfe,
      0xff, // l32r a4; l32r a5
      0x32,
      0x24,
      0x00,
      0x32,
      0x65,
      0x00, // l32i a3,a4,0; s32i a3,a5,0
      ...SPIN,
    ];
    const table = board({ image: image(code, { entry: 0x40080008 }) });
    table.runMs(100);
    expect(table.text().split('entry 0x40080008\r\n')[1]?.charCodeAt(0)).not.toBe(0);
  });
});

/** Code that writes the words in `stores` ([address, value]) and then spins. */
function storing(stores: readonly (readonly [number, number])[]): Uint8Array {
  const word = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
  const literals = stores.flatMap(([address, value]) => [...word(address), ...word(value)]);
  const code: number[] = [];
  stores.forEach((_, index) => {
    const l32r = (register: number, literal: number): number[] => {
      const pc = literals.length + code.length;
      const offset = (literal - ((pc + 3) & ~3)) >> 2;
      return [(register << 4) | 1, offset & 0xff, (offset >> 8) & 0xff];
    };
    code.push(...l32r(4, index * 8));
    code.push(...l32r(3, index * 8 + 4));
    code.push(0x32, 0x64, 0x00); // s32i a3,a4,0
  });
  return image([...literals, ...code, ...SPIN], { entry: 0x40080000 + literals.length });
}

const RTC_CONFIG0 = 0x3ff4808c;
const RTC_CONFIG1 = 0x3ff48090;
const RTC_FEED = 0x3ff480a0;
const RTC_PROTECT = 0x3ff480a4;
const TIMG0_CONFIG0 = 0x3ff5f048;
const TIMG0_PROTECT = 0x3ff5f064;
const TIMG1_CONFIG0 = 0x3ff60048;
const TIMG1_CONFIG1 = 0x3ff6004c;
const TIMG1_CONFIG2 = 0x3ff60050;
const KEY = 0x50d83aa1;
const STOP_ALL = [
  [RTC_PROTECT, KEY],
  [RTC_CONFIG0, 0],
  [RTC_PROTECT, 0],
  [TIMG0_PROTECT, KEY],
  [TIMG0_CONFIG0, 0],
  [TIMG0_PROTECT, 0],
] as const;

describe('watchdogs', () => {
  it('reset a program that does not stop them, the timer group’s first', () => {
    const table = board({ image: image(SPIN) });
    table.runMs(600);
    expect(table.text().match(/rst:/g)?.length).toBe(1);
    table.runMs(400);
    expect(table.text()).toContain('rst:0x7 (TG0WDT_SYS_RESET),boot:0x13');
  });

  it('the RTC’s bites when only the timer group’s is stopped', () => {
    const table = board({
      image: storing([
        [TIMG0_PROTECT, KEY],
        [TIMG0_CONFIG0, 0],
      ]),
    });
    table.runMs(1200);
    expect(table.text()).toContain('rst:0x10 (RTCWDT_RTC_RESET)');
  });

  it('stay away from a program that stops both with the key', () => {
    const table = board({ image: storing(STOP_ALL) });
    table.runMs(5000);
    expect(table.text().match(/rst:/g)?.length).toBe(1);
  });

  it('cannot be stopped once locked', () => {
    const table = board({
      image: storing([
        [TIMG0_PROTECT, 0],
        [TIMG0_CONFIG0, 0],
        [RTC_PROTECT, KEY],
        [RTC_CONFIG0, 0],
      ]),
    });
    table.runMs(1000);
    expect(table.text()).toContain('rst:0x7 (TG0WDT_SYS_RESET)');
  });

  it('one that a program starts by itself bites after its own time: RTC stage 0, system reset, 15,000 slow cycles = 100 ms', () => {
    const table = board({ image: storing([...STOP_ALL, [RTC_PROTECT, KEY], [RTC_CONFIG1, 15000], [RTC_FEED, 1 << 31], [RTC_CONFIG0, (1 << 31) | (3 << 28)]]) });
    table.until(() => table.text().includes('entry'));
    const startUs = table.board.nowUs;
    table.until(() => table.text().includes('rst:0x9 (RTCWDT_SYS_RESET)'));
    expect(table.board.nowUs - startUs).toBeGreaterThan(100_000);
    expect(table.board.nowUs - startUs).toBeLessThan(115_000);
  });

  it('the second timer group resets with its own cause: prescaler 40,000, 50 ticks = 50 ms', () => {
    const table = board({ image: storing([...STOP_ALL, [TIMG1_CONFIG1, 40000 << 16], [TIMG1_CONFIG2, 50], [TIMG1_CONFIG0, (1 << 31) | (3 << 29)]]) });
    table.runMs(300);
    expect(table.text()).toContain('rst:0x8 (TG1WDT_SYS_RESET)');
  });
});

describe('software reset', () => {
  it.each([
    [1 << 31, 'rst:0x3 (SW_RESET)'],
    [1 << 5, 'rst:0xc (SW_CPU_RESET)'],
  ])('by RTC_CNTL_OPTIONS0 bit %i gives %s', (bit, text) => {
    const table = board({ image: storing([...STOP_ALL, [0x3ff48000, bit]]) });
    table.runMs(100);
    expect(table.text()).toContain(text);
  });
});
