/** The cloud desk against the emulator, through the real clients: from nothing to assigned, and every way it can be left. */
import { describe, expect, test } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { POISON } from '../../../../tools/azure-emulator/index.ts';
import { read } from '../manifests/made-files.ts';
import { bare, whole, serial } from '../manifests/shelf-bench.ts';
import { SETTINGS, atService, cloudBench, slotOf, type CloudBench } from './cloud-bench.ts';

const CN = `sn${serial(1).toUpperCase()}`;
const KNOWN = 'touchstone-demo';

const enrollments = ({ emulator }: CloudBench): readonly string[] =>
  emulator.state.services.flatMap((service) => service.enrollments.map(({ registrationId }) => `${service.name} ${registrationId}`));

describe('before a person signs in', () => {
  test('opening asks for config.json beside the page and for nothing else', async () => {
    const bench = cloudBench();
    await bench.desk.perform({ act: 'open' });
    await bench.until(({ session }) => session === 'signed-out');
    expect(bench.asked).toEqual(['GET https://page.test/touchstone/config.json']);
    expect(bench.signIn.calls).toEqual([]);
  });

  test('typing settings sends nothing either, and a session that is over is not asked for a token', async () => {
    const bench = cloudBench();
    await bench.desk.perform({ act: 'open' });
    await bench.desk.perform({ act: 'set-settings', settings: SETTINGS });
    await bench.until(({ setup }) => setup.from === 'browser');
    expect(bench.view().session).toBe('signed-out');
    expect(bench.signIn.calls).toEqual(['restore']);
    expect(bench.asked).toHaveLength(1);
  });

  test('enrolling and watching say that one must sign in', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
    await bench.desk.perform({ act: 'preview', source: 'chip' });
    expect(bench.notices.map(({ code }) => code)).toEqual(['sign-in-needed', 'sign-in-needed']);
    expect(bench.asked).toHaveLength(1);
  });
});

describe('settings', () => {
  test('of the site count until somebody types others, and again when those are forgotten', async () => {
    const bench = cloudBench({ config: { clientId: SETTINGS.clientId, tenant: 'site.example' } });
    await bench.desk.perform({ act: 'open' });
    expect((await bench.until(({ setup }) => setup.from === 'site')).setup.settings.tenant).toBe('site.example');
    await bench.desk.perform({ act: 'set-settings', settings: { ...SETTINGS, tenant: ' typed.example ' } });
    expect((await bench.until(({ setup }) => setup.from === 'browser')).setup.settings.tenant).toBe('typed.example');
    await bench.desk.perform({ act: 'forget-settings' });
    expect((await bench.until(({ setup }) => setup.from === 'site')).setup.settings.tenant).toBe('site.example');
  });

  test('that cannot be right are told with the field', async () => {
    const bench = cloudBench();
    await bench.desk.perform({ act: 'set-settings', settings: { ...SETTINGS, clientId: 'not-a-guid' } });
    expect((await bench.until(({ sessionProblem }) => sessionProblem !== null)).sessionProblem).toMatchObject({ code: 'sign-in-setup' });
    await bench.desk.perform({ act: 'set-settings', settings: { ...SETTINGS, proxy: 'https://evil.example/' } });
    expect((await bench.until(({ sessionProblem }) => sessionProblem?.code === 'proxy-address')).session).toBe('signed-out');
  });

  test('a damaged config.json is told and hurts nothing else', async () => {
    const bench = cloudBench({ config: '{"clientId":' });
    await bench.desk.perform({ act: 'open' });
    const { setup, session } = await bench.until((view) => view.setup.siteProblem !== null && view.session === 'signed-out');
    expect([setup.siteProblem?.code, session]).toEqual(['cloud-answer', 'signed-out']);
  });

  test('come back at the next visit with the service that was chosen', async () => {
    const first = cloudBench();
    await atService(first);
    const second = cloudBench({ before: first });
    second.signIn.session = 'kept';
    await second.desk.perform({ act: 'open' });
    const { reach, subscriptionId } = await second.until((view) => view.reach.state === 'reached');
    expect([reach.tries.at(0)?.state, subscriptionId]).toEqual(['answered', '00000000-0000-4000-8000-00000000000a']);
  });
});

