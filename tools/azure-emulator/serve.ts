/**
 * The emulator alone: `npm run emulator -- --port 8443 --https`.
 * Local tool. Listens on 127.0.0.1 only and logs one line when it is ready. Reference: README.md.
 */
import { readFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { parseArgs } from 'node:util';
import { createEmulator, makeCertificate } from './index.ts';

const USAGE = `npm run emulator -- [--port 8088] [--https [--key FILE --cert FILE]] [--cors none|portal-only|open] [--origin URL]…
                  [--speed N] [--login-page on|off] [--seed demo|empty] [--control on|off]`;

function oneOf<const T extends string>(name: string, value: string | undefined, known: readonly T[], usual: NoInfer<T>): T {
  if (value === undefined) return usual;
  const found = known.find((word) => word === value);
  if (found === undefined) throw new RangeError(`--${name} must be one of ${known.join(', ')}`);
  return found;
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (!(number > 0 && Number.isFinite(number))) throw new RangeError(`--${name} must be above 0`);
  return number;
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new RangeError(`--port ${text} is not a port`);
  return port;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8088' },
      https: { type: 'boolean', default: false },
      key: { type: 'string' },
      cert: { type: 'string' },
      cors: { type: 'string' },
      origin: { type: 'string', multiple: true },
      speed: { type: 'string', default: '1' },
      'login-page': { type: 'string' },
      seed: { type: 'string' },
      control: { type: 'string' },
    },
  });
  const emulator = createEmulator({
    cors: oneOf('cors', values.cors, ['none', 'portal-only', 'open'], 'portal-only'),
    origins: values.origin ?? 'any',
    speed: positive('speed', values.speed),
    loginPage: oneOf('login-page', values['login-page'], ['on', 'off'], 'on'),
    seed: oneOf('seed', values.seed, ['demo', 'empty'], 'demo'),
    control: oneOf('control', values.control, ['on', 'off'], 'on'),
  });
  const files = values.key !== undefined && values.cert !== undefined ? { key: readFileSync(values.key), cert: readFileSync(values.cert) } : null;
  const server = values.https
    ? createHttpsServer({ ...(files ?? (await makeCertificate())), requestCert: true, rejectUnauthorized: false }, emulator.handle)
    : createHttpServer(emulator.handle);
  server.listen(readPort(values.port), '127.0.0.1', () => {
    const address = server.address();
    if (typeof address !== 'object' || address === null) return;
    const scheme = values.https ? 'https' : 'http';
    console.log(`Azure emulator: ${scheme}://127.0.0.1:${address.port}/azure-emulator/{host}/{path}${values.https ? ', and by Azure’s own names' : ''}`);
  });
  server.on('error', (error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
});
