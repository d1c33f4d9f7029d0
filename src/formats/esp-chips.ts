/**
 * The chips by all their names: ESP Web Tools' chipFamily, ESP-IDF's target, the number in an image's header.
 * Floor: formats. A table; knows no boards and no loader.
 * Reference: ESP-IDF esp_app_format.h (esp_chip_id_t) and esp_rom_caps.h (ESP_ROM_BOOTLOADER_OFFSET_FLASH) at 1021229; esptool-js 0.7.0, lib/targets.
 */

export interface EspChip {
  /** As ESP Web Tools and esptool write it. */
  readonly name: string;
  /** As ESP-IDF writes it, and esptool's --chip. */
  readonly target: string;
  /** esp_chip_id_t; null for the ESP8266, whose images have none. */
  readonly imageId: number | null;
  /** Where the ROM looks for the bootloader. */
  readonly bootloaderOffset: number;
}

const chip = (name: string, imageId: number | null, bootloaderOffset: number): EspChip => ({
  name,
  target: name.toLowerCase().replace('-', ''),
  imageId,
  bootloaderOffset,
});

/** All chips that esptool-js 0.7.0 detects. */
export const ESP_CHIPS: readonly EspChip[] = [
  chip('ESP8266', null, 0),
  chip('ESP32', 0x00, 0x1000),
  chip('ESP32-S2', 0x02, 0x1000),
  chip('ESP32-C3', 0x05, 0),
  chip('ESP32-S3', 0x09, 0),
  chip('ESP32-C2', 0x0c, 0),
  chip('ESP32-C6', 0x0d, 0),
  chip('ESP32-H2', 0x10, 0),
  chip('ESP32-P4', 0x12, 0x2000),
  chip('ESP32-C61', 0x14, 0),
  chip('ESP32-C5', 0x17, 0x2000),
  chip('ESP32-H21', 0x19, 0),
  chip('ESP32-H4', 0x1c, 0x2000),
  chip('ESP32-E22', 0x1f, 0),
  chip('ESP32-S31', 0x20, 0x2000),
];

/** The chip with that number in its images; null for numbers that are none of these. */
export function chipOfImageId(imageId: number): EspChip | null {
  return ESP_CHIPS.find((candidate) => candidate.imageId === imageId) ?? null;
}

/** The chip of that name in any of its spellings ("ESP32-S3", "esp32s3", "ESP32S3"); null when there is none. */
export function chipByName(name: string): EspChip | null {
  const target = name.trim().toLowerCase().replace('-', '');
  return ESP_CHIPS.find((candidate) => candidate.target === target) ?? null;
}
