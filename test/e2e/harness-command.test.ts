/**
 * `npm run harness` as a person calls it: a device behind sockets, a page with the agreed attributes, an exit status.
 * Needs Linux, full Chromium and gcc; knows nothing of the project's page (check-page.html stands in for it).
 */
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { whySkipRealSerial } from './real-serial.ts';

const skipReason = await whySkipRealSerial();
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Finished {
  readonly status: number | null;
  readonly records: readonly Record<string, unknown>[];
  readonly errors: string;
}

describe.skipIf(skipReason !== null)('npm run harness', () => {
  let folder: string;
  let url: string;
  let device: Server;
  let lines: Server;
  let deviceSocket: Socket | undefined;
  /** How the device answers what the page asks. */
  let answer: (question: string) => void;
  let toldLines: string;
  const web = createHttpServer((_, response) => {
    void readFile(new URL('check-page.html', import.meta.url)).then((page) => response.setHeader('content-type', 'text/html').end(page));
  });

  beforeAll(async () => {
    await once(web.listen(0, 'localhost'), 'listening');
    url = `http://localhost:${(web.address() as AddressInfo).port}/`;
  });
  afterAll(() => {
    web.close();
    web.closeAllConnections();
  });

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harness-test-'));
    toldLines = '';
    device = createServer((socket) => {
      deviceSocket = socket.on('error', () => undefined).on('data', (bytes) => answer(bytes.toString()));
    });
    lines = createServer((socket) => socket.on('error', () => undefined).on('data', (bytes) => (toldLines += bytes.toString())));
    await once(device.listen(0, '127.0.0.1'), 'listening');
    await once(lines.listen(join(folder, 'lines')), 'listening');
  });
  afterEach(async () => {
    deviceSocket?.destroy();
    device.close();
    lines.close();
    await rm(folder, { recursive: true });
  });

  const start = (...options: string[]): ChildProcessWithoutNullStreams => {
    const address = ['--device', `tcp:127.0.0.1:${(device.address() as AddressInfo).port}`, '--lines', `unix:${join(folder, 'lines')}`];
    // TMPDIR: so that the test sees what is left behind
    return spawn(process.execPath, ['--import', 'tsx', 'scripts/harness.ts', ...address, '--url', url, ...options], {
      cwd: ROOT,
      env: { ...process.env, TMPDIR: folder },
    });
  };

  async function finish(child: ChildProcessWithoutNullStreams): Promise<Finished> {
    let output = '';
    let errors = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
    const [status] = (await once(child, 'close')) as [number | null];
    const records = output.split('\n').filter((line) => line.startsWith('{'));
    return { status, records: records.map((line) => JSON.parse(line) as Record<string, unknown>), errors };
  }

  test('a genuine and matched chip is exit status 0, with a JSON line for every proof and the verdict last', async () => {
    await writeFile(join(folder, 'one.json'), '[]');
    const asked: string[] = [];
    answer = (question) => {
      asked.push(question);
      deviceSocket?.write('genuine-matched\n');
    };
    const { status, records, errors } = await finish(start('--check', 'ram', '--manifest', join(folder, 'one.json')));
    expect(errors).toBe('');
    expect(records).toEqual([
      { kind: 'proof', id: 'board-identified', outcome: 'pass', text: 'Board identified' },
      { kind: 'proof', id: 'in-manifest', outcome: 'pass', text: 'In manifest' },
      {
        kind: 'verdict',
        verdict: 'genuine-matched',
        fault: null,
        text: 'It is genuine-matched',
        elapsedMs: expect.any(Number) as number,
        expected: 'genuine-matched',
      },
    ]);
    expect(asked).toEqual(['ram\n']);
    expect(toldLines).toMatch(/^DTR=1 RTS=1\nBAUD=460800\n/);
    expect(status).toBe(0);
  });

  test('another verdict is exit status 1, unless it was expected', async () => {
    answer = (question) => deviceSocket?.write(question === 'flash\n' ? 'not-genuine\n' : 'wrong question\n');
    expect((await finish(start('--check', 'flash'))).status).toBe(1);
    expect((await finish(start('--check', 'flash', '--expect', 'not-genuine'))).status).toBe(0);
  });

  test('a device that goes away is an unplugged one, a fault and exit status 1', async () => {
    answer = () => deviceSocket?.destroy();
    const { status, records, errors } = await finish(start('--check', 'ram'));
    expect(records.at(-1)).toMatchObject({ kind: 'verdict', verdict: null, fault: 'port-lost', text: 'The device has been lost.' });
    expect(errors).toContain('closed its socket');
    expect(status).toBe(1);
  });

  test('a page that never comes to a verdict is exit status 1 after the time limit', async () => {
    answer = () => undefined;
    const { status, errors } = await finish(start('--check', 'ram', '--timeout', '2'));
    expect(errors).toContain('check ram');
    expect(status).toBe(1);
  });

  test('without --check it stays open with a DevTools address, and leaves nothing behind when it is ended', async () => {
    const child = start();
    let output = '';
    child.stdout.on('data', (part: Buffer) => (output += part.toString()));
    await expect.poll(() => output, { timeout: 30_000 }).toContain('Ctrl-C');
    const address = /^DevTools\s+(\S+)/m.exec(output)?.[1] ?? '';
    expect(await (await fetch(`${address}/json/list`)).text()).toContain(url);
    child.kill('SIGTERM');
    expect((await finish(child)).status).toBe(0);
    await expect(fetch(`${address}/json/list`)).rejects.toThrow();
    expect((await readdir(folder)).filter((name) => name.startsWith('touchstone'))).toEqual([]);
  });

  test('a device that is not there is said in a sentence', async () => {
    const child = start('--check', 'ram'); // it takes longer to start than the server to stop
    device.close();
    const { status, errors } = await finish(child);
    expect(errors).toContain('ECONNREFUSED');
    expect(status).toBe(1);
  });
});
