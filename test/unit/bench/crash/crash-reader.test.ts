/** Crashes and starts, from lines that boards have printed; each log names where it was recorded. */
import { expect, it } from 'vitest';
import type { Crash, LogLine } from '../../../../src/bench/index.ts';
import { CrashReader } from '../../../../src/bench/crash/crash-reader.ts';
import { logOf, recordedLog } from '../../../support/recorded-log.ts';

const read = (lines: readonly LogLine[], reader = new CrashReader()): CrashReader => {
  for (const line of lines) reader.read(line);
  return reader;
};
const snapshotOf = (...texts: readonly string[]) => read(logOf(...texts)).snapshot();
const crashesIn = (...texts: readonly string[]): readonly Crash[] => snapshotOf(...texts).crashes;
const addressesOf = (crash: Crash | undefined, role: string): readonly string[] =>
  (crash?.addresses ?? []).filter((item) => item.role === role).map(({ address }) => address.toString(16));

it('reads a panic of an ESP32 with its registers and backtrace (espressif/arduino-esp32 thread 4870)', () => {
  const [crash] = crashesIn(
    "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.",
    'Core 0 register dump:',
    'PC      : 0x40112b45  PS      : 0x00060330  A0      : 0x801105f0  A1      : 0x3ffe3540  ',
    'A14     : 0x000008ff  A15     : 0x00000200  SAR     : 0x00000010  EXCCAUSE: 0x0000001c  ',
    'EXCVADDR: 0x801105f4  LBEG    : 0x4000c46c  LEND    : 0x4000c477  LCOUNT  : 0xffffffff  ',
    '',
    'Backtrace: 0x40112b45:0x3ffe3540 0x401105ed:0x3ffe3840 0x4008235d:0x3ffe3c20',
    '',
    'Rebooting...',
  );
  expect(crash).toMatchObject({ number: 1, kind: 'panic', cause: 'load-prohibited', times: 1, line: 0, corrupted: false, elfSha256: null });
  expect(crash?.facts).toEqual({ core: 0, cause: 'LoadProhibited', faultAddress: '0x801105f4', nullPointer: false });
  expect(crash?.registers.length).toBe(12);
  expect(crash?.registers[0]).toEqual({ name: 'PC', value: 0x40112b45 });
  expect(addressesOf(crash, 'pc')).toEqual(['40112b45']);
  expect(addressesOf(crash, 'backtrace')).toEqual(['40112b45', '401105ed', '4008235d']);
});

it('reads a panic of an ESP32-C3 with a stack that may hold return addresses (me-no-dev/ESPAsyncWebServer thread 1100)', () => {
  const [crash] = crashesIn(
    "Guru Meditation Error: Core  0 panic'ed (Load access fault). Exception was unhandled.",
    '',
    'Core  0 register dump:',
    'MEPC    : 0x42005322  RA      : 0x42005316  SP      : 0x3fcac2e0  GP      : 0x3fc8da00  ',
    'S0/FP   : 0x00000000  S1      : 0x29f8a984  A0      : 0x3fcadd84  A1      : 0x242f8d3d  ',
    'MSTATUS : 0x00001881  MTVEC   : 0x40380001  MCAUSE  : 0x00000005  MTVAL   : 0x29f8a984',
    'MHARTID : 0x00000000',
    '',
    'Stack memory:',
    '3fcac2e0: 0x00000004 0x3fc9f3dc 0x42001fd6 0x00000000 0x3c0cb000 0x00000001 0x00000000 0x4209dfc6',
  );
  expect(crash).toMatchObject({ kind: 'panic', cause: 'load-prohibited' });
  expect(crash?.facts).toMatchObject({ faultAddress: '0x29f8a984', nullPointer: false });
  expect(crash?.registers.find(({ name }) => name === 'S0/FP')?.value).toBe(0);
  expect([addressesOf(crash, 'pc'), addressesOf(crash, 'return'), addressesOf(crash, 'stack')]).toEqual([['42005322'], ['42005316'], ['42001fd6', '4209dfc6']]);
});

it('says when the address was a null pointer', () => {
  const [crash] = crashesIn(
    "Guru Meditation Error: Core  1 panic'ed (StoreProhibited). Exception was unhandled.",
    'EXCVADDR: 0x00000008  LBEG    : 0x4000c46c',
  );
  expect(crash).toMatchObject({ cause: 'store-prohibited', facts: { core: 1, nullPointer: true, faultAddress: '0x00000008' } });
});

