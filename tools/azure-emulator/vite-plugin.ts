/**
 * Offers the emulator beside the page while it is served from this machine, by `npm start` and `npm run dev`: never in a build.
 * Local tool. Also says so in config.json, which is where the page learns of it. Reference: README.md.
 */
import { readFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Connect, Plugin } from 'vite';
import { createEmulator } from './index.ts';

const FOLDER = 'azure-emulator';

/** What the page reads: the project's own config.json, where there is one, and the emulator's place. Null when the own one is not a JSON object. */
async function readConfig(file: string): Promise<string | null> {
  const emulator = { emulator: `${FOLDER}/` };
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return JSON.stringify(emulator);
  try {
    const own: unknown = JSON.parse(text);
    return typeof own === 'object' && own !== null && !Array.isArray(own) ? JSON.stringify({ ...emulator, ...own }) : null;
  } catch {
    return null;
  }
}

/** Takes the emulator's paths and config.json, and leaves the rest to Vite. `folder`: where config.json would be. */
function middleware(base: string, folder: string): Connect.NextHandleFunction {
  const root = base.startsWith('/') ? base : '/';
  const emulator = createEmulator({ mount: `${root}${FOLDER}`, control: 'on' });
  const sendConfig = async (response: ServerResponse, next: Connect.NextFunction): Promise<void> => {
    const config = await readConfig(join(folder, 'config.json'));
    if (config === null) {
      next(); // the own file as it is, faults and all
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }).end(config);
  };
  return (request, response, next) => {
    const target = request.originalUrl ?? request.url ?? '/';
    const path = target.split('?')[0] ?? '/';
    if (path.startsWith(`${root}${FOLDER}/`)) {
      request.url = target;
      emulator.handle(request, response);
    } else if (path === `${root}config.json` && (request.method === 'GET' || request.method === 'HEAD')) sendConfig(response, next).catch(next);
    else next();
  };
}

/** The plugin; it does nothing in a build. */
export function azureEmulator(): Plugin {
  return {
    name: 'azure-emulator',
    apply: 'serve',
    configureServer(server) {
      server.middlewares.use(middleware(server.config.base, server.config.publicDir));
    },
    configurePreviewServer(server) {
      server.middlewares.use(middleware(server.config.base, join(server.config.root, server.config.build.outDir)));
    },
  };
}
