/**
 * Refuses words that do not belong in the project: unfinished work, paths of one machine, registry hosts.
 * Reads what git tracks; knows nothing of meaning.
 */
import { execFileSync } from 'node:child_process';

const RULES: readonly { readonly pattern: string; readonly paths: readonly string[]; readonly why: string }[] = [
  { pattern: '\\b(TODO|FIXME|XXX)\\b|not implemented', paths: ['src', 'firmware', 'tools', 'index.html'], why: 'unfinished words' },
  { pattern: '"resolved": "http', paths: ['package-lock.json'], why: 'download addresses in the lock file' },
  { pattern: '(^|[^A-Za-z.])/(work|home|root|Users)/[A-Za-z]', paths: ['.'], why: 'paths of one machine' },
  { pattern: '\\b(it|test|describe)\\.(only|todo)\\b', paths: ['test'], why: 'exclusive or empty tests' },
  { pattern: '@ts-ignore|@ts-nocheck', paths: ['src', 'test', 'scripts', 'tools'], why: 'the compiler is silenced' },
];

let found = 0;
for (const rule of RULES) {
  try {
    const lines = execFileSync('git', ['grep', '-nIE', '-e', rule.pattern, '--', ...rule.paths, ':!scripts/check-words.ts'], { encoding: 'utf8' });
    console.error(`${rule.why}:\n${lines}`);
    found++;
  } catch {
    // git grep exits 1 when nothing matches: that is the wish
  }
}
process.exit(found === 0 ? 0 : 1);
