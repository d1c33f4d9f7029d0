/**
 * What the built page weighs: JavaScript before the first screen, and in all.
 * Reads dist/ only; used by check-chunks.ts and bench.ts.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

export interface BundleSizes {
  /** Files loaded before the first screen: the entry and what it imports statically. */
  readonly firstFiles: readonly string[];
  readonly firstGzBytes: number;
  readonly allFiles: readonly string[];
  readonly allGzBytes: number;
}

const gz = (file: string): number => gzipSync(readFileSync(file), { level: 9 }).length;

/** Static imports of one chunk; dynamic `import()` does not count. */
function staticImports(file: string): string[] {
  const code = readFileSync(file, 'utf8');
  return [...code.matchAll(/(?:^|[;}\n])\s*(?:import|export)\s*(?:[\w*{}\s,$]+from)?\s*["'](\.[^"']+\.js)["']/g)].map((match) =>
    normalize(join(dirname(file), match[1] ?? '')),
  );
}

/** Measures `dist` as it lies there. */
export function bundleSizes(dist: string): BundleSizes {
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const entries = [...html.matchAll(/<script[^>]+src="([^"]+)"/g)].map((match) => normalize(join(dist, match[1] ?? '')));
  const first = new Set<string>();
  const visit = (file: string): void => {
    if (first.has(file)) return;
    first.add(file);
    staticImports(file).forEach(visit);
  };
  entries.forEach(visit);
  const all = readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => join(dist, name));
  return {
    firstFiles: [...first],
    firstGzBytes: [...first].reduce((sum, file) => sum + gz(file), 0),
    allFiles: all,
    allGzBytes: all.reduce((sum, file) => sum + gz(file), 0),
  };
}
