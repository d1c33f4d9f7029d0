/**
 * What the eFuses and two registers of an ESP32 say about it.
 * Floor: board. A pure table: words in, names out; identify.ts reads the words.
 * Reference: ESP32 Technical Reference Manual, "eFuse Controller", block 0; esptool targets/esp32.py for names and revisions.
 */

import { oddBits } from './security.ts';

/** Block 0 of the eFuses (EFUSE_BLK0_RDATA0…6), APB_CTRL_DATE and UART0's clock divider, as read. */
export interface Esp32Words {
  /** Seven words. */
  readonly efuse: readonly number[];
  readonly apbDate: number;
  readonly uartDivider: number;
  /** The rate at which the divider was read. */
  readonly baudRate: number;
}

export interface Esp32Facts {
  readonly chipName: string;
  /** "major.minor". */
  readonly revision: string;
  readonly features: readonly string[];
  /** Upper case, with colons. */
  readonly mac: string;
  readonly crystalMHz: 26 | 40;
  readonly flashEncrypted: boolean;
  readonly secureBoot: boolean;
}

const PACKAGES: readonly string[] = [
  'ESP32-D0WDQ6',
  'ESP32-D0WD',
  'ESP32-D2WD',
  'ESP32',
  'ESP32-U4WDH',
  'ESP32-PICO-D4',
  'ESP32-PICO-V3-02',
  'ESP32-D0WDR2-V3',
];
const PACKAGES_WITH_FLASH: readonly number[] = [2, 4, 5, 6];
const MAJOR_BY_BITS: Readonly<Record<number, number>> = { 0: 0, 1: 1, 3: 2, 7: 3 };

const bit = (word: number, position: number): number => (word >>> position) & 1;

function nameOf(pkg: number, major: number, singleCore: boolean): string {
  if (pkg === 0 || pkg === 1) {
    const name = PACKAGES[pkg]?.replace(singleCore ? 'D0' : '', singleCore ? 'S0' : '') ?? '';
    return major === 3 && !singleCore ? `${name}-V3` : name;
  }
  if (pkg === 5 && major === 3) return 'ESP32-PICO-V3';
  return PACKAGES[pkg] ?? 'ESP32';
}

function macOf(low: number, high: number): string {
  const bytes = [high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low];
  return bytes.map((byte) => (byte & 0xff).toString(16).toUpperCase().padStart(2, '0')).join(':');
}

/** The pins of flash inside the package, packed as SPI_ATTACH wants them; 0 for the usual pins. The ROM does not look for them by itself. */
export function esp32FlashPads(efuse: readonly number[]): number {
  const word = (index: number): number => efuse[index] ?? 0;
  const [clk, q, d, cs] = [0, 5, 10, 15].map((shift) => (word(5) >>> shift) & 0x1f) as [number, number, number, number];
  const hd = (word(3) >>> 4) & 0x1f;
  return ((hd << 24) | (cs << 18) | (d << 12) | (q << 6) | clk) >>> 0;
}

/** Reads names and numbers out of the words; what is not burned reads as absent. */
export function describeEsp32({ efuse, apbDate, uartDivider, baudRate }: Esp32Words): Esp32Facts {
  const word = (index: number): number => efuse[index] ?? 0;
  const singleCore = bit(word(3), 0) === 1;
  const pkg = ((word(3) >>> 9) & 7) + 8 * bit(word(3), 2);
  const major = MAJOR_BY_BITS[bit(word(3), 15) | (bit(word(5), 20) << 1) | (bit(apbDate, 31) << 2)] ?? 0;
  const minor = (word(5) >>> 24) & 3;
  const cryptCount = (word(0) >>> 20) & 0x7f;
  const features = [
    'Wi-Fi',
    ...(bit(word(3), 1) === 0 ? ['Bluetooth'] : []),
    singleCore ? 'single core' : 'dual core',
    ...(bit(word(3), 13) === 1 ? [bit(word(3), 12) === 1 ? '160 MHz' : '240 MHz'] : []),
    ...(PACKAGES_WITH_FLASH.includes(pkg) ? ['embedded flash'] : []),
    ...(pkg === 6 || pkg === 7 ? ['embedded PSRAM'] : []),
  ];
  return {
    chipName: nameOf(pkg, major, singleCore),
    revision: `${String(major)}.${String(minor)}`,
    features,
    mac: macOf(word(1), word(2)),
    crystalMHz: (baudRate * (uartDivider & 0xfffff)) / 1_000_000 > 33 ? 40 : 26,
    flashEncrypted: oddBits(cryptCount),
    secureBoot: bit(word(6), 4) === 1 || (major >= 3 && bit(word(6), 5) === 1),
  };
}
