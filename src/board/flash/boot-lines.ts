/**
 * What a line means that a board says while it starts: the ROM's own words, the second stage's, a complaint, or the firmware at last.
 * Floor: board. A table; nothing is decided by one line but what kind it is (start-proof.ts decides).
 * Reference: Espressif, "Boot mode selection" and "Boot log" (esptool documentation); ESP-IDF 5.x, components/bootloader_support and
 * esp_system/panic.c; ROMs of ESP8266, ESP32, S2, S3, C3, C6.
 */

/** Why a board starts again and again, or does not start at all. */
export type BootTrouble =
  /** No image where the ROM looks for one. */
  | 'invalid-header'
  /** The flash does not answer the ROM. */
  | 'flash-read'
  /** The image's checksum is wrong. */
  | 'checksum'
  /** The boot strap is held: the ROM waits for a loader. */
  | 'waiting-for-download'
  /** The second stage finds no application that it may start, or no partition table. */
  | 'no-bootable-app'
  | 'partition-table'
  /** The image's header names a larger flash than there is. */
  | 'flash-size'
  /** Made for another revision of the chip. */
  | 'chip-revision'
  /** The signature or the key is wrong. */
  | 'secure-boot'
  /** The supply dips. */
  | 'brownout'
  /** It started and crashed. */
  | 'panic'
  /** A watchdog bit, or it restarts by itself, and says no more. */
  | 'resets';

export type BootLine =
  | { readonly kind: 'rom' }
  /** A reset: the ROM says why. */
  | { readonly kind: 'reset'; readonly cause: string }
  | { readonly kind: 'second-stage' }
  | { readonly kind: 'trouble'; readonly trouble: BootTrouble; readonly final: 'final' | 'perhaps' }
  | { readonly kind: 'firmware' };

/** Not bound to the line's beginning: a glitch at the reset may stand before the first word. */
const ROM: readonly RegExp[] = [
  /ets [A-Z][a-z]{2} {1,2}\d{1,2} \d{4}/,
  /ESP-ROM:/,
  /^Build:[A-Z]/,
  /configsip: \d/,
  /SPIWP:0x/,
  /clk_drv:0x/,
  /mode:[A-Z]+, clock div:/,
  /load:? ?0x[0-9a-f]+, ?len/i,
  /\bentry 0x[0-9a-f]{7,8}$/i,
  /^ho \d+ tail \d+/,
  /^tail \d+\b/,
  /^chksum 0x/,
  /^csum 0x/,
  /^Saved PC:/,
  /^SHA-256 comparison failed/,
  /^Calculated: [0-9a-f]{16}/,
  /^Expected: [0-9a-f]{16}/,
  /^Attempting to boot anyway/,
  /^ets_main\.c \d+/,
  /^wdt reset/,
  /^user code done/,
];
const RESET = /rst:(0x[0-9a-f]+ \([A-Za-z0-9_]+\))|ets .*rst cause:(\d+)/;
const SECOND_STAGE =
  /^[DIVWE] \(\d+\) (boot|boot\.[a-z0-9_]+|esp_image|bootloader_[a-z_]+|qio_mode|flash_parts|flash_encrypt|secure_boot[a-z0-9_]*|efuse_init|wdt_config): /;

type Row = readonly [pattern: RegExp, trouble: BootTrouble, final: 'final' | 'perhaps'];
/** `final`: it will not start, whatever else comes. `perhaps`: it may recover, or start another application. */
const TROUBLES: readonly Row[] = [
  [/invalid header: 0x/i, 'invalid-header', 'final'],
  [/flash read err/, 'flash-read', 'final'],
  [/csum err:/, 'checksum', 'final'],
  [/waiting for download/, 'waiting-for-download', 'final'],
  [/^secure boot check fail|secure_boot.*(verif|fail)/i, 'secure-boot', 'final'],
  [/No bootable app partitions|boot: No bootable/, 'no-bootable-app', 'final'],
  [/boot: (Failed to (verify|load) partition table|load partition table error)/, 'partition-table', 'final'],
  [/Detected size\(\d+k\) smaller than the size in the binary image header/, 'flash-size', 'final'],
  [/chip revision check failed|Image requires chip rev/i, 'chip-revision', 'perhaps'],
  [/Brownout detector was triggered/, 'brownout', 'perhaps'],
  [/Guru Meditation Error|abort\(\) was called|^Fatal exception|assert failed:/, 'panic', 'perhaps'],
];

/** What one line is, its colours taken off. */
export function bootLine(line: string): BootLine {
  const trouble = TROUBLES.find(([pattern]) => pattern.test(line));
  if (trouble !== undefined) return { kind: 'trouble', trouble: trouble[1], final: trouble[2] };
  const reset = RESET.exec(line);
  if (reset !== null) return { kind: 'reset', cause: reset[1] ?? `cause ${reset[2] ?? ''}` };
  if (ROM.some((pattern) => pattern.test(line))) return { kind: 'rom' };
  return { kind: SECOND_STAGE.test(line) ? 'second-stage' : 'firmware' };
}