it.each([
  ["Guru Meditation Error: Core 0 panic'ed (IllegalInstruction). Exception was unhandled.", 'panic', 'illegal-instruction'],
  ["Guru Meditation Error: Core  0 panic'ed (Cache disabled but cached memory region accessed). ", 'panic', 'cache-disabled'],
  ["Guru Meditation Error: Core  0 panic'ed (Interrupt wdt timeout on CPU0). ", 'interrupt-watchdog', 'cpu-busy'],
  ["Guru Meditation Error: Core  0 panic'ed (Stack protection fault). ", 'stack-overflow', 'task-stack'],
  ["Guru Meditation Error: Core  0 panic'ed (Something new). ", 'panic', 'unknown'],
  ['Guru Meditation Error of type LoadProhibited occurred on core  1. Exception was unhandled.', 'panic', 'load-prohibited'],
  ['abort() was called at PC 0x400dca43 on core 0', 'abort', 'called'],
  ['***ERROR*** A stack overflow in task main has been detected.', 'stack-overflow', 'task-stack'],
  ['Stack smashing protect failure!', 'stack-smashed', 'guard'],
  ['CORRUPT HEAP: Bad tail at 0x3ffe270a. Expected 0xbaad5678 got 0xbaac5678', 'heap-corrupt', 'unknown'],
  ['E (37719) task_wdt: Task watchdog got triggered. The following tasks did not reset the watchdog in time:', 'task-watchdog', 'cpu-busy'],
  ['Brownout detector was triggered', 'brown-out', 'supply-voltage'],
  ['invalid header: 0xffffffff', 'boot-failed', 'flash-empty'],
  ['invalid header: 0x88a0f530', 'boot-failed', 'bad-header'],
  ['flash read err, 1000', 'boot-failed', 'flash-read'],
  ['ets_main.c 371 ', 'boot-failed', 'rom-stopped'],
  ['E (88) boot: No bootable app partitions in the partition table', 'boot-failed', 'no-app'],
  ['E (115) esp_image: image at 0x10000 has invalid magic byte', 'boot-failed', 'no-app'],
  ['E (300) esp_image: Image hash failed - image is corrupt', 'boot-failed', 'image-corrupt'],
  ['E (60) flash_parts: partition 3 invalid - offset 0x110000 size 0x100000 exceeds flash chip size 0x200000', 'boot-failed', 'flash-size'],
])('knows %s', (text, kind, cause) => expect(crashesIn(text)).toMatchObject([{ kind, cause }]));

it('keeps the task whose stack overflowed (ESP-IDF guide "Fatal errors")', () => {
  const [crash] = crashesIn(
    "Guru Meditation Error: Core  0 panic'ed (Unhandled debug exception). ",
    'Debug exception reason: Stack canary watchpoint triggered (uart_rx) ',
  );
  expect(crash).toMatchObject({ kind: 'stack-overflow', cause: 'task-stack', facts: { task: 'uart_rx' } });
});

it('takes a failed check and the abort() it ends in for one crash (ESP-IDF guide "Fatal errors")', () => {
  const crashes = crashesIn(
    'Stack smashing protect failure!',
    '',
    'abort() was called at PC 0x400d2138 on core 0',
    '',
    'Backtrace: 0x4008e6c0:0x3ffc1780 0x4008e8b7:0x3ffc17a0',
  );
  expect(crashes).toMatchObject([{ kind: 'stack-smashed', times: 1 }]);
  expect([addressesOf(crashes[0], 'caller'), addressesOf(crashes[0], 'backtrace')]).toEqual([['400d2138'], ['4008e6c0', '4008e8b7']]);
});

it('reads an assertion with its place, and a backtrace that lacks a blank', () => {
  const reader = read(recordedLog('azure-freertos-reboots').lines);
  const [crash] = reader.snapshot().crashes;
  expect(crash).toMatchObject({ kind: 'assert', cause: 'called', elfSha256: 'b76e6f709c13d9ec' });
  expect(crash?.facts).toEqual({ function: 'prvIoTHubInfoGet', file: 'sample_azure_iot_pnp.c', line: 559, expression: 'xResult == eAzureIoTSuccess)' });
  expect(addressesOf(crash, 'backtrace')).toEqual(['40081a7e', '400884d1', '4008f5f9', '400d88e3', '400d8a1f', '4008bbcd']);
  expect(reader.snapshot().boots).toMatchObject([{ reset: 'software', mode: 'flash', facts: { resetCode: 12, resetWord: 'SW_CPU_RESET', strap: 0x13 } }]);
});

