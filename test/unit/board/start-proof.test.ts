/** Boot logs of real chips, and what each proves. Texts as the ROMs, ESP-IDF 5.x and Arduino print them. */
import { expect, test } from 'vitest';
import { Wire } from '../../../src/link/index.ts';
import { StartWatch, type StartProof } from '../../../src/board/flash/start-proof.ts';
import { FakePort } from '../../support/fake-port.ts';
import { SteppingClock } from '../../support/stepping-clock.ts';

const ESP32 = `ets Jul 29 2019 12:21:46\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\nconfigsip: 0, SPIWP:0xee\r\nclk_drv:0x00,q_drv:0x00,d_drv:0x00,cs0_drv:0x00,hd_drv:0x00,wp_drv:0x00\r\nmode:DIO, clock div:2\r\nload:0x3fff0030,len:7084\r\nho 0 tail 12 room 4\r\nload:0x40078000,len:15584\r\nload:0x40080400,len:4\r\nload:0x40080404,len:3876\r\nentry 0x4008064c\r\n`;
const C3 = `ESP-ROM:esp32c3-api1-20210207\r\nBuild:Feb  7 2021\r\nrst:0x1 (POWERON),boot:0xc (SPI_FAST_FLASH_BOOT)\r\nSPIWP:0xee\r\nmode:DIO, clock div:1\r\nload:0x3fcd5820,len:0x1714\r\nload:0x403cc710,len:0x968\r\nload:0x403ce710,len:0x2f68\r\nentry 0x403cc710\r\n`;
const STAGE2 = `\x1b[0;32mI (29) boot: ESP-IDF v5.1.2 2nd stage bootloader\x1b[0m\r\n\x1b[0;32mI (55) boot: Partition Table:\x1b[0m\r\n\x1b[0;32mI (102) esp_image: segment 0: paddr=00010020 vaddr=3f400020 size=0c8b4h\x1b[0m\r\n\x1b[0;32mI (180) boot: Loaded app from partition at offset 0x10000\x1b[0m\r\n`;

async function watched(says: readonly (string | Uint8Array)[], limitMs = 2_000): Promise<StartProof> {
  const clock = new SteppingClock();
  const port = new FakePort();
  const wire = new Wire(port, clock, { text: () => undefined, broken: () => undefined });
  await wire.open(115_200);
  const watch = new StartWatch(wire, clock);
  port.say('what ran before says something\r\nand is cut off in the mi');
  watch.released();
  const proof = watch.wait(limitMs, new AbortController().signal);
  for (const chunk of says) {
    await clock.sleep(20);
    port.say(chunk);
  }
  const result = await proof;
  watch.stop();
  return result;
}

const STARTS: readonly (readonly [what: string, says: readonly (string | Uint8Array)[], firstLine: string, by: 'firmware' | 'second-stage'])[] = [
  ['ESP-IDF on an ESP32', [ESP32, STAGE2, '\x1b[0;32mI (193) cpu_start: Multicore app\x1b[0m\r\n'], 'I (193) cpu_start: Multicore app', 'firmware'],
  ['Arduino on an ESP32-C3, whose second stage is silent', [C3, 'Hello, world\r\n'], 'Hello, world', 'firmware'],
  ['an application that is silent behind a second stage that is not', [C3, STAGE2], 'I (29) boot: ESP-IDF v5.1.2 2nd stage bootloader', 'second-stage'],
  ['a prompt without an end of line', [ESP32, 'esp32> '], 'esp32>', 'firmware'],
  ['a glitch before the ROM’s first word', [Uint8Array.of(0x00, 0xff, 0xf8), 'x', ESP32, 'ready\r\n'], 'ready', 'firmware'],
  ['words cut by the wire anywhere', [...(ESP32.match(/[^]{1,7}/g) ?? []), 'rea', 'dy\r', '\n'], 'ready', 'firmware'],
  [
    'a hash that the ROM does not mind',
    [ESP32, `SHA-256 comparison failed:\r\nCalculated: ${'ab'.repeat(32)}\r\nExpected: ${'cd'.repeat(32)}\r\nAttempting to boot anyway...\r\n`, 'ready\r\n'],
    'ready',
    'firmware',
  ],
  ['markup and controls, shown as text', [ESP32, '<b>\x07\x1b]0;pass\x07hi\r\n'], '<b>..]0;pass.hi', 'firmware'],
];
test.each(STARTS)('%s has started', async (_what, says, firstLine, by) => {
  expect(await watched(says)).toMatchObject({ outcome: 'started', firstLine, by, resetSeen: true });
});

