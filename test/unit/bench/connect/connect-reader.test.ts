/** The timeline's behaviour where one log cannot show it: restarts, retries, what is lost again, and what must not count. */
import { expect, it } from 'vitest';
import { ConnectReader } from '../../../../src/bench/connect/connect-reader.ts';
import type { LogLine } from '../../../../src/bench/index.ts';
import { logOf } from '../../../support/recorded-log.ts';

const read = (lines: readonly LogLine[], reader = new ConnectReader()) => {
  for (const line of lines) reader.read(line);
  return reader;
};
const after = (...texts: readonly string[]) => read(logOf(...texts)).current();
const states = (...texts: readonly string[]) => Object.fromEntries(after(...texts)?.steps.map(({ id, state }) => [id, state]) ?? []);

const ROM = 'rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)';
const LOADER = 'I (28) boot: ESP-IDF v5.4 2nd stage bootloader';
const APP = 'I (442) cpu_start: Pro cpu start user code';
const MAIN = 'I (450) main_task: Calling app_main()';
const JOINED = 'I (3022) wifi:connected with example, aid = 1, channel 11';
const ADDRESS = 'I (3612) esp_netif_handlers: sta ip: 10.0.0.2, mask: 255.255.255.0, gw: 10.0.0.1';
const DPS_UP = 'Provisioning Status: PROV_DEVICE_REG_STATUS_CONNECTED';
const ASSIGNED = 'Registration Information received from service: example-hub.azure-devices.net!';
const ACCEPTED = 'IoTHubClient_LL_SendEventAsync accepted message [1] for transmission to IoT Hub.';

it('has no timeline before a line was understood, and none after a reset', () => {
  const reader = read(logOf('hello', 'world'));
  expect(reader.current()).toBeNull();
  expect(reader.stall(1e9)).toBeNull();
  read(logOf(ADDRESS), reader);
  expect(reader.current()?.number).toBe(1);
  reader.reset();
  expect(reader.current()).toBeNull();
});

it('says whether a line meant anything', () => {
  const reader = new ConnectReader();
  expect(logOf('hello', ADDRESS).map((line) => reader.read(line))).toEqual([false, true]);
});

it('does not believe notes of the page or broken frames', () => {
  const reader = new ConnectReader();
  for (const source of ['page', 'broken'] as const) reader.read({ number: 0, atMs: 0, source, text: ADDRESS });
  expect(reader.current()).toBeNull();
});

it('takes ROM, boot loader and application for one start', () => {
  const timeline = after(ROM, LOADER, APP, MAIN);
  expect(timeline).toMatchObject({ number: 1, since: 'boot', startedMs: 0 });
  expect(timeline?.measurements).toEqual([{ id: 'time-to-boot', value: 2_000, unit: 'ms' }]);
});

it.each([
  ['the ROM twice', [ROM, ROM], 2],
  ['a boot loader after the application', [LOADER, APP, LOADER], 2],
  ['an application after Wi-Fi, when ROM and boot loader are silent', [APP, JOINED, APP], 2],
  ['a ROM after a log that began in the middle', [ADDRESS, ROM], 2],
  ['three starts', [ROM, LOADER, APP, JOINED, ROM, LOADER, ROM], 3],
])('begins a new timeline for %s', (_, texts, number) => expect(after(...texts)?.number).toBe(number));

it('keeps the start before as it ended', () => {
  const reader = read(logOf(ROM, JOINED, ADDRESS, ROM));
  expect(reader.previous()).toMatchObject({ number: 1, state: 'running', at: 'time' });
  expect(reader.current()?.steps.every(({ id, state }) => id === 'boot' || state === 'waiting')).toBe(true);
});

it("keeps the board's own clock and the line with each step", () => {
  expect(after(ROM, JOINED)?.steps.find(({ id }) => id === 'wifi')).toMatchObject({ state: 'done', atMs: 1_000, boardMs: 3_022, line: 1 });
  expect(after(ROM, DPS_UP)?.steps.find(({ id }) => id === 'tls-dps')).toMatchObject({ boardMs: null });
});

