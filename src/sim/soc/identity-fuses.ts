/**
 * What an ESP32 says of itself: eFuse block 0, the date of its clock controller; and the word of random numbers.
 * Floor: sim. An ESP32-D0WD-V3, revision 3.1, crystal 40 MHz.
 * Reference: ESP32 Technical Reference Manual, chapter 20 (eFuse, block 0); chip revision as in Espressif's chip errata, section 1.
 */
import type { Device } from '../cpu/memory.ts';

/** APB_CTRL_DATE; bit 31 is the third bit of the chip revision. */
const APB_CTRL_DATE = 0x7c;
const APB_CTRL_DATE_VALUE = 0x96042000 | 0;
const RNG_WORD = 0x144;
const CHIP_VER_REV1 = 1 << 15;
const PACKAGE_D0WD = 1 << 9;
const CHIP_VER_REV2 = 1 << 20;
const WAFER_MINOR_1 = 1 << 24;

/** CRC-8 of the MAC address as the factory burns it: polynomial 0x31 reflected, initial value 0. */
function macCrc(mac: Uint8Array): number {
  let crc = 0;
  for (const byte of mac) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x8c : crc >> 1;
  }
  return crc;
}

/** What production burns. */
export interface Protection {
  readonly flashEncryption: boolean;
  readonly secureBoot: boolean;
}

const FLASH_CRYPT_CNT_1 = 1 << 20;
const ABS_DONE_0 = 1 << 4;

/** eFuse controller with the given MAC address, first byte first. */
export function efuse(mac: Uint8Array, protection: () => Protection): Device {
  const at = (index: number): number => mac[index] ?? 0;
  const words = [
    0,
    (at(2) << 24) | (at(3) << 16) | (at(4) << 8) | at(5),
    (macCrc(mac) << 16) | (at(0) << 8) | at(1),
    CHIP_VER_REV1 | PACKAGE_D0WD,
    0,
    CHIP_VER_REV2 | WAFER_MINOR_1,
    0,
  ];
  const burned = (index: number): number => {
    const { flashEncryption, secureBoot } = protection();
    return (index === 0 && flashEncryption ? FLASH_CRYPT_CNT_1 : 0) | (index === 6 && secureBoot ? ABS_DONE_0 : 0);
  };
  return { read: (offset) => (words[offset >> 2] ?? 0) | burned(offset >> 2), write: () => undefined };
}

/** APB_CTRL (also called SYSCON). */
export function apbControl(): Device {
  return readOnly(APB_CTRL_DATE, () => APB_CTRL_DATE_VALUE);
}

/** The page with WDEV_RND_REG; every read gives another word. */
export function randomWord(next: () => number): Device {
  return readOnly(RNG_WORD, next);
}

/** A page whose registers keep what is written, but for one that is computed. */
function readOnly(computed: number, value: () => number): Device {
  const kept = new Map<number, number>();
  return {
    read: (offset) => (offset === computed ? value() : (kept.get(offset) ?? 0)),
    write: (offset, word) => void kept.set(offset, word),
  };
}