it('reads ESP_ERROR_CHECK with its error and place', () => {
  const [crash] = crashesIn(
    'ESP_ERROR_CHECK failed: esp_err_t 0x103 (ESP_ERR_INVALID_STATE) at 0x400d5a12',
    'file: "./main/main.c" line 42',
    'func: app_main',
    'expression: esp_wifi_start()',
    '',
    'abort() was called at PC 0x4008e8b7 on core 0',
  );
  expect(crash).toMatchObject({
    kind: 'error-check',
    facts: { error: '0x103', errorName: 'ESP_ERR_INVALID_STATE', file: './main/main.c', line: 42, function: 'app_main', expression: 'esp_wifi_start()' },
  });
  expect(addressesOf(crash, 'caller')).toEqual(['400d5a12', '4008e8b7']);
});

it('reads a task watchdog with its task, counts it, and sees that a backtrace is corrupted (espressif/esp-box thread 67)', () => {
  const once = [
    'E (5852) task_wdt: Task watchdog got triggered. The following tasks/users did not reset the watchdog in time:',
    'E (5852) task_wdt:  - IDLE (CPU 1)',
    'E (5852) task_wdt: Tasks currently running:',
    'E (5852) task_wdt: CPU 0: IDLE',
    'E (5852) task_wdt: CPU 1: usb_task',
    'E (5852) task_wdt: Print CPU 1 backtrace',
    '',
    'Backtrace: 0x4037E0A6:0x3FC9B4F0 0x4037B4FD:0x3FC9B510 0x400559DD:0x3FCDC300 |<-CORRUPTED',
  ];
  const crashes = crashesIn(...once, ...once);
  expect(crashes.length).toBe(1);
  expect(crashes[0]).toMatchObject({
    kind: 'task-watchdog',
    times: 2,
    corrupted: true,
    facts: { task: 'IDLE (CPU 1)', running0: 'IDLE', running1: 'usb_task' },
  });
});

it('reads the tasks of an older watchdog, which have no tag (espressif/esp-idf thread 1140)', () => {
  const [crash] = crashesIn(
    'Task watchdog got triggered. The following tasks did not feed the watchdog in time:',
    ' - IDLE (CPU 0)',
    'Tasks currently running:',
    'CPU 0: wifi',
  );
  expect(crash?.facts).toEqual({ task: 'IDLE (CPU 0)' });
});

it('reads an exception of an ESP8266 once, though two programs print it (Azure/azure-iot-arduino thread 100)', () => {
  const crashes = crashesIn(
    'Fatal exception 28(LoadProhibitedCause):',
    'epc1=0x4021c94e, epc2=0x00000000, epc3=0x00000000, excvaddr=0x00000000, depc=0x00000000',
    '',
    'Exception (28):',
    'epc1=0x4021c94e epc2=0x00000000 epc3=0x00000000 excvaddr=0x00000000 depc=0x00000000',
  );
  expect(crashes).toMatchObject([{ kind: 'panic', cause: 'load-prohibited', times: 1, facts: { exception: 28, nullPointer: true } }]);
  expect(addressesOf(crashes[0], 'pc')).toEqual(['4021c94e']);
});

it('keeps a backtrace that no word stands before', () => {
  expect(crashesIn('Backtrace:0x4008b383:0x3ffcd8b0 0x4008c791:0x3ffcd8d0')).toMatchObject([{ kind: 'backtrace', cause: 'unknown' }]);
});

