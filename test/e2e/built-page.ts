/**
 * The page as it is delivered: built afresh into a folder of its own, and served from a sub-path that tells of nothing else.
 * Test support. Knows nothing of the page's contents; page-server.ts serves it while it is worked on.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { preview } from 'vite';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const BUILD_DEADLINE_MS = 120_000;
const SUB_PATH = '/some/where/touchstone/';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.bin': 'application/octet-stream',
};

export interface BuiltPage {
  readonly origin: string;
  /** With a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Builds with one of the project's own configurations, in a process of its own: a test runner's NODE_ENV would make it a build for development. */
async function buildInto(folder: string, config = 'vite.config.ts'): Promise<void> {
  const environment = { ...process.env };
  delete environment['NODE_ENV'];
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const options = { cwd: ROOT, env: environment, timeout: BUILD_DEADLINE_MS };
  await promisify(execFile)(process.execPath, [vite, 'build', '--config', config, '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], options);
}

async function build(folder: string, config: string): Promise<ReadonlyMap<string, Buffer>> {
  await buildInto(folder, config);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const)));
}

/** Builds and serves it on localhost. Outside its sub-path nothing is found. `config`: another configuration of the build, from the project's root. */
export async function serveBuiltPage(config = 'vite.config.ts'): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-page-'));
  const files = await build(folder, config).finally(() => rm(folder, { recursive: true, force: true }));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const name = pathname === SUB_PATH ? 'index.html' : pathname.slice(SUB_PATH.length);
    const file = pathname.startsWith(SUB_PATH) ? files.get(decodeURIComponent(name)) : undefined;
    if (file === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream').end(file);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}${SUB_PATH}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Builds and serves it as `npm start` does, with whatever the project's servers offer beside the page: the emulator and its config.json. */
export async function serveStartedPage(): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-page-'));
  const removed = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await buildInto(folder);
    const before = process.listeners('SIGTERM');
    const server = await preview({
      root: ROOT,
      logLevel: 'warn',
      build: { outDir: folder },
      preview: { host: 'localhost', port: 0, strictPort: false, open: false },
    });
    for (const listener of process.listeners('SIGTERM')) if (!before.includes(listener)) process.off('SIGTERM', listener); // Vite ends the whole process
    const url = server.resolvedUrls?.local[0] ?? '';
    return {
      origin: new URL(url).origin,
      url,
      close: async () => {
        await server.close();
        await removed();
      },
    };
  } catch (error) {
    await removed();
    throw error;
  }
}
