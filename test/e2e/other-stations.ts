/** Records of two stations as they would export them: 60 units and a retest on the first, slot 5 of which fails nearly always. Test support. */
import { emptyChain, linkRecord, type ChainHead } from '../../src/bench/record/chain.ts';
import type { RunDraft, RunRecord } from '../../src/bench/record/record.ts';
import { START_MS, aPhase, aRun } from '../unit/bench/record/a-run.ts';

export const FIRST = '11111111-1111-4111-8111-111111111111';
export const SECOND = '22222222-2222-4222-8222-222222222222';
const two = (value: number): string => value.toString(16).toUpperCase().padStart(2, '0');
export const serial = (unit: number): string => `0123A23F29F936${two(unit)}01`;

/** Units of the first station, one a minute; slot 5 fails nearly always. */
export function runOf(station: string, index: number): RunDraft {
  const slot = (index % 5) + 1;
  const isBad = slot === 5 && index % 10 !== 9;
  const startMs = START_MS + index * 60_000;
  const value = 1 + (index % 7) / 10;
  return aRun({
    id: `00000000-0000-4000-8000-${station.slice(-1)}${String(index).padStart(11, '0')}`,
    station,
    slot,
    startMs,
    endMs: startMs + 20_000,
    label: `BOX-${index}`,
    outcome: isBad ? 'fail' : 'pass',
    details: isBad ? [{ code: 'log-not-reached', facts: { step: 'Wi-Fi', wanted: 'connected', withinMs: 30_000 } }] : [],
    board: { chipName: 'ESP32', revision: '3.1', mac: `24:0A:C4:00:${station.endsWith('1') ? '01' : '02'}:${two(index)}`, flashSizeBytes: 4_194_304 },
    chip: {
      serialNumber: station.endsWith('1') ? serial(index) : serial(index + 128),
      model: 'ATECC608B',
      commonName: null,
      deviceCertificate: null,
      signerCertificate: null,
    },
    phases: [
      aPhase({
        startMs,
        endMs: startMs + 1_400,
        measurements: [{ name: 'time', unit: 's', limits: [{ kind: 'range', max: 5 }], outcome: 'pass', value, setMs: startMs }],
      }),
      aPhase({ name: 'boot', kind: 'judge-log', startMs: startMs + 1_400, endMs: startMs + 20_000, outcome: isBad ? 'fail' : 'pass', measurements: [] }),
    ],
  });
}

export async function chainOf(chain: string, drafts: readonly RunDraft[]): Promise<readonly RunRecord[]> {
  const records: RunRecord[] = [];
  let head: ChainHead = emptyChain(chain);
  for (const draft of drafts) {
    const record = await linkRecord(draft, head);
    records.push(record);
    head = record.link;
  }
  return records;
}

export const linesOf = (records: readonly RunRecord[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');
export const headLine = ({ link: { chain, number, hash } }: RunRecord): string => `${JSON.stringify({ 'touchstone-heads': [{ chain, number, hash }] })}\n`;
export const last = (records: readonly RunRecord[]): RunRecord => records.at(-1) as RunRecord;
