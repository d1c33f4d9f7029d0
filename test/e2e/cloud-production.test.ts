/**
 * The production path: MSAL as it is configured, Azure's real names over https to the emulator, CORS as the browser enforces it, an order of real format.
 * The page is built with the order's root in place of Microchip's and is otherwise as delivered, policy and all. Nothing is answered on the browser's behalf.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { POISON } from '../../tools/azure-emulator/index.ts';
import { uniqueIdOf } from '../support/order-file/entry-maker.ts';
import { LONG, SECRETS } from './cloud-visit.ts';
import type { CloudVisit } from './cloud-visit.ts';
import { Production, registrationIdOf } from './production.ts';
import { SOON } from './visitor.ts';

const ENTRIES = 300;

let azure: Production;
let cloud: CloudVisit;

beforeAll(async () => {
  azure = await Production.begin(ENTRIES);
}, 180_000);
afterAll(() => azure?.end());
afterEach(() => azure.leave(cloud));

/** The order is here, somebody is signed in, the service is reached. */
async function atService(): Promise<void> {
  cloud = await azure.arrive();
  await azure.loadOrder(cloud);
  await azure.signInAndChoose(cloud);
  await cloud.seeReach('reached');
}

/** The certificate of an entry as it stands in the order. */
async function certificateOf(index: number): Promise<string> {
  const entries = JSON.parse(await readFile(azure.order.path, 'utf8')) as readonly { readonly payload: string }[];
  const text = Buffer.from(entries[index]?.payload ?? '', 'base64url').toString();
  const { publicKeySet } = JSON.parse(text) as { readonly publicKeySet: { readonly keys: readonly { readonly x5c?: readonly string[] }[] } };
  const lines = publicKeySet.keys[0]?.x5c?.[0]?.match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** Somebody else's certificate for the same name. */
async function otherCertificate(commonName: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-other-'));
  try {
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-subj', `/CN=${commonName}`];
    await promisify(execFile)('openssl', [...make, '-keyout', key, '-out', cert], { timeout: 20_000 });
    return await readFile(cert, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test(
  'a whole order: preview, bulk, pause, reload in the middle, resume, faults, retry; afterwards exactly its entries are there, each once, and no secret is anywhere',
  { timeout: 180_000 },
  async () => {
    azure.renew();
    const [same, other] = [registrationIdOf(7), registrationIdOf(8)];
    await azure.elsewhere('PUT', same, 200, await certificateOf(7));
    await azure.elsewhere('PUT', other, 200, await otherCertificate(other));
    await atService();
    const { page } = cloud;
    expect(await cloud.tries()).toContain('service answered');

    await cloud.press('preview');
    await page.locator('ts-cloud [data-preview="done"]').waitFor();
    expect(azure.enrolled.length).toBe(2);
    const counted = async (state: string): Promise<number> =>
      Number((await page.locator(`ts-cloud [data-count="${state}"]`).first().innerText()).replace(/\D/g, ''));
    expect(await counted('same')).toBe(1);
    expect(await counted('other')).toBe(1);

    const slow = azure.emulator.control.fault({ on: 'dps', method: 'POST', fault: { kind: 'slow', delayMs: 700 } });
    await cloud.press('enrol-entries');
    await expect.poll(() => azure.enrolled.length, LONG).toBeGreaterThan(20);
    await cloud.press('pause-job');
    await cloud.job('paused').waitFor();
    const paused = await azure.settledCount(cloud);
    expect(paused).toBeLessThan(ENTRIES);
    await cloud.press('resume-job');
    await expect.poll(() => azure.enrolled.length, LONG).toBeGreaterThan(paused);
    await page.reload();
    slow();

    await cloud.open();
    await cloud.seeReach('reached');
    await cloud.job('interrupted').waitFor();
    azure.emulator.control.fault({ on: 'dps', method: 'POST', when: 'after', probability: 0.2, fault: { kind: 'drop' } });
    azure.emulator.control.fault({ on: 'dps', method: 'POST', times: 2, fault: { kind: 'status', status: 429, retryAfterS: 1 } });
    azure.emulator.control.fault({ on: 'dps', method: 'POST', times: 2, skip: 3, fault: { kind: 'status', status: 503 } });
    await cloud.press('resume-job');
    await cloud.job('done').waitFor({ timeout: LONG.timeout });
    azure.emulator.control.clearFaults();
    expect(await cloud.figure('failed')).toBe(1);
    expect(await cloud.figure('pending')).toBe(0);
    expect(await page.locator('ts-cloud [data-job-row][data-state="failed"]').first().innerText()).toContain(other);
    const wanted = Array.from({ length: ENTRIES }, (_, index) => registrationIdOf(index)).sort();
    expect([...azure.enrolled].sort()).toEqual(wanted);

    const [file] = await Promise.all([page.waitForEvent('download'), cloud.press('save-job-results')]);
    const table = await readFile(await file.path(), 'utf8');
    expect(table.split('\r\n')).toHaveLength(ENTRIES + 2);
    expect(table).toContain(`${uniqueIdOf(8).toUpperCase()},${other},failed,enrol-other-certificate`);

    await page.locator('ts-cloud-records summary').click();
    expect(cloud.tokens.size).toBeGreaterThanOrEqual(2); // one for Resource Manager, one for the service at least
    expect(await cloud.secretsFound([table, await cloud.words()], [...SECRETS, new RegExp(POISON)])).toEqual([]);
  },
);

test('a job that is cancelled leaves what is done; enrolling again finds it there and makes the rest', { timeout: 120_000 }, async () => {
  azure.renew();
  await atService();
  const slow = azure.emulator.control.fault({ on: 'dps', method: 'POST', fault: { kind: 'slow', delayMs: 700 } });
  await cloud.press('preview');
  await cloud.press('enrol-entries');
  await expect.poll(() => azure.enrolled.length, LONG).toBeGreaterThan(0);
  await cloud.press('cancel-job');
  await cloud.job('cancelled').waitFor();
  slow();
  const before = await azure.settledCount(cloud);
  expect(before).toBeLessThan(ENTRIES);
  await cloud.press('put-job-away');
  await cloud.press('preview');
  await cloud.press('enrol-entries');
  await cloud.job('done').waitFor({ timeout: LONG.timeout });
  expect([await cloud.figure('same'), await cloud.figure('enrolled'), await cloud.figure('failed')]).toEqual([before, ENTRIES - before, 0]);
  expect(azure.enrolled.length).toBe(ENTRIES);
});

test('one entry fails for a reason that goes away, and a press tries it again', { timeout: 120_000 }, async () => {
  azure.renew();
  await azure.elsewhere('PUT', registrationIdOf(0), 200, await otherCertificate(registrationIdOf(0)));
  await atService();
  await cloud.press('preview');
  await cloud.press('enrol-entries');
  await cloud.job('done').waitFor({ timeout: LONG.timeout });
  expect(await cloud.figure('failed')).toBe(1);
  await azure.elsewhere('DELETE', registrationIdOf(0), 204);
  await cloud.press('retry-failed');
  await expect.poll(() => cloud.figure('failed'), SOON).toBe(0);
  await cloud.job('done').waitFor();
  expect(azure.enrolled.length).toBe(ENTRIES);

  // and the entry itself says so when it is opened
  const { page } = cloud;
  await page.locator('[data-screen="manifests"]').click();
  await page.locator('ts-entry-list .row').first().locator('span').nth(1).click();
  await page.locator('[data-enrolled="enrolled"]').waitFor();
});
