/**
 * The page as it is delivered but for whom it believes: built with the order's root and manifest signer in place of Microchip's, and served on localhost.
 * Test support. Beside it lies table.html, which asks the same modules about the file that the page has stored.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';
import type { OrderFile } from '../order-file/order-file.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const TABLE_PAGE = 'test/support/manifest-bench/table.html';
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export interface OrderPage {
  readonly url: string;
  readonly tableUrl: string;
  close(): Promise<void>;
}

/** The table of pinned names and keys, with others in it. A name that is missing here fails the build. */
function pin({ anchors, signers }: OrderFile): Plugin {
  const written = (value: unknown): string =>
    JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? { bytes: Array.from(part) } : part)).replace(
      /\{"bytes":(\[[\d,]+\])\}/g,
      'Uint8Array.from($1)',
    );
  return {
    name: 'pin-the-order',
    enforce: 'pre',
    load: (id) =>
      id === join(ROOT, 'src/trust/anchors.ts')
        ? `export const MICROCHIP_ANCHOR = ${written(anchors[0])};\nexport const MICROCHIP_MANIFEST_SIGNERS = ${written(signers)};\n`
        : null,
  };
}

/** Builds with the project's own configuration, policy and all, into a folder of its own. */
async function buildInto(folder: string, order: OrderFile): Promise<void> {
  await build({
    root: ROOT,
    logLevel: 'error',
    plugins: [pin(order)],
    worker: { plugins: () => [pin(order)] },
    build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: { page: join(ROOT, 'index.html'), table: join(ROOT, TABLE_PAGE) } } },
  });
}

/** Builds and serves; `close` removes what was built. */
export async function serveOrderPage(order: OrderFile): Promise<OrderPage> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-order-page-'));
  try {
    await buildInto(folder, order);
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
    return { url, tableUrl: `${url}${TABLE_PAGE}`, close };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
