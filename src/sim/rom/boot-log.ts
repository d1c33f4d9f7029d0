/**
 * What the ROM of an ESP32 prints when it starts.
 * Floor: sim. Texts only.
 * Reference: Espressif's "Boot mode selection" and "Boot log" pages of the esptool documentation; chips of revision 3.
 */
import type { BootImage } from './image.ts';

// prettier-ignore
const CAUSE_NAME: Readonly<Record<number, string>> = {
  1: 'POWERON_RESET', 3: 'SW_RESET', 7: 'TG0WDT_SYS_RESET', 8: 'TG1WDT_SYS_RESET', 9: 'RTCWDT_SYS_RESET', 11: 'TGWDT_CPU_RESET', 12: 'SW_CPU_RESET',
  13: 'RTCWDT_CPU_RESET', 15: 'RTCWDT_BROWN_OUT_RESET', 16: 'RTCWDT_RTC_RESET',
};
const FLASH_MODE: readonly string[] = ['QIO', 'QOUT', 'DIO', 'DOUT'];
const CLOCK_DIVIDER: Readonly<Record<number, number>> = { 0x0: 2, 0x1: 3, 0x2: 4, 0xf: 1 };
const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;

/** GPIO_STRAP and the boot line for the two ways to start. */
export const BOOT_MODE = {
  flash: { strap: 0x13, text: 'boot:0x13 (SPI_FAST_FLASH_BOOT)' },
  download: { strap: 0x03, text: 'boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))' },
} as const;

/** From flash, or the serial loader. */
export type BootMode = keyof typeof BOOT_MODE;

/** The first lines after any reset. */
export function greeting(cause: number, mode: BootMode): string {
  const reset = `rst:0x${cause.toString(16)} (${CAUSE_NAME[cause] ?? 'UNKNOWN'})`;
  return `ets Jul 29 2019 12:21:46\r\n\r\n${reset},${BOOT_MODE[mode].text}\r\n`;
}

export const WAITING_FOR_DOWNLOAD = 'waiting for download\r\n';

/** What is printed again and again when flash holds no image. */
export const invalidHeader = (word: number): string => `invalid header: ${hex(word)}\r\n`;

/** The lines about flash and each segment of a good image. */
export function loading(image: BootImage): string {
  const lines = [
    `configsip: 0, SPIWP:0x${image.wpPin.toString(16)}`,
    'clk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00',
    `mode:${FLASH_MODE[image.mode] ?? 'DIO'}, clock div:${CLOCK_DIVIDER[image.sizeAndSpeed & 15] ?? 2}`,
    ...image.segments.map((segment) => `load:${hex(segment.address)},len:${segment.bytes.length}`),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

/** The image's checksum is wrong: the ROM stops here until a watchdog bites. */
export function badChecksum(image: BootImage): string {
  return `csum err:0x${image.checksum.seen.toString(16)}!=0x${image.checksum.wanted.toString(16)}\r\nets_main.c 371 \r\n`;
}

/** The appended hash is wrong: the ROM says so and starts the image all the same (secure boot is off). */
export function badHash(seen: string, wanted: string): string {
  return `SHA-256 comparison failed:\r\nCalculated: ${wanted}\r\nExpected: ${seen}\r\nAttempting to boot anyway...\r\n`;
}

export const entry = (address: number): string => `entry ${hex(address)}\r\n`;

/** An exception while the ROM's vectors are still in place. */
export function fatalException(cause: number, epc: number, vaddr: number): string {
  return `Fatal exception (${cause}): \r\nepc1=${hex(epc)}, epc2=0x00000000, epc3=0x00000000, excvaddr=${hex(vaddr)}, depc=0x00000000\r\n`;
}