describe('the chip on the bench', () => {
  test('is enrolled in one press, watched until it is assigned, and the hub is asked for it', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
    await bench.until(({ watch }) => watch?.enrollment.state === 'done');
    expect(enrollments(bench)).toEqual([`${KNOWN} ${CN}`]);
    expect(bench.view().job).toMatchObject({ state: 'done', enrolled: 1, failed: 0 });
    bench.emulator.control.register(CN, { outcome: 'assigned', afterMs: 50 });
    const { watch, records } = await bench.until((view) => view.watch?.polling === 'settled' && view.records.length === 1);
    expect(watch).toMatchObject({ polling: 'settled', serialNumber: serial(1).toUpperCase(), hub: { value: { deviceId: CN, authentication: 'selfSigned' } } });
    expect(watch?.seen.map(({ status }) => status)).toEqual(expect.arrayContaining(['assigned']));
    expect(watch?.hub.state === 'done' && watch.hub.value.primaryThumbprint).toBe(watch?.sha256Thumbprint);
    expect(records[0]).toMatchObject({ registrationId: CN, deviceId: CN, result: 'enrolled', verdict: 'pass', who: 'operator@example.test', emulator: false });
  });

  test('enrolled twice changes nothing and is recorded as there already', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    for (const wanted of ['enrolled', 'same']) {
      await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
      expect((await bench.until(({ records }) => records[0]?.result === wanted)).records[0]?.result).toBe(wanted);
    }
    expect(enrollments(bench)).toEqual([`${KNOWN} ${CN}`]);
  });

  test.each(['genuine-unmatched', 'contradicts-manifest', 'not-measured'] as const)(
    'with the verdict %s is enrolled only when a person insists, and that is recorded',
    async (kind) => {
      const bench = cloudBench({ slot: slotOf(kind, false) });
      await atService(bench);
      expect(bench.view().chip).toMatchObject({ enrollable: 'override', code: 'enrol-verdict' });
      await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
      expect([enrollments(bench), bench.notices.at(-1)?.code]).toEqual([[], 'enrol-verdict']);
      await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'yes' });
      await bench.until(({ records }) => records[0]?.verdict === 'overridden');
    },
  );

  test('that is not genuine is never enrolled, whoever insists', async () => {
    const bench = cloudBench({ slot: slotOf('not-genuine', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'yes' });
    expect([bench.view().chip?.enrollable, enrollments(bench)]).toEqual(['no', []]);
  });

  test('of the demo is never enrolled in Azure', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', true) });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'yes' });
    expect([bench.view().chip?.code, bench.notices.at(-1)?.code, enrollments(bench)]).toEqual(['enrol-demo', 'enrol-demo', []]);
  });

  test('changes on the screen when the slot changes', async () => {
    const bench = cloudBench();
    await bench.desk.perform({ act: 'open' });
    expect(bench.view().chip).toBeNull();
    bench.setSlot(slotOf('genuine-matched', false));
    await bench.until(({ chip }) => chip?.enrollable === 'yes');
    bench.setSlot({ ...slotOf('genuine-matched', false), phase: 'running', verdict: null });
    await bench.until(({ chip }) => chip === null);
  });
});