it.each([
  ['rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'power-on', 'flash'],
  ['rst:0x10 (RTCWDT_RTC_RESET),boot:0x1f (SPI_FAST_FLASH_BOOT)', 'watchdog', 'flash'],
  ['rst:0xf (RTCWDT_BROWN_OUT_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'brown-out', 'flash'],
  ['rst:0x5 (DEEPSLEEP_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'deep-sleep', 'flash'],
  ['rst:0xc (RTC_SW_CPU_RST),boot:0xf (SPI_FAST_FLASH_BOOT)', 'software', 'flash'],
  ['rst:0x15 (USB_UART_CHIP_RESET),boot:0x8 (SPI_FAST_FLASH_BOOT)', 'usb', 'flash'],
  ['rst:0x1a (CPU_LOCKUP_RESET),boot:0x8 (SPI_FAST_FLASH_BOOT)', 'cpu-lockup', 'flash'],
  ['rst:0x1 (POWERON_RESET),boot:0x3 (DOWNLOAD_BOOT(UART0/UART1/SDIO_REI_REO_V2))', 'power-on', 'download'],
  ['rst:0x1 (POWERON),boot:0x4 (DOWNLOAD(USB/UART0))', 'power-on', 'download'],
  ['rst:0x1 (POWERON_RESET),boot:0x1b (SDIO_REI_FEO_V1_BOOT)', 'power-on', 'unsupported'],
  ['rst:0x3 (A_NEW_WORD),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'software', 'flash'],
  [' ets Jan  8 2013,rst cause:4, boot mode:(3,6)', 'watchdog', 'flash'],
  [' ets Jan  8 2013,rst cause:2, boot mode:(1,7)', 'external', 'download'],
])('reads the start %s', (text, reset, mode) => expect(snapshotOf(text).boots).toMatchObject([{ reset, mode }]));

it('keeps the words of a start, and the saved program counter that follows', () => {
  const { boots } = snapshotOf('rst:0x7 (TG0WDT_SYS_RST),boot:0xf (SPI_FAST_FLASH_BOOT)', 'Saved PC:0x4004c0dc');
  expect(boots[0]?.facts).toEqual({ resetCode: 7, resetWord: 'TG0WDT_SYS_RST', strap: 15, modeWord: 'SPI_FAST_FLASH_BOOT', savedPc: '0x4004c0dc' });
  expect(snapshotOf('rst:0x1 (POWERON_RESET),boot:0x7 (?)', 'waiting for download').boots).toMatchObject([{ mode: 'download' }]);
});

it('sees an empty flash once, however often the ROM says it, and the loop it makes', () => {
  const round = [
    'rst:0x10 (RTCWDT_RTC_RESET),boot:0x1f (SPI_FAST_FLASH_BOOT)',
    ...Array.from({ length: 8 }, () => 'invalid header: 0xffffffff'),
    'ets Jul 29 2019 12:21:46',
    '',
  ];
  const lines = [...round, ...round, ...round, ...round].map((text, number): LogLine => ({ number, atMs: number * 100, source: 'board', text }));
  const { crashes, loop } = read(lines).snapshot();
  expect(crashes).toMatchObject([{ kind: 'boot-failed', cause: 'flash-empty', times: 32 }]);
  expect(loop).toEqual({ boots: 4, withinMs: 3_300 });
});

it('calls no loop what sleeps', () => {
  expect(snapshotOf(...Array.from({ length: 9 }, () => 'rst:0x5 (DEEPSLEEP_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)')).loop).toBeNull();
});

it('tells crashes apart, and keeps the last sixteen', () => {
  const reader = new CrashReader();
  for (let n = 0; n < 40; n++)
    read(
      logOf(`abort() was called at PC 0x400d${(0x1000 + n).toString(16)} on core 0`, 'Rebooting...').map((line) => ({ ...line, number: n * 2 })),
      reader,
    );
  const { crashes } = reader.snapshot();
  expect(crashes.length).toBe(16);
  expect(crashes.at(-1)).toMatchObject({ number: 40, times: 1 });
});

it('takes the hash of the program from its start when the crash prints none, and none from zeros', () => {
  const abort = 'abort() was called at PC 0x400d2138 on core 0';
  expect(crashesIn('I (470) cpu_start: ELF file SHA256:  965ee48390cd1e56...', abort)[0]?.elfSha256).toBe('965ee48390cd1e56');
  expect(crashesIn(abort, 'ELF file SHA256: 0000000000000000')[0]?.elfSha256).toBeNull();
});

it('does not let a dump go on for ever', () => {
  const panic = "Guru Meditation Error: Core  0 panic'ed (LoadProhibited). Exception was unhandled.";
  const late = [...Array.from({ length: 500 }, () => 'x'), 'A2      : 0x3ffe3840'];
  expect(crashesIn(panic, ...late)[0]?.registers).toEqual([]);
});

it('does not believe the page, and forgets when told to', () => {
  const reader = new CrashReader();
  reader.read({ number: 0, atMs: 0, source: 'page', text: 'Brownout detector was triggered' });
  expect(reader.snapshot().crashes).toEqual([]);
  read(logOf('Brownout detector was triggered'), reader).reset();
  expect(reader.snapshot()).toEqual({ crashes: [], boots: [], loop: null });
});

it('keeps its head with hostile lines', () => {
  const evil = [
    "Guru Meditation Error: Core  0 panic'ed (\u202eetihw\u0000). ",
    'PC      : 0x400d2138  '.repeat(2_000),
    `Backtrace:${' 0x400d2138:0x3ffc1780'.repeat(2_000)}`,
    `${'A'.repeat(2_000_000)}: 0x00000000`,
    '3fcac2e0: '.repeat(4_000),
    'rst:0x1 ('.repeat(4_000),
    `assert failed: ${'x '.repeat(4_000)}`,
  ];
  const start = performance.now();
  const text = JSON.stringify(snapshotOf(...evil));
  expect(performance.now() - start).toBeLessThan(1_500);
  expect(text.length).toBeLessThan(12_000);
  expect(text).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
});