const LOOPS: readonly (readonly [what: string, says: readonly string[], facts: object])[] = [
  [
    'no image',
    ['ets Jul 29 2019 12:21:46\r\n\r\nrst:0x10 (RTCWDT_RTC_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\ninvalid header: 0xffffffff\r\n'],
    { reason: 'invalid-header', resetCause: '0x10 (RTCWDT_RTC_RESET)', line: 'invalid header: 0xffffffff' },
  ],
  [
    'a flash that does not answer',
    ['ets Jun  8 2016 00:22:57\r\n\r\nrst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\nflash read err, 1000\r\nets_main.c 371\r\n'],
    { reason: 'flash-read', line: 'flash read err, 1000' },
  ],
  [
    'a held BOOT button',
    ['ESP-ROM:esp32s3-20210327\r\nBuild:Mar 27 2021\r\nrst:0x1 (POWERON),boot:0x0 (DOWNLOAD(USB/UART0))\r\nwaiting for download\r\n'],
    { reason: 'waiting-for-download', bootMode: '0x0' },
  ],
  [
    'no application',
    [ESP32, 'E (73) boot: Factory app partition is not bootable\r\nE (78) boot: No bootable app partitions in the partition table\r\n'],
    { reason: 'no-bootable-app' },
  ],
  [
    'a flash that is too small',
    [ESP32, 'E (55) spi_flash: Detected size(2048k) smaller than the size in the binary image header(4096k). Probe failed.\r\n'],
    { reason: 'flash-size' },
  ],
  [
    'a crash again and again',
    [
      ESP32,
      "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.\r\nCore  0 register dump:\r\nPC      : 0x400d1234\r\nRebooting...\r\n",
      ESP32,
      "Guru Meditation Error: Core  0 panic'ed\r\n",
      ESP32,
    ],
    { reason: 'panic', resets: 3 },
  ],
  ['one crash, and silence', [ESP32, 'abort() was called at PC 0x40082d65 on core 0\r\nBacktrace: 0x40081d2a:0x3ffb1f40\r\n'], { reason: 'panic', resets: 1 }],
  ['a supply that dips', [ESP32, 'Brownout detector was triggered\r\n', ESP32, 'Brownout detector was triggered\r\n'], { reason: 'brownout' }],
  ['resets without a word', [C3, C3, C3], { reason: 'resets', resets: 3 }],
];
test.each(LOOPS)('%s: firmware-boot-loop', async (_what, says, facts) => {
  expect(await watched(says)).toMatchObject({ outcome: 'firmware-boot-loop', facts });
});

test('nothing at all is silence, and so is the ROM alone', async () => {
  expect(await watched([])).toMatchObject({ outcome: 'firmware-silent', facts: { seen: 'nothing', bytesSeen: 0, limitMs: 2_000 } });
  expect(await watched([ESP32])).toMatchObject({ outcome: 'firmware-silent', facts: { seen: 'boot-log', bootMode: '0x13' } });
});

test('noise is no word: a firmware that talks at another rate is silent here', async () => {
  const noise = Uint8Array.from({ length: 400 }, (_, index) => ((index * 151) & 0x7f) | 0x80);
  expect(await watched([ESP32, noise, Uint8Array.of(0x0a), noise])).toMatchObject({ outcome: 'firmware-silent' });
});

test('an endless line without an end is judged all the same', async () => {
  expect(await watched([ESP32, 'y'.repeat(100_000)])).toMatchObject({ outcome: 'started', firstLine: 'y'.repeat(120) });
});
