/**
 * The page as it is delivered, and beside it the page that measures many boards: built together into a folder of their own, and served on localhost.
 * Test support. Knows nothing of boards.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const MEASURE_PAGE = 'test/support/flash-bench/measure.html';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface FlashPage {
  readonly url: string;
  readonly measureUrl: string;
  close(): Promise<void>;
}

/** Builds with the project's own configuration, policy and all; `close` removes what was built. */
export async function serveFlashPage(): Promise<FlashPage> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-flash-page-'));
  try {
    const input = [join(ROOT, 'index.html'), join(ROOT, MEASURE_PAGE)]; // beside what the configuration names itself
    await build({ root: ROOT, logLevel: 'error', build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input } } });
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const path = join(folder, normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname)));
      stat(path).then(
        (status) => {
          if (!status.isFile()) return response.writeHead(404).end();
          response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream');
          return createReadStream(path).pipe(response);
        },
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, 'localhost', resolve));
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
    const close = async (): Promise<void> => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    };
    return { url, measureUrl: `${url}${MEASURE_PAGE}`, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
