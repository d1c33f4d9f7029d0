/** The emulator beside the served page, and what config.json says of it; and the two command lines. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, preview } from 'vite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { azureEmulator } from '../../../../tools/azure-emulator/vite-plugin.ts';
import { SCOPES } from './leaf.ts';

let root = '';
const ends: (() => Promise<void>)[] = [];
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'touchstone-page-'));
  await mkdir(join(root, 'public'));
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Page</title>');
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(root, { recursive: true, force: true });
});

const shared = (base: string) => ({ root, base, configFile: false as const, logLevel: 'silent' as const, plugins: [azureEmulator()] });
async function serve(kind: 'sources' | 'build', base = './'): Promise<string> {
  const listen = { host: '127.0.0.1', port: 0 };
  if (kind === 'build') await build(shared(base));
  const before = process.listeners('SIGTERM');
  const server =
    kind === 'build'
      ? await preview({ ...shared(base), preview: listen })
      : await (await createServer({ ...shared(base), server: { ...listen, hmr: false } })).listen();
  for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) process.off('SIGTERM', listener);
  ends.push(() => server.close());
  return server.resolvedUrls?.local[0] ?? server.resolvedUrls?.network[0] ?? '';
}

describe('beside the page', () => {
  it.each([
    ['sources', './'],
    ['build', './'],
    ['sources', '/deep/page/'],
    ['build', '/deep/page/'],
  ] as const)('of %s under %s it answers, and config.json leads to it', async (kind, base) => {
    const page = await serve(kind, base);
    const config = (await (await fetch(new URL('config.json', page))).json()) as { emulator: string };
    expect(config).toEqual({ emulator: 'azure-emulator/' });
    const token = new URL(`${config.emulator}control/token`, page);
    const answer = await fetch(token, {
      method: 'POST',
      headers: { origin: token.origin, 'content-type': 'application/json' },
      body: JSON.stringify({ scope: SCOPES.arm }),
    });
    const { access_token } = (await answer.json()) as { access_token: string };
    const list = new URL(`${config.emulator}management.azure.com/subscriptions?api-version=2019-06-01`, page);
    expect((await fetch(list, { headers: { authorization: `Bearer ${access_token}` } })).status).toBe(200);
    expect(await (await fetch(page)).text()).toContain('<title>Page</title>');
  });

  it('adds itself to the site’s own config.json, lets that one have the last word, and leaves a broken one alone', async () => {
    const page = await serve('sources');
    const config = async () => (await fetch(new URL('config.json', page))).text();
    const own = (text: string) => writeFile(join(root, 'public', 'config.json'), text);
    await own('{"clientId":"x"}');
    expect(JSON.parse(await config())).toEqual({ emulator: 'azure-emulator/', clientId: 'x' });
    await own('{"emulator":""}');
    expect(JSON.parse(await config())).toEqual({ emulator: '' });
    await own('{"broken"');
    expect(await config()).not.toContain('azure-emulator');
  });

  it('puts nothing into a build', async () => {
    await build(shared('./'));
    const files = await readdir(join(root, 'dist'), { recursive: true });
    expect(files).toEqual(['index.html']);
    expect(await readFile(join(root, 'dist', 'index.html'), 'utf8')).not.toContain('emulator');
  });
});

describe('alone', () => {
  const tools = fileURLToPath(new URL('../../../../tools/', import.meta.url));
  const run = (file: string, args: readonly string[]): Promise<{ readonly text: string; readonly code: number | null }> =>
    new Promise((resolve, reject) => {
      const child = spawn(process.execPath, ['--import', 'tsx', join(tools, file), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
      let text = '';
      let waiting = setTimeout(() => child.kill('SIGKILL'), 25_000);
      const hear = (part: Buffer): void => {
        text += part.toString();
        clearTimeout(waiting);
        if (/^(?:Azure emulator|Touchstone proxy): https?:/m.test(text)) waiting = setTimeout(() => child.kill(), 100); // it serves: that is all there is to see
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('error', reject);
      child.on('exit', (code) => resolve({ text, code }));
    });

  it.each([
    ['azure-emulator/serve.ts', ['--port', '0', '--https'], '/azure-emulator/{host}/{path}, and by Azure’s own names'],
    ['proxy/main.ts', ['--port', '0', '--origin', 'https://bench.example'], 'for pages from https://bench.example'],
  ])('%s says where it is', async (file, args, words) => {
    expect((await run(file, args)).text).toContain(words);
  });

  it.each([
    ['azure-emulator/serve.ts', ['--cors', 'some'], '--cors must be one of none, portal-only, open'],
    ['azure-emulator/serve.ts', ['--speed', '0'], '--speed must be above 0'],
    ['proxy/main.ts', ['--origin', 'https://bench.example/page'], 'is not an origin'],
    ['proxy/main.ts', ['--resolve', 'example.com=127.0.0.1:1'], 'is not HOST=ADDRESS:PORT'],
    ['proxy/main.ts', ['--port', '70000'], 'is not a port'],
  ])('%s refuses %j with 2', async (file, args, words) => {
    const { code, text } = await run(file, args);
    expect([code, text.includes(words)]).toEqual([2, true]);
  });
});
