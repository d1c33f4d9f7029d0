/**
 * Random inputs for every reader of hostile bytes: one JSON line a reader, the seed in it, so that the same walk can be taken again.
 * `npm run fuzz` walks ten minutes with a new seed; `-- --minutes N --seed N --target NAME` as you like; `-- --target NAME --input HEX` runs one input.
 * Exits 1 on a broken property, with the input.
 */
import { parseArgs } from 'node:util';
import { fromHex } from '../src/base/index.ts';
import { explore, tryInput } from '../test/fuzz/corpus.ts';
import { TARGETS } from '../test/fuzz/targets.ts';

const DEFAULT_MINUTES = 10;

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' }, target: { type: 'string' }, input: { type: 'string' } } });

/** A number that was asked for, or the default. */
function numberOf(name: 'minutes' | 'seed', otherwise: number): number {
  const value = Number(values[name] ?? otherwise);
  return Number.isFinite(value) && value >= 0 ? value : refuse(`--${name} wants a number`);
}

const targets = TARGETS.filter(({ name }) => values.target === undefined || name === values.target);
const [first] = targets;
if (first === undefined) refuse(`unknown target ${String(values.target)}; targets: ${TARGETS.map(({ name }) => name).join(', ')}`);

if (values.input !== undefined) {
  if (targets.length > 1) refuse('--input wants a --target');
  const broken = tryInput(first, fromHex(values.input));
  console.log(JSON.stringify({ target: first.name, broken }));
  process.exit(broken === null ? 0 : 1);
}

const seed = numberOf('seed', Date.now() % 2 ** 31);
const milliseconds = (numberOf('minutes', DEFAULT_MINUTES) * 60_000) / targets.length;
let isSound = true;
for (const target of targets) {
  const { broken, ...walk } = explore(target, seed, { runs: Number.MAX_SAFE_INTEGER, milliseconds });
  console.log(
    JSON.stringify({
      ...walk,
      milliseconds: Math.round(walk.milliseconds),
      slowestMs: Math.ceil(walk.slowestMs),
      runsPerSecond: Math.round((walk.runs * 1000) / walk.milliseconds),
    }),
  );
  if (broken === null) continue;
  isSound = false;
  console.error(`${target.name} is broken, seed ${seed}\ninput ${broken.inputHex}\n${broken.seen}`);
}
process.exit(isSound ? 0 : 1);
