/** The list of runs while runs are recorded: what is found grows by itself, and nothing is looked through twice. */
import { describe, expect, it } from 'vitest';
import { RunList } from '../../../../src/app/records/run-list.ts';
import { emptyChain, linkRecord } from '../../../../src/bench/record/chain.ts';
import type { RunDraft } from '../../../../src/bench/record/record.ts';
import { SummaryTable } from '../../../../src/bench/record/summary-table.ts';
import { pageOf, summarize, type RunSummary } from '../../../../src/bench/record/summary.ts';
import { START_MS, aRun } from '../../bench/record/a-run.ts';

const row = async (id: string, change: Partial<RunDraft> = {}): Promise<RunSummary> => summarize(await linkRecord(aRun({ id, ...change }), emptyChain('c')));
const ids = (list: RunList): readonly string[] => [...list.rows()].map(({ id }) => id);

async function listOf(...rows: readonly RunSummary[]): Promise<RunList> {
  const list = new RunList(() => undefined);
  await list.replace(new SummaryTable([pageOf(rows)]));
  return list;
}

describe('the list of runs', () => {
  it('shows a run that was recorded on top, and keeps the filter as it is', async () => {
    const list = await listOf(await row('a'), await row('b', { startMs: START_MS + 1 }));
    const { filter, version } = list.view;
    list.add(await row('c', { outcome: 'fail' }));
    expect(list.view.row(0)?.id).toBe('c');
    expect(list.view).toMatchObject({ total: 3, found: 3, outcomes: { pass: 2, fail: 1 } });
    expect(list.view.filter).toBe(filter);
    expect(list.view.version).toBeGreaterThan(version);
  });

  it('takes a run up only where it is like what is looked for', async () => {
    const list = await listOf(await row('a', { operator: 'Mei' }), await row('b', { operator: 'Ada' }));
    await list.filter({ operator: 'Mei' });
    list.add(await row('c', { operator: 'Ada' }));
    list.add(await row('d', { operator: 'Mei', outcome: 'fail' }));
    expect(ids(list)).toEqual(['a', 'd']);
    expect(list.view).toMatchObject({ total: 4, found: 2, outcomes: { pass: 1, fail: 1 } });
  });

  it('finds a run that is recorded while it searches, once', async () => {
    const list = await listOf(await row('a', { operator: 'Mei' }));
    const searching = list.filter({ operator: 'Mei' });
    list.add(await row('b', { operator: 'Mei' }));
    await searching;
    expect(ids(list)).toEqual(['a', 'b']);
    expect(list.view).toMatchObject({ total: 2, found: 2, outcomes: { pass: 2 } });
  });

  it('can be filtered by what a new run brought', async () => {
    const list = await listOf(await row('a', { plan: { name: 'one', version: '1', fingerprint: '' }, slot: 2 }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    list.add(await row('b', { plan: { name: 'another', version: '1', fingerprint: '' }, slot: 1, operator: 'Zoe' }));
    expect(list.view.choices).toMatchObject({ plans: ['another', 'one'], slots: [1, 2], operators: ['Mei', 'Zoe'] });
  });
});