it('calls steps unsaid, not done, when the log never spoke of them', () => {
  expect(states(ROM, DPS_UP)).toMatchObject({ boot: 'done', 'secure-element': 'unsaid', wifi: 'unsaid', address: 'unsaid', time: 'unsaid', 'tls-dps': 'done' });
  expect(states(ROM, JOINED)).toMatchObject({ 'secure-element': 'waiting', wifi: 'done', time: 'waiting' });
});

it('measures from the start only, and not at all when the start was not seen', () => {
  expect(after(ROM, ADDRESS)?.measurements).toContainEqual({ id: 'time-to-address', value: 1_000, unit: 'ms' });
  expect(after(ADDRESS, DPS_UP)?.measurements).toEqual([]);
});

it('counts the same failure, says retrying while the board tries again, and forgets it when it is through', () => {
  const JOIN = 'I (3) wifi:state: init -> auth (b0)';
  const REFUSED = 'I (4) wifi:state: run -> init (fc0)';
  expect(after(ROM, JOIN, REFUSED)).toMatchObject({ state: 'failed', at: 'wifi', failure: { reason: 'wifi-password', times: 1 } });
  expect(after(ROM, JOIN, REFUSED, JOIN)).toMatchObject({ state: 'retrying', at: 'wifi', failure: { times: 1 } });
  expect(after(ROM, JOIN, REFUSED, JOIN, 'x', REFUSED)).toMatchObject({ state: 'failed', failure: { times: 2 } });
  expect(after(ROM, JOIN, REFUSED, JOIN, JOINED)).toMatchObject({ state: 'running', failure: null, overcome: [{ reason: 'wifi-password' }] });
});

it('lets the reason that knows more stand, whatever came first', () => {
  const lines = (...texts: readonly string[]): readonly LogLine[] => texts.map((text, number) => ({ number, atMs: number, source: 'board', text }));
  const handshake = 'E (1) esp-tls: mbedtls_ssl_handshake returned -0x2700';
  const future = '! The certificate validity starts in the future';
  const open = 'E (1) esp-tls: Failed to open new connection';
  for (const texts of [
    [handshake, future, open],
    [open, future, handshake],
    [future, handshake, open],
  ])
    expect(read(lines(...texts)).current()?.failure, texts.join()).toMatchObject({ reason: 'clock', times: 1 });
});

it('does not doubt a chip that failed because the network came up', () => {
  const timeline = after(ROM, 'Failed to init ECC608: 240', JOINED, ADDRESS);
  expect(timeline).toMatchObject({ state: 'failed', at: 'secure-element', failure: { reason: 'chip-not-answering' } });
});

it('takes no common name from the line that says the chip could not be read', () => {
  const timeline = after('atcab_read_serial_number() failed with ret=0x00000240/r/ncommon name: sn00b4fb3f0000000000');
  expect(timeline?.steps.find(({ id }) => id === 'secure-element')).toMatchObject({ state: 'failed', facts: {} });
});

it('takes a live connection back when Wi-Fi is lost, and keeps the assignment', () => {
  const up = [ROM, JOINED, ADDRESS, DPS_UP, ASSIGNED, ACCEPTED] as const;
  expect(after(...up)).toMatchObject({ state: 'connected', at: 'first-message' });
  const lost = [...up, 'I (9) wifi:state: run -> init (6c0)'];
  expect(after(...lost)).toMatchObject({ state: 'failed', at: 'wifi', failure: { step: 'wifi', reason: 'wifi-refused' } });
  expect(states(...lost)).toMatchObject({ assigned: 'done', 'tls-hub': 'waiting', connected: 'waiting', 'first-message': 'waiting' });
  expect(after(...lost, JOINED, ACCEPTED)).toMatchObject({ state: 'connected', failure: null });
});

it('measures the first time only when a board connects twice', () => {
  const timeline = after(ROM, DPS_UP, ASSIGNED, ACCEPTED, 'The device client has been disconnected', 'x', ACCEPTED);
  expect(timeline?.measurements.find(({ id }) => id === 'time-to-connected')?.value).toBe(3_000);
});

it('does not count a message that was accepted before any hub was', () => {
  expect(after(ROM, 'IoTHubClient_LL_SendEventAsync accepted message [0] for transmission to IoT Hub.')?.state).toBe('running');
});

