/**
 * Pulls the plug: a browser with a profile that stays, killed without warning while boards are run, started again, and its records counted.
 * Test support. The browser is own-browser.ts.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '../../../src/bench/index.ts';
import { ChainVerifier } from '../../../src/bench/station-room.ts';
import { READ_RECORDS, openLine, startShift } from './line-page.ts';
import { startOwnBrowser } from './own-browser.ts';

const SLOTS = 6;
/** A short plan: many records a second, so that many cuts fall into the writing of one. */
const PLAN = JSON.stringify({ format: 'touchstone-plan/1', name: 'identify', guards: { alarmAfter: 0 }, phases: [{ kind: 'identify-board' }] });
const SHORTEST_MS = 150;
const LONGEST_MS = 2500;

/** Tells of every outcome that the page shows, at once, and has the next board put in. */
const WATCH = `(() => {
  const app = document.querySelector('ts-app');
  const act = (detail) => app.dispatchEvent(new CustomEvent('ts-station', { detail }));
  const told = new Set();
  const look = () => {
    for (const { number, state, record, presence, mustAcknowledge } of app.view.station.picture.slots) {
      if (record === null || state === 'running') continue;
      if (!told.has(record.id)) { told.add(record.id); window.shown(JSON.stringify({ id: record.id, number: record.number, outcome: state })); }
      if (mustAcknowledge) act({ act: 'acknowledge', number });
      act({ act: presence === 'in' ? 'pull-board' : 'plug-board', number });
    }
  };
  setInterval(look, 15);
})()`;

interface Shown {
  readonly id: string;
  readonly number: number;
  readonly outcome: string;
}

export interface PowerCutOptions {
  readonly url: string;
  readonly cuts: number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly told?: (line: string) => void;
}

export interface PowerCutReport {
  readonly cuts: number;
  /** Outcomes that the page showed before it died. */
  readonly shown: number;
  readonly records: number;
  /** Records that were on the disk and had not been shown when the power went: allowed. */
  readonly unseen: number;
  /** What must be empty. */
  readonly wrong: readonly string[];
}

/** Cuts the power at random moments; what was shown must be there once, and the chain must verify. */
export async function cutPower({ url, cuts, random, told = () => undefined }: PowerCutOptions): Promise<PowerCutReport> {
  const profile = await mkdtemp(join(tmpdir(), 'touchstone-power-'));
  const shown = new Map<string, Shown>();
  const wrong: string[] = [];
  let records: readonly RunRecord[] = [];
  try {
    for (let cut = 1; cut <= cuts + 1; cut++) {
      const browser = await startOwnBrowser(profile);
      try {
        const page = await (await browser.watch()).context.newPage();
        await page.goto(url);
        records = (await page.evaluate(READ_RECORDS)) as readonly RunRecord[];
        wrong.push(...(await judge(records, shown)).map((line) => `after cut ${cut - 1}: ${line}`));
        if (cut > cuts) break;
        await page.exposeFunction('shown', (text: string) => {
          const one = JSON.parse(text) as Shown;
          shown.set(one.id, one);
        });
        await openLine(page, url, SLOTS, PLAN);
        await startShift(page);
        await page.evaluate(WATCH);
        const afterMs = SHORTEST_MS + random() * (LONGEST_MS - SHORTEST_MS);
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        told(`cut ${cut} after ${Math.round(afterMs)} ms: ${records.length} records before, ${shown.size} shown in all`);
      } finally {
        await browser.kill();
      }
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  return { cuts, shown: shown.size, records: records.length, unseen: records.filter(({ id }) => !shown.has(id)).length, wrong };
}

/** Everything that is wrong with what is on the disk. */
async function judge(records: readonly RunRecord[], shown: ReadonlyMap<string, Shown>): Promise<readonly string[]> {
  const wrong: string[] = [];
  const byId = new Map(records.map((record) => [record.id, record]));
  if (byId.size !== records.length) wrong.push(`${records.length - byId.size} runs are recorded more than once`);
  for (const { id, number, outcome } of shown.values()) {
    const record = byId.get(id);
    if (record === undefined) wrong.push(`record ${number} was shown as ${outcome} and is lost`);
    else if (record.outcome !== outcome || record.link.number !== number) wrong.push(`record ${number} was shown as ${outcome} and is ${record.outcome}`);
  }
  const verifier = new ChainVerifier();
  for (const record of records.toSorted((a, b) => a.link.number - b.link.number)) await verifier.add(record);
  const { breaks, heads } = verifier.report();
  wrong.push(...breaks.map((one) => `the chain is ${one.kind}: ${JSON.stringify(one)}`));
  if (heads.length > 1) wrong.push(`${heads.length} chains instead of one`);
  return wrong;
}
