/**
 * Azure on its real names, behind this machine: the emulator over https, a browser that is sent to it, and the built page that believes the root of an order of ours.
 * Test support. The page is otherwise as delivered, policy and all; nothing is answered on the browser's behalf.
 */
import { expect } from 'vitest';
import { HOME_TENANT, createEmulator, makeCertificate } from '../../tools/azure-emulator/index.ts';
import type { Emulator } from '../../tools/azure-emulator/index.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveOrderPage } from '../support/manifest-bench/order-page.ts';
import type { OrderPage } from '../support/manifest-bench/order-page.ts';
import { uniqueIdOf } from '../support/order-file/entry-maker.ts';
import { orderFile } from '../support/order-file/order-file.ts';
import type { OrderFile } from '../support/order-file/order-file.ts';
import { CloudVisit } from './cloud-visit.ts';
import { CLIENT_ID, serveSecurely, startMappedChromium } from './sign-in-visit.ts';
import type { SecureServer } from './sign-in-visit.ts';

export const SERVICE = 'touchstone-demo';
export const DPS = `${SERVICE}.azure-devices-provisioning.net`;
export const registrationIdOf = (index: number): string => `sn${uniqueIdOf(index).toUpperCase()}`;

export class Production {
  emulator: Emulator = createEmulator();
  /** PEM of what stands behind Azure's names. */
  certificate = '';
  #server: SecureServer | null = null;
  #browser: RunningChromium | null = null;

  private constructor(
    readonly order: OrderFile,
    readonly served: OrderPage,
  ) {}

  static async begin(entries: number): Promise<Production> {
    const order = await orderFile({ entries });
    const mode = process.env['NODE_ENV'];
    delete process.env['NODE_ENV']; // a test runner's makes it a build for development
    const served = await serveOrderPage(order).finally(() => {
      process.env['NODE_ENV'] = mode;
    });
    const production = new Production(order, served);
    const certificate = await makeCertificate();
    production.certificate = certificate.cert;
    production.#server = await serveSecurely(certificate, (request, response) => {
      production.emulator.handle(request, response);
    });
    production.#browser = await startMappedChromium(production.#server.port);
    return production;
  }

  /** Where the emulator listens, whatever name is asked for. */
  get port(): number {
    return this.#server?.port ?? 0;
  }

  async end(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.close();
    await this.served.close();
  }

  /** An Azure as at the start. */
  renew(options: Parameters<typeof createEmulator>[0] = {}): void {
    this.emulator = createEmulator({ cors: 'open', clients: [{ clientId: CLIENT_ID, redirectUris: [`${this.served.url}redirect.html`] }], ...options });
  }

  async arrive(prepare?: string): Promise<CloudVisit> {
    if (this.#browser === null) throw new Error('not begun');
    const page = await this.#browser.context.newPage();
    page.setDefaultTimeout(20_000);
    await page.setViewportSize({ width: 1440, height: 900 });
    if (prepare !== undefined) await page.addInitScript(prepare);
    const cloud = new CloudVisit(page);
    await page.goto(this.served.url);
    return cloud;
  }

  async leave(cloud: CloudVisit): Promise<void> {
    await cloud.forget();
    await cloud.page.evaluate(() => localStorage.clear());
    await cloud.page.close();
  }

  /** The order's entries are here and verified; they stay for the tests that follow. */
  async loadOrder({ page }: CloudVisit): Promise<void> {
    await page.locator('[data-screen="manifests"]').click();
    await page.locator('[data-storage]').waitFor();
    await page.waitForTimeout(500);
    if ((await page.locator('[data-manifest]').count()) === 0) await page.locator('input[type=file][data-drop]').setInputFiles(this.order.path);
    await page.locator(`[data-entry-count="${this.order.entries}"]`).waitFor();
  }

  async setUp(cloud: CloudVisit, proxy = ''): Promise<void> {
    await cloud.open();
    await cloud.seeSession('signed-out');
    await cloud.setSettings({ clientId: CLIENT_ID, tenant: HOME_TENANT, proxy });
  }

  async signInAndChoose(cloud: CloudVisit): Promise<void> {
    await this.setUp(cloud);
    await cloud.press('sign-in');
    await cloud.seeSession('signed-in');
    await this.choose(cloud);
  }

  async choose(cloud: CloudVisit): Promise<void> {
    await cloud.choose('subscription', /Touchstone emulator/);
    await cloud.choose('service', new RegExp(SERVICE));
  }

  get enrolled(): readonly string[] {
    return this.emulator.state.services.flatMap(({ enrollments }) => enrollments).map(({ registrationId }) => String(registrationId));
  }

  /** How many there are when what was on its way has arrived and nothing comes after it. */
  async settledCount({ page }: CloudVisit): Promise<number> {
    for (let [before, quietSince] = [this.enrolled.length, Date.now()]; ;) {
      await page.waitForTimeout(100);
      const { length } = this.enrolled;
      if (length !== before) [before, quietSince] = [length, Date.now()];
      if (Date.now() - quietSince > 2_500) return length;
    }
  }

  /** Somebody else does something at the service. */
  async elsewhere(method: 'PUT' | 'DELETE', registrationId: string, status: number, certificate = ''): Promise<void> {
    const { access_token } = this.emulator.control.issueToken('https://azure-devices-provisioning.net/.default');
    const attestation = { type: 'x509', x509: { clientCertificates: { primary: { certificate } } } };
    const answer = await this.emulator.answer({
      method,
      url: `https://${DPS}/enrollments/${registrationId}?api-version=2021-10-01`,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      ...(method === 'PUT' ? { body: JSON.stringify({ registrationId, attestation, provisioningStatus: 'enabled' }) } : {}),
    });
    expect(answer?.status).toBe(status);
  }
}
