/** Chips by their names and numbers, as ESP-IDF has them. */
import { expect, test } from 'vitest';
import { chipByName, chipOfImageId, ESP_CHIPS } from '../../../src/formats/index.ts';

/** esp_chip_id_t and ESP_ROM_BOOTLOADER_OFFSET_FLASH, restated. */
test.each<readonly [number, string, string, number]>([
  [0x0000, 'ESP32', 'esp32', 0x1000],
  [0x0002, 'ESP32-S2', 'esp32s2', 0x1000],
  [0x0005, 'ESP32-C3', 'esp32c3', 0],
  [0x0009, 'ESP32-S3', 'esp32s3', 0],
  [0x000c, 'ESP32-C2', 'esp32c2', 0],
  [0x000d, 'ESP32-C6', 'esp32c6', 0],
  [0x0010, 'ESP32-H2', 'esp32h2', 0],
  [0x0012, 'ESP32-P4', 'esp32p4', 0x2000],
  [0x0014, 'ESP32-C61', 'esp32c61', 0],
  [0x0017, 'ESP32-C5', 'esp32c5', 0x2000],
  [0x0019, 'ESP32-H21', 'esp32h21', 0],
  [0x001c, 'ESP32-H4', 'esp32h4', 0x2000],
  [0x0020, 'ESP32-S31', 'esp32s31', 0x2000],
])('chip id %i is %s', (imageId, name, target, bootloaderOffset) => {
  expect(chipOfImageId(imageId)).toEqual({ name, target, imageId, bootloaderOffset });
  expect(chipByName(target)).toBe(chipByName(name));
  expect(chipByName(name.toLowerCase())?.imageId).toBe(imageId);
});

test('the ESP8266 has no number, and unknown numbers and names are no chip', () => {
  expect(chipByName('esp8266')?.imageId).toBeNull();
  expect(chipOfImageId(0xffff)).toBeNull();
  expect(chipByName('ESP32-X9')).toBeNull();
  expect(chipByName('')).toBeNull();
});

test('no two chips share a name or a number', () => {
  for (const field of ['name', 'target', 'imageId'] as const) expect(new Set(ESP_CHIPS.map((chip) => chip[field])).size).toBe(ESP_CHIPS.length);
});
