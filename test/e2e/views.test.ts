/**
 * Every view in every state: nothing for axe to complain of, nothing wider than the window, nothing on top of something else; and the settings.
 * Knows the page by its data attributes and words.
 * Reference: WCAG 2.2 AA as axe-core checks it.
 */
import axe from 'axe-core';
import type { Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner } from './own-signer.ts';
import { SOON, Visitor, leaveWell, rowOf, wordsOf } from './visitor.ts';

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 390, height: 844 };
const SLIM = { width: 320, height: 640 };
const FIRMWARE = '**/firmware/*.bin';

let served: BuiltPage;
let browser: RunningChromium;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [served, browser] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] })]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
afterEach(() => leaveWell(visitor));

async function arrive(prepare?: (page: Page) => Promise<unknown>): Promise<void> {
  visitor = await Visitor.arrive(browser.context, served.url, prepare);
  ({ page } = visitor);
  await page.evaluate(axe.source);
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[];
}

/** What axe finds wrong with the page as it stands. */
async function violations(): Promise<readonly string[]> {
  const found = await page.evaluate<readonly Violation[]>('axe.run(document, { resultTypes: ["violations"] }).then((result) => result.violations)');
  return found.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${JSON.stringify(target)} ${failureSummary ?? ''}`));
}

/** Whatever can be scrolled sideways, beside the lines of the log. */
const tooWide = (): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const look = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) look(element.shadowRoot);
        const excess = element.scrollWidth - element.clientWidth;
        const scrolls = element === document.documentElement || /auto|scroll/.test(getComputedStyle(element).overflowX);
        if (scrolls && excess > 1 && element.clientWidth > 0 && !element.matches('ts-log *, .viewport')) {
          found.push(`${element.tagName.toLowerCase()}.${element.className} by ${excess} px`);
        }
      }
    };
    look(document);
    return found;
  });

/** Pairs of headings, paragraphs and buttons that lie on top of each other. */
const overlaps = (): Promise<readonly string[]> =>
  page.evaluate(() => {
    const parts: Element[] = [];
    const collect = (root: Document | ShadowRoot): void => {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) collect(element.shadowRoot);
        if (element.matches('main *') || root instanceof ShadowRoot) if (element.matches('h1, h2, h3, p, button, svg[role="img"]')) parts.push(element);
      }
    };
    collect(document);
    const nameOf = (element: Element): string => `${element.tagName} “${(element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, 30)}”`;
    const visible = parts.filter((part) => part.checkVisibility() && part.closest('.skip, header, ts-rail, nav, .sr') === null);
    return visible.flatMap((one, index) =>
      visible.slice(index + 1).flatMap((other) => {
        if (one.contains(other) || other.contains(one)) return [];
        const a = one.getBoundingClientRect();
        const b = other.getBoundingClientRect();
        const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        return width > 1 && height > 1 ? [`${nameOf(one)} and ${nameOf(other)}`] : [];
      }),
    );
  });

/** Looks at a state in both sizes and both themes; gives everything that is wrong with it. */
async function faultsOf(state: string): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    faults.push(...(await tooWide()).map((fault) => `${state} at ${size.width}: too wide: ${fault}`));
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      faults.push(...(await violations()).map((fault) => `${state} at ${size.width}, ${colorScheme}: ${fault}`));
    }
  }
  await page.setViewportSize(SLIM);
  faults.push(...(await tooWide()).map((fault) => `${state} at 320: too wide: ${fault}`));
  await page.setViewportSize(WIDE);
  return faults;
}

describe('every view, light and dark, wide and narrow', () => {
  test('the first screen is accessible and fits, and nothing on it lies on top of anything else', async () => {
    await arrive();
    expect(await faultsOf('first')).toEqual([]);
    for (const size of [WIDE, NARROW, SLIM]) {
      await page.setViewportSize(size);
      expect(await overlaps(), `at ${size.width}`).toEqual([]);
    }
  });

  test('ready, running, stopped, green with its facts open, red and no cable are accessible and fit', async () => {
    let held: Route | undefined;
    await arrive((tab) => tab.route(FIRMWARE, (route) => void (held = route)));
    await visitor.tryVirtual();
    expect(await faultsOf('ready')).toEqual([]);
    await visitor.action('check-ram').click();
    await visitor.seePhase('running');
    expect(await faultsOf('running')).toEqual([]);
    await visitor.action('cancel').click();
    await visitor.seePhase('aborted');
    await held?.abort().catch(() => undefined); // the page has let go of it already
    await page.unroute(FIRMWARE);
    expect(await faultsOf('stopped')).toEqual([]);
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
    await page.locator('[data-proof="signer-chain"] summary').click();
    expect(await faultsOf('green')).toEqual([]);
    await visitor.put('replayed-dump');
    expect((await visitor.check('ram')).verdict).toBe('not-genuine');
    expect(await faultsOf('red')).toEqual([]);
    await visitor.action('unplug').click();
    await visitor.seePhase('lost');
    await visitor.put('genuine');
    await visitor.action('unplug').click();
    await visitor.seePhase('lost');
    expect(await faultsOf('no cable')).toEqual([]);
  });

  test('a fault, amber and not measured are accessible and fit', async () => {
    await arrive((tab) => tab.route(FIRMWARE, (route) => route.fulfill({ status: 404 })));
    await visitor.tryVirtual();
    const report = await visitor.check('ram');
    expect(report.fault).toBe('firmware-missing');
    expect(report.text).toContain('The firmware could not be fetched');
    expect(visitor.troubles.splice(0).every((trouble) => trouble.includes('404'))).toBe(true);
    expect(await faultsOf('fault')).toEqual([]);
    await page.unroute(FIRMWARE);
    await visitor.put('chip-absent');
    expect((await visitor.check('ram')).verdict).toBe('not-measured');
    expect(await faultsOf('not measured')).toEqual([]);
    await visitor.put('genuine');
    await visitor.goTo('manifests');
    await visitor.action('remove-manifest').click();
    await visitor.goTo('bench');
    expect((await visitor.check('ram')).verdict).toBe('genuine-unmatched');
    expect(await faultsOf('amber')).toEqual([]);
  });

  test('manifests, empty and with files, problems, signers and messages, and the settings are accessible and fit', async () => {
    await arrive();
    await visitor.goTo('manifests');
    expect(await faultsOf('no manifests')).toEqual([]);
    const own = await makeOwnSigner('A signer whose name is as long as a common name may be, 64 chars');
    const entries = [own.entry('0123aaaaaaaaaaaa01'), own.entry('0123bbbbbbbbbbbb01', { header: { alg: 'none' } })];
    await page.locator('[data-signer-file]').setInputFiles([{ name: 'own.pem', buffer: Buffer.from(own.pem), mimeType: 'text/plain' }]);
    await page.locator('input[type=file][data-drop]').setInputFiles([
      { name: `a-${'very-'.repeat(20)}long-name.json`, buffer: Buffer.from(JSON.stringify(entries)), mimeType: 'application/json' },
      { name: 'wrong.json', buffer: Buffer.from('?'), mimeType: 'application/json' },
    ]);
    await visitor.seeNotice('is not JSON');
    await page.locator('[data-manifest] summary').click();
    expect(await faultsOf('manifests')).toEqual([]);
    await visitor.goTo('settings');
    await page.locator('[data-bus="sda"]').selectOption('17');
    await visitor.seeWords('SDA and SCL cannot be the same pin.');
    expect(await faultsOf('settings')).toEqual([]);
  });
});

describe('the cloud screen before anybody signed in', () => {
  test('its first view and the administrator’s page are accessible and fit, and the way there and back keeps the focus', async () => {
    await arrive((tab) => tab.route('**/config.json', (route) => route.fulfill({ contentType: 'application/json', body: '{}' })));
    await page.locator('[data-screen="cloud"]').click();
    await page.locator('[data-cloud="signed-out"]').waitFor();
    expect(await faultsOf('cloud')).toEqual([]);
    await visitor.action('open-setup').click();
    await page.locator('[data-setup]').waitFor();
    const focused = (): Promise<string> =>
      page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return (active?.textContent ?? '').trim();
      });
    expect(await focused()).toBe('Set up sign-in');
    expect(await faultsOf('set up')).toEqual([]);
    await page.locator('[data-setting="clientId"]').fill('not a guid');
    await visitor.action('save-settings').click();
    await visitor.seeWords('This is not a GUID.');
    expect(await focused()).toBe('');
    expect(await page.locator('[data-setting="clientId"]').getAttribute('aria-invalid')).toBe('true');
    await visitor.action('close-setup').click();
    expect(await focused()).toBe('Cloud');
  });
});

describe('settings', () => {
  const pin = (line: string): Promise<string> => page.locator(`[data-bus="${line}"]`).inputValue();

  test('pins that are changed are used in the next check, survive a reload, and can be set back', async () => {
    await arrive();
    await visitor.goTo('settings');
    await page.locator('[data-bus="sda"]').selectOption('21');
    await page.locator('[data-bus="scl"]').selectOption('22');
    await page.locator('[data-bus="clockKHz"]').selectOption('400');
    await visitor.goTo('bench');
    await visitor.seeWords('SDA 21, SCL 22, with pull-ups to 3.3 V');
    await page.reload();
    await visitor.tryVirtual();
    const report = await visitor.check('ram'); // the virtual chip is on 16 and 17
    expect(report.verdict).toBe('not-measured');
    expect(rowOf(report, 'chip-answers').text).toContain('No secure element answers on SDA 21 / SCL 22.');
    expect(rowOf(report, 'chip-answers').text).toContain('or set other pins');
    expect(await wordsOf(page.locator('ts-board section'))).toContain('SDA 21 · SCL 22');
    await visitor.goTo('settings');
    expect([await pin('sda'), await pin('scl'), await pin('clockKHz')]).toEqual(['21', '22', '400']);
    await visitor.action('restore-bus').click();
    await expect.poll(async () => [await pin('sda'), await pin('scl'), await pin('clockKHz')], SOON).toEqual(['16', '17', '100']);
    await visitor.goTo('bench');
    expect(await wordsOf(visitor.banner)).toContain('SDA 21 / SCL 22'); // what the old verdict was about does not change
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test('one pin for both lines is refused in words and not used, and no pin that an ESP32 needs is offered', async () => {
    await arrive();
    await visitor.goTo('settings');
    await page.locator('[data-bus="sda"]').selectOption('17');
    await visitor.seeWords('SDA and SCL cannot be the same pin.');
    expect(await page.locator('[data-bus="sda"]').getAttribute('aria-invalid')).toBe('true');
    const offered = await page.locator('[data-bus="sda"] option').evaluateAll((all) => all.map((one) => Number((one as HTMLOptionElement).value)));
    expect(offered.filter((number) => [1, 3, 6, 7, 8, 9, 10, 11, 20, 24, 28, 29, 30, 31].includes(number) || number > 33)).toEqual([]);
    await visitor.goTo('bench');
    await visitor.seeWords('SDA 16, SCL 17, with pull-ups to 3.3 V');
  });

  test.for(['not json', '{"bus":{"sda":99,"scl":-1,"clockKHz":1e9}}', '{"bus":{"sda":16,"scl":16,"clockKHz":100}}', 'null'])(
    'kept settings that make no sense (%s) are replaced by the usual ones',
    async (kept) => {
      await arrive();
      await page.evaluate((text) => localStorage.setItem('touchstone.settings.1', text), kept);
      await page.reload();
      await visitor.seeWords('SDA 16, SCL 17, with pull-ups to 3.3 V');
    },
  );

  test('shortcuts that were switched off stay off after a reload', async () => {
    await arrive();
    await visitor.goTo('settings');
    await page.locator('[data-shortcuts]').uncheck();
    await page.reload();
    await visitor.action('try-virtual').waitFor();
    expect(await page.locator('main kbd').count()).toBe(0);
    await visitor.goTo('settings');
    expect(await page.locator('[data-shortcuts]').isChecked()).toBe(false);
  });

  test('versions of page and firmware are told, the firmware’s once it was loaded', async () => {
    await arrive();
    await visitor.goTo('settings');
    expect(await wordsOf(page.locator('ts-settings .screen'))).toMatch(/Page Touchstone \d+\.\d+\.\d+ Bench firmware not loaded yet/);
    await visitor.goTo('bench');
    await visitor.tryVirtual();
    await visitor.check('ram');
    await visitor.goTo('settings');
    expect(await wordsOf(page.locator('ts-settings .screen'))).toMatch(/Bench firmware \d+\.\d+\.\d+, build [0-9a-f]{8}/);
  });
});

describe('a browser that gives out no serial port', () => {
  const seeNoPort = async (support: string, what: string, remedy: string): Promise<void> => {
    expect(await wordsOf(page.locator(`[data-serial="${support}"]`))).toContain(what);
    expect(await wordsOf(page.locator(`[data-serial="${support}"]`))).toContain(remedy);
    expect(await visitor.action('connect').isDisabled()).toBe(true);
  };

  test('without Web Serial the page says which browser has it, is accessible, and the virtual bench works all the same', async () => {
    await arrive((tab) => tab.addInitScript(() => void delete (Navigator.prototype as unknown as Record<string, unknown>)['serial']));
    await seeNoPort('unsupported', 'This browser cannot reach a serial port', 'Open this page in Chrome or Edge on a computer');
    expect(await faultsOf('no Web Serial')).toEqual([]);
    await visitor.tryVirtual();
    expect((await visitor.check('ram')).verdict).toBe('genuine-matched');
  });

  test('where a policy forbids serial ports the page says so', async () => {
    await arrive((tab) =>
      tab.route(served.url, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), 'permissions-policy': 'serial=()' } });
      }),
    );
    await seeNoPort('blocked', 'Serial ports are blocked here', 'Ask who looks after it to allow serial ports for this site.');
    await expect.poll(() => visitor.notices(), SOON).toEqual([]);
  });
});