it('tells the two TLS connections apart by the host, else by how far the board is', () => {
  const dns = (host: string): string => `E (1) esp-tls: couldn't get hostname for :${host}: getaddrinfo() returns 202, addrinfo=0x0`;
  expect(after(dns('global.azure-devices-provisioning.net'))?.at).toBe('tls-dps');
  expect(after(dns('example-hub.azure-devices.net'))?.at).toBe('tls-hub');
  expect(after(dns('gateway.example.com'))?.at).toBe('tls-dps');
  expect(after(DPS_UP, ASSIGNED, dns('gateway.example.com'))?.at).toBe('tls-hub');
  expect(after(DPS_UP, ASSIGNED, ACCEPTED, dns('updates.example.com'))?.state).toBe('connected'); // another connection of the firmware's
});

it('says when nothing goes on, and not while a failure is known or all is done', () => {
  const waiting = read(logOf(ROM, LOADER, APP, 'I (9) wifi:mode : sta (24:0a:c4:00:00:01)'));
  expect(waiting.stall(10_000)).toBeNull();
  expect(waiting.stall(60_000)).toEqual({ step: 'wifi', forMs: 57_000, limitMs: 20_000 });
  expect(read(logOf(ROM, JOINED)).stall(60_000)?.step).toBe('address');
  expect(read(logOf(ROM)).stall(1e9)).toBeNull(); // firmware that says nothing of its start
  expect(read(logOf(ROM, ADDRESS)).stall(1e9)).toBeNull(); // and firmware that wants no cloud
  expect(read(logOf(ROM, 'I (4) wifi:state: run -> init (fc0)')).stall(1e9)).toBeNull();
  expect(read(logOf(ROM, DPS_UP, ASSIGNED, ACCEPTED)).stall(1e9)).toBeNull();
});

it("asks a user's rules before its own", () => {
  const reader = new ConnectReader([
    { id: 'mine', match: 'Failed to init ECC608: {status:status}', source: 'me', fail: 'secure-element', reason: 'firmware-says' },
  ]);
  read(logOf('Failed to init ECC608: 240'), reader);
  expect(reader.current()?.failure).toMatchObject({ rule: 'mine', reason: 'firmware-says' });
});

it('keeps its head with hostile lines', () => {
  const reader = new ConnectReader();
  const evil = [
    `wifi:connected with ${'A'.repeat(5_000_000)}, aid = 1`,
    'wifi:connected with a\u202e\u2066gnissap\u0000, aid = 1',
    `${'rst:0x1 ('.repeat(400)}`,
    `"errorCode":${'9'.repeat(4_000)}`,
    `Provisioning Failure: OperationId: ${'Msg: '.repeat(900)}`,
    '\ud800\udfff'.repeat(2_000),
  ];
  evil.forEach((text, number) => reader.read({ number, atMs: number, source: 'board', text }));
  const timeline = reader.current();
  expect(JSON.stringify(timeline).length).toBeLessThan(6_000);
  expect(JSON.stringify(timeline)).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/);
});

it('keeps few facts and few failures however long a board goes on', () => {
  const reader = new ConnectReader();
  for (let round = 0; round < 200; round++) {
    const texts = [`I (3) wifi:state: run -> init (${((round % 90) + 1).toString(16)}00)`, JOINED];
    texts.forEach((text, index) => reader.read({ number: round * 2 + index, atMs: round * 10_000 + index * 2_000, source: 'board', text }));
  }
  expect(reader.current()?.overcome.length).toBe(8);
});

it('reads far more lines a second than any board can send', () => {
  const lines = Array.from({ length: 20_000 }, (_, number): LogLine => ({
    number,
    atMs: number,
    source: 'board',
    text: `I (${number}) sensor: temperature 21.5 C, humidity ${number % 90} %, heap ${200_000 - number} bytes`,
  }));
  const reader = new ConnectReader();
  const start = performance.now();
  for (const line of lines) reader.read(line);
  const perSecond = Math.round((lines.length * 1_000) / (performance.now() - start));
  console.log(`${perSecond.toLocaleString('en')} lines a second through all rules`);
  expect(perSecond).toBeGreaterThan(50_000); // a fraction of what a quiet machine does
});
