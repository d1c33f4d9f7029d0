/**
 * `npm run proxy`: starts the local proxy on 127.0.0.1.
 * Local proxy. Reads the command line; knows nothing of requests. Reference: README.md.
 */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { isOriginPattern, LOCAL_ORIGINS } from './origin.ts';
import { createProxy } from './proxy.ts';
import type { Place } from './upstream.ts';
import { isIotHost } from './target.ts';

const TIMEOUT_MS = 30_000;
const USAGE = 'npm run proxy -- [--port 8787] [--origin https://your.site]… [--upstream-ca FILE] [--resolve HOST=ADDRESS:PORT]…';

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new RangeError(`--port ${text} is not a port`);
  return port;
}

function readOrigin(text: string): string {
  if (!isOriginPattern(text)) throw new RangeError(`--origin ${text} is not an origin, such as https://your.site (no path, no slash at its end)`);
  return text;
}

function readPlace(text: string): readonly [string, Place] {
  const [, host = '', address = '', port = ''] = /^([^=]+)=(.+):(\d+)$/.exec(text) ?? [];
  if (!isIotHost(host) || isIP(address) === 0) throw new RangeError(`--resolve ${text} is not HOST=ADDRESS:PORT`);
  return [host, { address, port: readPort(port) }];
}

function main(): void {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8787' },
      origin: { type: 'string', multiple: true },
      'upstream-ca': { type: 'string' },
      resolve: { type: 'string', multiple: true, default: [] },
    },
  });
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const origins = values.origin?.map(readOrigin) ?? LOCAL_ORIGINS;
  const proxy = createProxy({
    origins,
    version,
    timeoutMs: TIMEOUT_MS,
    places: new Map(values.resolve.map(readPlace)),
    log: (line) => {
      console.log(line);
    },
    ...(values['upstream-ca'] === undefined ? {} : { ca: readFileSync(values['upstream-ca'], 'utf8') }),
  });
  const server = createServer({ requestTimeout: TIMEOUT_MS, headersTimeout: 10_000 }, proxy.handle);
  server.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
  server.listen(readPort(values.port), '127.0.0.1', () => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return;
    console.log(`Touchstone proxy: http://127.0.0.1:${address.port}\nfor pages from ${origins.join(', ')}`);
  });
}

try {
  main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