describe('manifest entries', () => {
  test('that are verified are looked at first and then enrolled, each once', async () => {
    const manifest = await read('order.json', [whole(1), whole(2), bare(3), whole(4), whole(2)]);
    const bench = cloudBench({ manifests: [manifest] });
    await atService(bench);
    await bench.until(({ entries }) => entries.count === 4); // the repeated one is verified too
    await bench.desk.perform({ act: 'preview', source: 'entries' });
    const { preview } = await bench.until((view) => view.preview.state === 'done');
    expect(preview).toMatchObject({ value: { counts: { new: 3, same: 0, other: 0 } } });
    expect(enrollments(bench)).toEqual([]);
    await bench.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    expect(enrollments(bench)).toEqual([1, 2, 4].map((number) => `${KNOWN} sn${serial(number).toUpperCase()}`));
    const { job } = await bench.until((view) => view.job?.state === 'done' && view.records.length === 3);
    expect(job).toMatchObject({ total: 3, enrolled: 3, failed: 0, serviceName: KNOWN });
  });

  test('are finished at the next visit when the page was left in the middle, none twice and none lost', async () => {
    const numbers = Array.from({ length: 45 }, (_, index) => index + 10);
    const manifest = await read('order.json', numbers.map(whole));
    const first = cloudBench({ manifests: [manifest] });
    await atService(first);
    const running = first.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    await first.until(({ job }) => (job?.enrolled ?? 0) > 0);
    first.store.beforeWrite = () => new Promise(() => undefined); // the page is gone: nothing it does is written any more
    void running;
    const kept = first.store;
    const second = cloudBench({ before: { ...first, store: Object.assign(kept, { beforeWrite: () => Promise.resolve() }) }, manifests: [manifest] });
    second.signIn.session = 'kept';
    await second.desk.perform({ act: 'open' });
    await second.until(({ unfinished, reach }) => unfinished?.state === 'interrupted' && reach.state === 'reached');
    await second.desk.perform({ act: 'resume-job' });
    const { job } = await second.until((view) => view.job?.state === 'done');
    expect(job).toMatchObject({ total: 45, failed: 0, pending: 0 });
    expect(enrollments(second)).toHaveLength(45);
  });

  test('whose manifest is gone fail by name, and the others are enrolled', async () => {
    const [a, b] = [await read('a.json', [whole(61)]), await read('b.json', [whole(62)])];
    const first = cloudBench({ manifests: [a, b] });
    await atService(first);
    first.emulator.control.fault({ on: 'dps', method: 'POST', fault: { kind: 'status', status: 403 } });
    void first.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    expect((await first.until((view) => view.job?.state === 'paused')).job?.waitingFor?.code).toBe('cloud-forbidden');
    first.emulator.control.clearFaults();
    const second = cloudBench({ before: first, manifests: [b] });
    second.signIn.session = 'kept';
    await second.desk.perform({ act: 'open' });
    const { unfinished } = await second.until((view) => view.unfinished !== null && view.reach.state === 'reached');
    expect(unfinished).toMatchObject({ total: 2, pending: 2, state: 'interrupted' });
    await second.desk.perform({ act: 'resume-job' });
    await second.until((view) => view.job?.state === 'done');
    expect(enrollments(second)).toEqual([`${KNOWN} sn${serial(62).toUpperCase()}`]);
    expect(second.view().job?.rows.find(({ state }) => state === 'failed')).toMatchObject({ code: 'enrol-entry', facts: { why: 'missing' } });
  });

  test('are not enrolled while another window is at a job', async () => {
    const bench = cloudBench({ manifests: [await read('order.json', [whole(1)])], locked: 'locked' });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    expect([bench.notices.at(-1)?.code, enrollments(bench)]).toEqual(['enrol-job-busy', []]);
  });

  test('are not enrolled when nothing can be written down', async () => {
    const bench = cloudBench({ manifests: [await read('order.json', [whole(1)])] });
    await atService(bench);
    bench.store.beforeWrite = () => Promise.reject(new TouchstoneError('store-failed', { why: 'quota' }));
    await bench.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    expect([bench.notices.at(-1)?.code, enrollments(bench)]).toEqual(['enrol-job-kept', []]);
  });

  test('give a table of results', async () => {
    const bench = cloudBench({ manifests: [await read('order.json', [whole(1), whole(2)])] });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
    await bench.desk.perform({ act: 'save-job-results' });
    const [file] = bench.saved;
    expect(file?.name).toMatch(/^touchstone-enrolled-touchstone-demo-\d{4}-\d\d-\d\d\.csv$/);
    expect((await file?.content.text())?.split('\r\n').slice(1, 3)).toEqual(
      [1, 2].map((number) => `${serial(number).toUpperCase()},sn${serial(number).toUpperCase()},enrolled,,`),
    );
  });
});

