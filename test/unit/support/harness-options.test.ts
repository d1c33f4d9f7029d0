/** The command line of `npm run harness`. */
import { expect, test } from 'vitest';
import { parseSocketAddress } from '../../support/device-ends.ts';
import { UsageError, parseHarnessOptions } from '../../support/harness-options.ts';

const parse = (line: string, display?: string): ReturnType<typeof parseHarnessOptions> => parseHarnessOptions(line.split(' ').filter(Boolean), display);

test('a device alone is enough', () => {
  expect(parse('--device tcp:localhost:5555')).toEqual({
    device: 'tcp:localhost:5555',
    lines: null,
    usbVendorId: 0x10c4,
    usbProductId: 0xea60,
    source: 'build',
    port: 0,
    display: 'headless',
    check: null,
    manifests: [],
    expect: 'genuine-matched',
    timeoutMs: 180_000,
  });
});

test('everything can be said', () => {
  expect(
    parse(
      '--device unix:/run/a --lines unix:/run/b --usb 1a86:7523 --dev --port 8080 --headed --check flash --manifest /m/a /m/b --expect not-genuine --timeout 5',
      ':0',
    ),
  ).toMatchObject({
    device: 'unix:/run/a',
    lines: 'unix:/run/b',
    usbVendorId: 0x1a86,
    usbProductId: 0x7523,
    source: 'sources',
    port: 8080,
    display: 'headed',
    check: 'flash',
    manifests: ['/m/a', '/m/b'],
    expect: 'not-genuine',
    timeoutMs: 5_000,
  });
  expect(parse('--device virtual --url http://localhost:1/x')).toMatchObject({ device: 'virtual', source: { url: 'http://localhost:1/x' } });
  expect(parse('-h')).toBe('help');
});

test.each([
  '',
  '--device',
  '--device serial:/dev/ttyUSB0',
  '--device tcp:host',
  '--device tcp:host:0',
  '--device tcp:host:65536',
  '--device unix:',
  '--device virtual --lines unix:/x',
  '--device virtual --usb 10c4',
  '--device virtual --usb 10c4:ea600',
  '--device virtual --url ftp://x',
  '--device virtual --url nonsense',
  '--device virtual --url http://x --dev',
  '--device virtual --port -1',
  '--device virtual --check rom',
  '--device virtual --check ram --expect good',
  '--device virtual --check ram --timeout 0',
  '--device virtual --manifest a.json',
  '--device virtual a.json',
  '--device virtual --headed',
  '--device virtual --unknown',
])('"%s" is refused with a sentence', (line) => {
  expect(() => parse(line)).toThrow(UsageError);
});

test('addresses are read strictly', () => {
  expect(parseSocketAddress('tcp:[::1]:9000')).toEqual({ host: '::1', port: 9000 });
  expect(parseSocketAddress('tcp:bench.local:1')).toEqual({ host: 'bench.local', port: 1 });
  expect(parseSocketAddress('unix:relative/path with space')).toEqual({ path: 'relative/path with space' });
  for (const text of ['', 'tcp:', 'tcp::1', 'tcp:a:b', 'tcp:::1:9', 'unix:', 'TCP:a:1', ' tcp:a:1', 'tcp:a:1 '])
    expect(() => parseSocketAddress(text)).toThrow('support-address');
});
