/** What ESP-IDF images say of themselves; hostile texts come out printable. */
import { expect, test } from 'vitest';
import { hasBootloaderDescriptor, readAppDescriptor } from '../../../src/formats/index.ts';

const put = (bytes: Uint8Array, offset: number, text: string): void => bytes.set(Buffer.from(text, 'latin1'), offset);

/** esp_app_desc_t by its header file. */
function descriptor(texts: { readonly version?: string; readonly project?: string } = {}, length = 256): Uint8Array {
  const bytes = new Uint8Array(Math.max(length, 256));
  bytes.set([0x32, 0x54, 0xcd, 0xab, 7, 0, 0, 0]);
  put(bytes, 16, texts.version ?? '1.2.3');
  put(bytes, 48, texts.project ?? 'valve');
  put(bytes, 80, '12:03:55');
  put(bytes, 96, 'Nov 22 2026');
  put(bytes, 112, 'v5.4.1');
  bytes.fill(0xa5, 144, 176);
  return bytes.subarray(0, length);
}

test('reads every field', () => {
  expect(readAppDescriptor(descriptor({}, 300))).toEqual({
    projectName: 'valve',
    version: '1.2.3',
    time: '12:03:55',
    date: 'Nov 22 2026',
    idfVersion: 'v5.4.1',
    elfSha256: 'a5'.repeat(32),
    secureVersion: 7,
  });
});

test('is null for other bytes and for too few', () => {
  expect(readAppDescriptor(new Uint8Array(256))).toBeNull();
  expect(readAppDescriptor(descriptor({}, 255))).toBeNull();
  expect(readAppDescriptor(new Uint8Array(0))).toBeNull();
});

test('makes hostile texts printable and ends them with their field', () => {
  const read = readAppDescriptor(descriptor({ project: '\u001b[2J<b>\xe2\x80\xae\n', version: 'v'.repeat(32) }));
  expect(read?.projectName).toBe('?[2J<b>????');
  expect(read?.version).toBe('v'.repeat(32));
});

test('tells bootloaders of ESP-IDF 5 by their description', () => {
  const bytes = new Uint8Array(80);
  bytes[0] = 80;
  put(bytes, 8, 'v5.4.1');
  put(bytes, 40, 'Nov 22 2026 12:03:55');
  expect(hasBootloaderDescriptor(bytes)).toBe(true);
  expect(hasBootloaderDescriptor(bytes.subarray(0, 79))).toBe(false);
  put(bytes, 8, '\u0001');
  expect(hasBootloaderDescriptor(bytes)).toBe(false);
  expect(hasBootloaderDescriptor(Uint8Array.from({ length: 80 }, () => 80).fill(0, 8))).toBe(false);
});