describe('a session', () => {
  test('that is over says so, keeps the name, and goes on after another sign-in', async () => {
    const bench = cloudBench();
    await atService(bench);
    bench.signIn.fault = new TouchstoneError('sign-in-expired', {});
    await bench.desk.perform({ act: 'list-subscriptions' });
    expect((await bench.until(({ session }) => session === 'expired')).account?.username).toBe('operator@example.test');
    await bench.desk.perform({ act: 'sign-in', by: 'popup' });
    await bench.until(({ reach }) => reach.state === 'reached');
  });

  test('without consent asks for it and goes on', async () => {
    const bench = cloudBench();
    await atService(bench);
    bench.signIn.fault = new TouchstoneError('sign-in-consent', { resource: 'dps', aadsts: 65001 });
    await bench.desk.perform({ act: 'probe' });
    expect((await bench.until(({ session }) => session === 'consent-missing')).sessionProblem?.facts['resource']).toBe('dps');
    await bench.desk.perform({ act: 'consent', resource: 'dps' });
    await bench.until(({ session, reach }) => session === 'signed-in' && reach.state === 'reached');
  });

  test('that is ended leaves nothing on the screen', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'watch-chip' });
    await bench.desk.perform({ act: 'sign-out' });
    const { session, account, subscriptions, services, reach, watch } = await bench.until((view) => view.session === 'signed-out');
    expect({ session, account, subscriptions, services, reach: reach.state, watch }).toEqual({
      ...{ session: 'signed-out', account: null, subscriptions: { state: 'idle' }, services: { state: 'idle' }, reach: 'idle', watch: null },
    });
  });

  test('by redirect leaves a mark in the tab, and coming back takes it away', async () => {
    const bench = cloudBench();
    await bench.desk.perform({ act: 'set-settings', settings: SETTINGS });
    bench.signIn.signIn = () => new Promise(() => undefined);
    void bench.desk.perform({ act: 'sign-in', by: 'redirect' });
    await bench.until(({ session }) => session === 'signing-in');
    expect(bench.tab.items.get('touchstone.signing-in')).toBe('1');
    const back = cloudBench({ before: bench });
    back.signIn.session = 'kept';
    await back.desk.perform({ act: 'open' });
    await back.until(({ session }) => session === 'signed-in');
    expect(back.tab.items.has('touchstone.signing-in')).toBe(false);
  });
});

