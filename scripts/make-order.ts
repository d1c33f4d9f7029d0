/**
 * Makes a manifest of real size for trying things out: `npx tsx scripts/make-order.ts --entries 100000` prints where it is.
 * Its certificates and signatures are the benchmark's own and hold for nobody else.
 */
import { parseArgs } from 'node:util';
import { orderFile } from '../test/support/order-file/order-file.ts';

const { values } = parseArgs({ options: { entries: { type: 'string', default: '100000' } } });
const entries = Number(values.entries);
if (!Number.isSafeInteger(entries) || entries < 1) throw new Error(`--entries ${values.entries} is no number of entries`);

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort(new Error(name)));
const startedMs = performance.now();
const { path, bytes, folder } = await orderFile({ entries, signal: stop.signal });
console.log(JSON.stringify({ path, entries, bytes, folder, seconds: Number(((performance.now() - startedMs) / 1000).toFixed(1)) }));
