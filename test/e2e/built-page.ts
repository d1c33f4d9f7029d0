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

/** Builds with the project's own configuration, in a process of its own: a test runner's NODE_ENV would make it a build for development. */
async function build(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const environment = { ...process.env };
  delete environment['NODE_ENV'];
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const options = { cwd: ROOT, env: environment, timeout: BUILD_DEADLINE_MS };
  await promisify(execFile)(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], options);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(paths.map(async (path) => [path.slice(folder.length + 1), await readFile(path)] as const)));
}

/** Builds and serves it on localhost. Outside its sub-path nothing is found. */
export async function serveBuiltPage(): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-page-'));
  const files = await build(folder).finally(() => rm(folder, { recursive: true, force: true }));
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
