/**
 * The one truth about a working tree: every rule and every test, quick steps first.
 * `npm run check` and `npm test` run all of it; `npm run check -- NAME…` runs the named steps only.
 * Knows no details of the steps: each is a command that exits 0 when its rule holds.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Step {
  readonly name: string;
  readonly command: string;
  /** `vitest`: the number of tests is read from its JSON report; `lines`: from a last line `N passed, N failed`. */
  readonly counts?: 'vitest' | 'lines';
}

const STEPS: readonly Step[] = [
  { name: 'format', command: 'prettier --check .' },
  { name: 'types', command: 'tsc -p tsconfig.json' },
  { name: 'pure', command: 'tsc -p tsconfig.pure.json' },
  { name: 'lint', command: 'eslint .' },
  { name: 'floors', command: 'depcruise src --config .dependency-cruiser.cjs' },
  { name: 'dead', command: 'knip' },
  { name: 'words', command: 'tsx scripts/check-words.ts' },
  { name: 'unit', command: 'vitest run', counts: 'vitest' },
  { name: 'firmware-tests', command: 'make -s -C firmware test', counts: 'lines' },
  { name: 'firmware-image', command: 'tsx scripts/build-firmware.ts --check' },
  { name: 'build', command: 'vite build --logLevel warn' },
  { name: 'chunks', command: 'tsx scripts/check-chunks.ts' },
  { name: 'e2e', command: 'vitest run --config vitest.e2e.config.ts', counts: 'vitest' },
];

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const reports = mkdtempSync(join(tmpdir(), 'touchstone-check-'));

function readVitest(file: string): Count | null {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
    return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
  } catch {
    return null;
  }
}

function readLines(output: string): Count | null {
  const last = [...output.matchAll(/(\d+) passed, (\d+) failed/g)].at(-1);
  return last ? { passed: Number(last[1]), failed: Number(last[2]), skipped: 0 } : null;
}

function runStep(step: Step): Count {
  const report = join(reports, `${step.name}.json`);
  const command = step.counts === 'vitest' ? `${step.command} --reporter=default --reporter=json --outputFile.json=${report}` : step.command;
  const result = spawnSync(command, {
    shell: true,
    stdio: ['ignore', step.counts === 'lines' ? 'pipe' : 'inherit', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, PATH: `node_modules/.bin:${process.env['PATH'] ?? ''}` },
  });
  if (typeof result.stdout === 'string') process.stdout.write(result.stdout);
  const exitedWell = result.status === 0;
  const counted = step.counts === 'vitest' ? readVitest(report) : step.counts === 'lines' ? readLines(result.stdout) : null;
  if (step.counts === undefined) return { passed: exitedWell ? 1 : 0, failed: exitedWell ? 0 : 1, skipped: 0 };
  if (counted === null || (counted.passed === 0 && counted.skipped === 0)) return { passed: 0, failed: 1, skipped: 0 }; // no count is no proof
  return exitedWell ? counted : { ...counted, failed: Math.max(1, counted.failed) };
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`unknown step ${unknown.join(', ')}; steps: ${STEPS.map((step) => step.name).join(', ')}`);
  process.exit(2);
}

const total: Count = { passed: 0, failed: 0, skipped: 0 };
const summary: string[] = [];
for (const step of STEPS.filter((candidate) => wanted.length === 0 || wanted.includes(candidate.name))) {
  console.log(`\n── ${step.name}: ${step.command}`);
  const startedMs = performance.now();
  const count = runStep(step);
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  summary.push(
    `${count.failed > 0 ? 'FAILED' : 'ok    '} ${step.name.padEnd(15)} ${String(count.passed).padStart(4)} passed ${String(count.failed).padStart(3)} failed ${String(count.skipped).padStart(3)} skipped ${seconds.padStart(6)} s`,
  );
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${summary.join('\n')}\n`);
if (total.skipped > 0) console.log(`${total.skipped} skipped: their messages stand above`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed > 0 ? 1 : 0);