describe('an enrollment under watch', () => {
  test('is not looked at while the page is hidden', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
    await bench.until(({ watch }) => watch?.enrollment.state === 'done');
    bench.hide(true);
    await new Promise((resolve) => setTimeout(resolve, 400)); // eight seconds of the desk's clock
    const looks = bench.asked.length;
    await new Promise((resolve) => setTimeout(resolve, 800));
    expect(bench.asked.length).toBe(looks);
    bench.hide(false);
    await bench.until(() => bench.asked.length > looks);
  });

  test('is disabled, enabled, provisioned again and deleted, and all of it is recorded', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
    await bench.until(({ watch }) => watch?.enrollment.state === 'done');
    const steps = [
      [{ act: 'set-status', status: 'disabled' }, 'disabled'],
      [{ act: 'set-status', status: 'enabled' }, 'enabled'],
      [{ act: 'reprovision' }, 'reprovisioned'],
      [{ act: 'delete-enrollment' }, 'deleted'],
    ] as const;
    for (const [action, result] of steps) {
      await bench.desk.perform(action);
      await bench.until(({ records }) => records[0]?.result === result);
    }
    expect([enrollments(bench), bench.view().watch]).toEqual([[], null]);
  });

  test('is forgotten here only after it was saved, and what was recorded later stays', async () => {
    const bench = cloudBench({ slot: slotOf('genuine-matched', false) });
    await atService(bench);
    await bench.desk.perform({ act: 'delete-records' });
    await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
    await bench.until(({ records, watch }) => records.length === 1 && watch?.enrollment.state === 'done');
    await bench.desk.perform({ act: 'delete-records' }); // nothing was saved yet
    expect(bench.store.kept).toHaveLength(1);
    await bench.desk.perform({ act: 'save-records' });
    expect(bench.view().recordsSaved).toMatchObject({ count: 1 });
    const [{ name = '', content = new Blob() } = {}] = bench.saved;
    expect(name).toMatch(/^touchstone-enrolments-\d{4}-\d{2}-\d{2}\.csv$/);
    expect((await content.text()).split('\r\n')[1]).toContain(`,${CN},${CN},enrolled,pass,`);
    await bench.desk.perform({ act: 'set-status', status: 'disabled' });
    await bench.until(({ records }) => records[0]?.result === 'disabled');
    await bench.desk.perform({ act: 'delete-records' });
    expect(bench.view()).toMatchObject({ recordsSaved: null, records: [{ result: 'disabled' }] });
    expect(bench.store.kept).toHaveLength(1);
  });

  test('that does not exist says so and is not looked for again', async () => {
    const bench = cloudBench();
    await atService(bench);
    await bench.desk.perform({ act: 'watch', registrationId: 'sn012300000000000001' });
    const { watch } = await bench.until((view) => view.watch?.polling === 'stopped');
    expect(watch?.enrollment).toMatchObject({ state: 'failed', code: 'cloud-not-found' });
  });
});

describe('the emulator', () => {
  const config = { emulator: 'azure-emulator/' };

  test('is offered by the page’s own server only, and takes demo chips', async () => {
    expect(cloudBench().view().emulator).toBe('none');
    const bench = cloudBench({ config, slot: slotOf('genuine-matched', true) });
    await bench.desk.perform({ act: 'open' });
    await bench.until(({ emulator }) => emulator === 'offered');
    await bench.desk.perform({ act: 'use-emulator' });
    const { chip, emulator } = await bench.until((view) => view.emulator === 'on');
    expect([emulator, chip?.enrollable]).toEqual(['on', 'yes']);
    await bench.desk.perform({ act: 'leave-emulator' });
    await bench.until((view) => view.emulator === 'offered' && view.chip?.enrollable === 'no');
  });
});

test('no token, no answer of Resource Manager and no connection string stands in anything that is kept, shown, told or saved', async () => {
  const bench = cloudBench({ slot: slotOf('genuine-matched', false), manifests: [await read('order.json', [whole(1), whole(2)])] });
  await atService(bench);
  await bench.desk.perform({ act: 'enrol', source: 'chip', insist: 'no' });
  await bench.desk.perform({ act: 'enrol', source: 'entries', insist: 'no' });
  await bench.desk.perform({ act: 'save-job-results' });
  bench.emulator.control.fault({ on: 'arm', fault: { kind: 'html' } });
  await bench.desk.perform({ act: 'list-subscriptions' });
  const files = await Promise.all(bench.saved.map(({ content }) => content.text()));
  const everything = JSON.stringify([
    ...bench.kept.items,
    ...bench.tab.items,
    bench.store,
    bench.store.kept,
    [...bench.store.jobs],
    bench.view(),
    bench.notices,
    bench.asked,
    files,
  ]);
  expect(everything).toContain(KNOWN);
  for (const secret of [POISON, 'Bearer', 'SharedAccessKey', 'connectionString', 'access_token', 'eyJ']) expect(everything).not.toContain(secret);
});
