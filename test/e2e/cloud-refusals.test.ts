/**
 * Everything that Azure, the browser or the network can refuse, and the words that then stand on the screen: CORS, the local proxy, roles, sessions, windows, consent, throttling.
 * Real names over https to the emulator; CORS is the browser's own.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { LONG } from './cloud-visit.ts';
import type { CloudVisit } from './cloud-visit.ts';
import { DPS, Production, registrationIdOf } from './production.ts';
import { SOON } from './visitor.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const ENTRIES = 40;

let azure: Production;
let cloud: CloudVisit;

beforeAll(async () => {
  azure = await Production.begin(ENTRIES);
}, 180_000);
afterAll(() => azure?.end());
afterEach(() => azure.leave(cloud));

async function atService(): Promise<void> {
  azure.renew();
  cloud = await azure.arrive();
  await azure.loadOrder(cloud);
  await azure.signInAndChoose(cloud);
  await cloud.seeReach('reached');
}

async function preview(): Promise<void> {
  await cloud.press('preview');
  await cloud.page.locator('ts-cloud [data-preview="done"]').waitFor();
}

/** The proxy as `npm run proxy` starts it, with the emulator in Azure's place. Resolves with its address. */
async function startProxy(): Promise<{ readonly address: string; end(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-proxy-'));
  await writeFile(join(folder, 'ca.pem'), azure.certificate);
  const hosts = [DPS, 'touchstone-hub-1.azure-devices.net', 'touchstone-hub-2.azure-devices.net'];
  const places = hosts.flatMap((host) => ['--resolve', `${host}=127.0.0.1:${azure.port}`]);
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, join(ROOT, 'tools/proxy/main.ts'), '--port', '0', '--upstream-ca', join(folder, 'ca.pem'), ...places], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error('the proxy ended')));
  });
  return {
    address,
    end: async () => {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describe('CORS', () => {
  test('refused everywhere: the page says what it tried, never speaks of a password, and the exports are one press away', async () => {
    azure.renew({ cors: 'none' });
    cloud = await azure.arrive();
    await azure.signInAndChoose(cloud);
    await cloud.seeReach('nowhere');
    expect(await cloud.tries()).toEqual(['service refused', 'portal refused', 'proxy skipped']);
    const words = await cloud.words();
    expect(words).toContain('did not let the browser read this address');
    expect(words).toContain('npm run proxy');
    expect(words).not.toMatch(/password|credentials/i);
    await cloud.press('go-exports');
    await cloud.page.locator('ts-manifests').waitFor();
  });

  test('open at the portal’s address only: that way is taken, and a chip can be enrolled by it', async () => {
    azure.renew({ cors: 'portal-only' });
    cloud = await azure.arrive();
    await azure.loadOrder(cloud);
    await azure.signInAndChoose(cloud);
    await cloud.seeReach('reached');
    expect(await cloud.tries()).toEqual(['service refused', 'portal answered', 'proxy skipped']);
    await preview();
    await cloud.press('enrol-entries');
    await cloud.job('done').waitFor({ timeout: LONG.timeout });
    expect(azure.enrolled).toHaveLength(ENTRIES);
  });
});

describe('the local proxy', () => {
  test('that runs is the way when the browser may not read Azure; the hub is read by it too', { timeout: 90_000 }, async () => {
    azure.renew({ cors: 'none' });
    const proxy = await startProxy();
    try {
      cloud = await azure.arrive();
      await azure.loadOrder(cloud);
      await azure.setUp(cloud, proxy.address);
      await cloud.press('sign-in');
      await cloud.seeSession('signed-in');
      await azure.choose(cloud);
      await cloud.seeReach('reached');
      expect(await cloud.tries()).toEqual(['service refused', 'portal refused', 'proxy answered']);
      await preview();
      await cloud.press('enrol-entries');
      await cloud.job('done').waitFor({ timeout: LONG.timeout });
      expect(azure.enrolled).toHaveLength(ENTRIES);
      azure.emulator.control.register(registrationIdOf(0), { outcome: 'assigned' });
      await cloud.page.locator('ts-cloud input[data-watch-id]').fill(registrationIdOf(0));
      await cloud.press('watch-id');
      await cloud.page.locator('ts-cloud [data-hub="done"]').waitFor();
    } finally {
      await proxy.end();
    }
  });

  test('that does not run is named, with what to start', async () => {
    azure.renew({ cors: 'none' });
    cloud = await azure.arrive();
    await azure.setUp(cloud, 'http://127.0.0.1:9');
    await cloud.press('sign-in');
    await cloud.seeSession('signed-in');
    await azure.choose(cloud);
    await cloud.seeReach('nowhere');
    expect(await cloud.tries()).toEqual(['service refused', 'portal refused', 'proxy refused']);
    await cloud.page.locator('[data-notice]').filter({ hasText: /proxy/i }).first().waitFor();
  });
});

describe('a sign-in', () => {
  test('whose window the browser blocks is done by leaving the page, which comes back to this screen by itself', async () => {
    azure.renew();
    cloud = await azure.arrive('window.open = () => null');
    await azure.setUp(cloud);
    await cloud.press('sign-in');
    await cloud.seeProblem('sign-in-popup-blocked');
    await cloud.press('sign-in-redirect');
    await cloud.page.waitForURL(/login\.microsoftonline\.com|redirect\.html|localhost/);
    await cloud.seeSession('signed-in'); // nobody chose the screen
    expect(cloud.page.url().startsWith(azure.served.url)).toBe(true);
    await azure.choose(cloud);
    await cloud.seeReach('reached');
  });

  test('with an application that was registered wrongly says so, with the directory’s number', async () => {
    azure.renew();
    cloud = await azure.arrive();
    await azure.setUp(cloud);
    azure.emulator.control.login({ next: 'not-spa' });
    await cloud.press('sign-in');
    expect(await cloud.seeProblem('sign-in-application')).toMatch(/AADSTS ?9002326/);
  });

  test('without consent to the service asks for it in a window and goes on', async () => {
    azure.renew();
    azure.emulator.control.consent('https://azure-devices-provisioning.net', 'user');
    cloud = await azure.arrive();
    await azure.signInAndChoose(cloud);
    await cloud.seeSession('consent-missing');
    expect(await cloud.seeProblem('sign-in-consent')).toMatch(/consent|agree/i);
    await cloud.press('consent');
    await cloud.seeSession('signed-in');
    await cloud.seeReach('reached');
  });

  test('that is over says so and keeps what stands on the screen; another one goes on', async () => {
    await atService();
    azure.emulator.control.expireTokens();
    azure.emulator.control.revokeRefreshTokens();
    azure.emulator.control.login({ session: 'signed-out' });
    await cloud.press('preview');
    await cloud.seeSession('expired');
    await cloud.seeProblem('sign-in-expired');
    azure.emulator.control.login({ session: 'signed-in' });
    await cloud.press('sign-in');
    await cloud.seeSession('signed-in');
    await cloud.seeReach('reached');
  });
});

describe('a role', () => {
  test('that is missing at Resource Manager is told, not a network fault', async () => {
    azure.renew();
    azure.emulator.control.takeRole('arm-reader');
    cloud = await azure.arrive();
    await azure.setUp(cloud);
    await cloud.press('sign-in');
    await cloud.seeSession('signed-in');
    await cloud.choose('subscription', /Touchstone emulator/);
    await cloud.page.locator('ts-cloud [data-empty="services"]').waitFor();
    expect(await cloud.words()).toMatch(/Reader/);
  });

  test('that is missing for writing stops the job with its name, and giving it lets the job go on', async () => {
    await atService();
    azure.emulator.control.takeRole('dps-data-contributor');
    await preview();
    await cloud.press('enrol-entries');
    await cloud.job('paused').waitFor();
    await expect.poll(() => cloud.words(), SOON).toMatch(/HTTP 403.*takes a data role/);
    expect(azure.enrolled).toEqual([]);
    azure.emulator.control.giveRole('dps-data-contributor');
    await cloud.press('resume-job');
    await cloud.job('done').waitFor({ timeout: LONG.timeout });
    expect(azure.enrolled).toHaveLength(ENTRIES);
  });
});

test('a service that throttles is waited for, which is said, and nothing is lost', async () => {
  await atService();
  await preview();
  azure.emulator.control.fault({ on: 'dps', method: 'POST', path: 'enrollments', times: 2, fault: { kind: 'status', status: 429, retryAfterS: 3 } });
  await cloud.press('enrol-entries');
  await cloud.page.locator('ts-cloud [data-waiting="cloud-throttled"]').waitFor();
  await cloud.job('done').waitFor({ timeout: LONG.timeout });
  expect(azure.enrolled).toHaveLength(ENTRIES);
});

describe('the administrator’s page', () => {
  const states = (): Promise<Readonly<Record<string, string>>> =>
    cloud.page
      .locator('ts-cloud [data-test]')
      .evaluateAll((tests) => Object.fromEntries(tests.map((one) => [one.getAttribute('data-test') ?? '', one.getAttribute('data-state') ?? ''])));

  async function testAll(): Promise<Readonly<Record<string, string>>> {
    await cloud.press('open-setup');
    for (const test of await cloud.page.locator('ts-cloud [data-test]').all()) {
      await test.locator('[data-action="test-setup"]').click();
      await expect.poll(() => test.getAttribute('data-state'), SOON).not.toMatch(/idle|running/);
    }
    return states();
  }

  test('finds nothing missing where nothing is', { timeout: 60_000 }, async () => {
    await atService();
    await cloud.page.locator('ts-cloud [data-action="toggle-step"]').first().click();
    const found = await testAll();
    expect(Object.keys(found)).toHaveLength(9);
    expect(Object.entries(found).filter(([, state]) => state === 'failed')).toEqual([]);
    expect(found).toMatchObject({ 'permission-arm': 'passed', 'permission-dps': 'passed', 'permission-hub': 'passed', 'role-dps-read': 'passed' });
  });

  test('names the roles that are missing', { timeout: 60_000 }, async () => {
    await atService();
    azure.emulator.control.takeRole('dps-data-reader');
    azure.emulator.control.takeRole('dps-data-contributor');
    azure.emulator.control.takeRole('hub-data-reader');
    await cloud.page.locator('ts-cloud [data-action="toggle-step"]').first().click();
    expect(await testAll()).toMatchObject({ 'role-dps-read': 'failed', 'role-hub': 'failed' });
    expect(await cloud.words()).toContain('without the role');
  });
});
