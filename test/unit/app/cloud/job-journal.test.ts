/** The journal of a job: written together, never too early; and a table of results that no spreadsheet runs. */
import { describe, expect, test } from 'vitest';
import { StoredJournal } from '../../../../src/app/cloud/job-journal.ts';
import type { JobSource } from '../../../../src/app/cloud/job-source.ts';
import type { KeptJob } from '../../../../src/app/cloud/kept-jobs.ts';
import { resultsCsv } from '../../../../src/app/cloud/results-csv.ts';
import type { JobChange } from '../../../../src/cloud/index.ts';
import { MemoryCloudStore, noRoom } from './memory-store.ts';

const JOB: KeptJob = {
  ...{ id: 'job', startedMs: 1, total: 9, state: 'open', emulator: false },
  choices: { deviceId: '{cn}', allocationPolicy: 'hashed', hubs: [], tags: '' },
  ...{ subscriptionId: 'sub', serviceId: 'id', serviceName: 'factory', idScope: '0ne1' },
  source: { kind: 'entries', parts: [] },
};
const change = (index: number, state: JobChange['state']): JobChange => ({
  index,
  state,
  registrationId: `sn${index}`,
  deviceId: `dev${index}`,
  code: '',
  facts: {},
});

function journalOf(source: JobSource = JOB.source): { readonly journal: StoredJournal; readonly store: MemoryCloudStore } {
  const store = new MemoryCloudStore();
  const tools = {
    store,
    job: { ...JOB, source },
    who: () => 'a@example.test',
    now: () => 5,
    serialOf: (index: number) => `SERIAL${index}`,
    recorded: () => undefined,
  };
  return { journal: new StoredJournal(tools), store };
}

describe('the journal', () => {
  test('lets nobody go on before the change is on the disk', async () => {
    const { journal, store } = journalOf();
    let finish: () => void = () => undefined;
    store.beforeWrite = () => new Promise((resolve) => (finish = resolve));
    let marked = 'not yet';
    const marking = journal.mark('job', [change(0, 'sent')]).then(() => (marked = 'marked'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(marked).toBe('not yet');
    finish();
    await marking;
    expect(store.written).toEqual([{ jobId: 'job', changes: [change(0, 'sent')] }]);
  });

  test('writes what came meanwhile in one change, in order', async () => {
    const { journal, store } = journalOf();
    await Promise.all([0, 1, 2, 3, 4].map((index) => journal.mark('job', [change(index, 'sent')])));
    expect(store.written.map(({ changes }) => changes.map(({ index }) => index))).toEqual([[0], [1, 2, 3, 4]]);
  });

  test('fails everybody whose change was not written, and works again afterwards', async () => {
    const { journal, store } = journalOf();
    store.beforeWrite = noRoom;
    const ends = await Promise.allSettled([journal.mark('job', [change(0, 'sent')]), journal.mark('job', [change(1, 'sent')])]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    store.beforeWrite = () => Promise.resolve();
    await journal.mark('job', [change(2, 'sent')]);
    expect(store.written).toHaveLength(1);
  });

  test('records each enrolment with who, where and which, and nothing that failed', async () => {
    const { journal, store } = journalOf();
    await journal.mark('job', [change(0, 'enrolled'), change(1, 'same'), change(2, 'failed'), change(3, 'sent')]);
    const where = { serviceName: 'factory', idScope: '0ne1', who: 'a@example.test', atMs: 5, verdict: 'manifest', emulator: false };
    expect(store.kept).toEqual([
      { id: '1', serialNumber: 'SERIAL0', registrationId: 'sn0', deviceId: 'dev0', result: 'enrolled', ...where },
      { id: '2', serialNumber: 'SERIAL1', registrationId: 'sn1', deviceId: 'dev1', result: 'same', ...where },
    ]);
  });

  test.each([
    ['genuine-matched', 'pass'],
    ['genuine-unmatched', 'overridden'],
    ['contradicts-manifest', 'overridden'],
    ['not-measured', 'overridden'],
  ] as const)('records a chip whose verdict was %s as %s', async (verdict, recorded) => {
    const { journal, store } = journalOf({ kind: 'chip', chip: { serialNumber: '01', commonName: 'sn01', certificatePem: '', verdict, demo: false } });
    await journal.mark('job', [change(0, 'enrolled')]);
    expect(store.kept[0]?.verdict).toBe(recorded);
  });
});

test('a table of results quotes what must be quoted and makes no formula', () => {
  const line = { serialNumber: '0123', registrationId: '=cmd()', state: 'failed', code: 'cloud-conflict', facts: { detail: 'say "no", please', status: 409 } };
  expect(resultsCsv([line])).toBe(
    'serial_number,registration_id,result,code,details\r\n' + '0123,\'=cmd(),failed,cloud-conflict,"detail=say ""no"", please; status=409"\r\n',
  );
});
