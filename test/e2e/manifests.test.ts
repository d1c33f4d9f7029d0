/**
 * Journeys with manifest files: real ones, wrong ones, one's own signer; dropped on the page or chosen.
 * Knows the page by its data attributes and words. Real files are read from beside the project and are skipped when they are not there.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner } from './own-signer.ts';
import type { OwnSigner } from './own-signer.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const REAL = `${ROOT}../shared/data/manifests/`;
const hasReal = existsSync(REAL);
if (!hasReal) console.warn('SKIPPED, real manifests: ../shared/data/manifests is not there');

interface TestFile {
  readonly name: string;
  readonly bytes: Buffer;
}
const fileOf = (name: string, content: string | Buffer | object): TestFile => ({
  name,
  bytes: Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});
const fileAt = async (path: string): Promise<TestFile> => fileOf(path.slice(path.lastIndexOf('/') + 1), await readFile(path));

let served: BuiltPage;
let browser: RunningChromium;
let own: OwnSigner;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [served, browser, own] = await Promise.all([serveBuiltPage(), startChromium({ bench: null, origins: [] }), makeOwnSigner('Own Manifest Signer 7')]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(async () => {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
});
afterEach(() => leaveWell(visitor));

/** Drops files on the page as a hand does: over it, then let go. */
async function drop(files: readonly TestFile[], where = 'body'): Promise<void> {
  const given = files.map(({ name, bytes }) => ({ name, text: bytes.toString('base64') }));
  const dataTransfer = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) {
      transfer.items.add(new File([Uint8Array.from(atob(text), (character) => character.charCodeAt(0))], name));
    }
    return transfer;
  }, given);
  await page.locator(where).first().dispatchEvent('dragenter', { dataTransfer });
  await page.locator(where).first().dispatchEvent('dragover', { dataTransfer });
  await visitor.seeWords('Drop to load');
  await page.locator(where).first().dispatchEvent('drop', { dataTransfer });
  await page.getByText('Drop to load').waitFor({ state: 'hidden' });
}

/** Gives files to the chooser behind "choose files". */
const choose = (files: readonly TestFile[]): Promise<void> =>
  page.locator('input[type=file][data-drop]').setInputFiles(files.map(({ name, bytes }) => ({ name, buffer: bytes, mimeType: 'application/json' })));

const addSigner = (name: string, content: string): Promise<void> =>
  page.locator('input[type=file][data-signer-file]').setInputFiles([{ name, buffer: Buffer.from(content), mimeType: 'application/x-pem-file' }]);

const card = (name: string): Locator => page.locator(`[data-manifest][aria-label="${name}"]`);
const cards = (): Promise<readonly (string | null)[]> => page.locator('[data-manifest]').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
/** What a card says above its problems. */
const seeCard = (name: string, words: RegExp): Promise<void> => expect.poll(() => wordsOf(card(name)), SOON).toMatch(words);
/** Opens a card's problems and reads them line by line. */
async function problemsOf(name: string): Promise<readonly string[]> {
  await card(name).locator('summary').click();
  await card(name).locator('dl').waitFor();
  return Promise.all((await card(name).locator('ol li').all()).map(wordsOf));
}

describe.skipIf(!hasReal)('real manifests', () => {
  const EXPECTED = [
    ['ATECC608A-MAH22.v1.json', /Signed by .*Log Signer 001 1 entry 1 verified 0 failed 1 duplicate, the same Remove$/],
    ['ATECC608A-MAH4I.v1.json', /Signed by .*Log Signer 002 2 entries 2 verified 0 failed Remove$/],
    ['ATECC608C-MAH22.v2.json', /Signed by .*Manifest Signer 005 1 entry 1 verified 0 failed 1 no certificate 1 duplicate, the same Remove$/],
    ['ATECC608A-MAHT3-TNGLORA.v1.json', /Signed by .*Log Signer 002 1 entry 1 verified 0 failed Remove$/],
  ] as const;

  test('all of them dropped at once on the first screen are verified, each by the signer that signed it', async () => {
    await drop(await Promise.all(EXPECTED.map(([name]) => fileAt(REAL + name))));
    await expect.poll(() => wordsOf(page.locator('[data-pill="manifests"]')), SOON).toBe('4 manifests · 5 entries');
    await visitor.goTo('manifests');
    for (const [name, words] of EXPECTED) await seeCard(name, words);
    expect(await page.locator('.demo').count()).toBe(0);
    expect(await visitor.notices()).toContain('4 files loaded: 5 of 5 entries verified.');
    await card('ATECC608C-MAH22.v2.json').locator('summary').click();
    await visitor.seeWords('1 entry without certificates (payload version 2): the serial number can be matched, keys and certificates cannot.');
    expect(await wordsOf(card('ATECC608C-MAH22.v2.json'))).toContain('See ATECC608A-MAH22.v1.json');
  });

  test('one changed character in a signature costs that entry and no other', async () => {
    const { name, bytes } = await fileAt(`${REAL}ATECC608A-MAH4I.v1.json`);
    const entries = JSON.parse(bytes.toString()) as { signature: string }[];
    const [first] = entries;
    if (first) first.signature = (first.signature.startsWith('A') ? 'B' : 'A') + first.signature.slice(1);
    await visitor.goTo('manifests');
    await choose([fileOf(name, entries)]);
    await seeCard(name, /Signed by .*Log Signer 002 2 entries 1 verified 1 failed Remove/);
    expect(await problemsOf(name)).toEqual([
      expect.stringMatching(/^Entry 1 .* The signature does not hold: the entry was changed\. Download the manifest again from the order page\.$/),
    ]);
  });
});

describe('wrong files', () => {
  beforeEach(() => visitor.goTo('manifests'));

  test('each is named with what is wrong, and the good ones among them are read', async () => {
    const good = fileOf('good.json', [own.entry('0123aaaaaaaaaaaa01')]);
    const picture = fileOf('picture.png', await readFile(`${ROOT}public/icons/icon-192.png`));
    await drop([
      fileOf('nothing.json', ''),
      fileOf('letter.json', 'Dear customer,\n'),
      good,
      fileOf('cut.json', good.bytes.subarray(0, good.bytes.length - 40)),
      picture,
      fileOf('braces.json', {}),
      fileOf('list.json', []),
      fileOf('last.json', [own.entry('0123bbbbbbbbbbbb01')]),
    ]);
    await card('last.json').waitFor();
    expect(await cards()).toEqual(['good.json', 'last.json']);
    await visitor.seeNotice('6 files were not taken');
    const refused = await Promise.all((await page.locator('[data-refused]').all()).map(wordsOf));
    expect(refused).toEqual([
      expect.stringMatching(/^nothing\.json This file is no manifest\. The file is not JSON: it ends too early, at line 1, column 1, byte 0\./),
      expect.stringMatching(
        /^letter\.json This file is no manifest\. The file is not JSON: a character stands where it may not, at line 1, column 1, byte 0\./,
      ),
      expect.stringMatching(/^cut\.json This file is no manifest\. The file is not JSON: it ends too early, at line 1, column [\d,]+, byte [\d,]+\./),
      expect.stringMatching(/^picture\.png This file is no manifest\. The file is not JSON: a character stands where it may not/),
      expect.stringMatching(/^braces\.json This file is no manifest\. The file is JSON, but not a list of signed entries\./),
      expect.stringMatching(/^list\.json This manifest is empty\. The file has no entries\. Download it again from the order page\./),
    ]);
    await visitor.action('dismiss-refused').click();
    await page.locator('[data-refused]').first().waitFor({ state: 'detached' });
  });

  test('a problem is not pushed out by good news', async () => {
    const many = Array.from({ length: 12 }, (_, index) => fileOf(`good-${index}.json`, [own.entry(`0123cccccccccc${index.toString(16).padStart(2, '0')}01`)]));
    await drop([fileOf('wrong.json', '?'), ...many]);
    await card('good-11.json').waitFor();
    expect((await visitor.notices()).join('\n')).toContain('“wrong.json” is not JSON');
    expect(await visitor.notices()).toContain('12 files loaded: 0 of 12 entries verified.');
  });

  test('entries that are numbers, unsigned, signed in another way or by nobody known are problems of that entry, in words', async () => {
    const id = '0123dddddddddddd01';
    const changed = own.entry(id);
    await choose([
      fileOf('numbers.json', [1, 2, 3]),
      fileOf('mixed.json', [
        own.entry(id, { header: { alg: 'none' } }),
        own.entry(id, { header: { alg: 'RS256' } }),
        { ...changed, signature: '' },
        { ...own.entry(id), protected: '???' },
        own.entry(id),
      ]),
    ]);
    await seeCard('numbers.json', /no known signer 3 entries 0 verified 3 failed Remove$/);
    expect(await problemsOf('numbers.json')).toEqual([1, 2, 3].map((place) => expect.stringContaining(`Entry ${place} It is not a signed entry.`) as string));
    await seeCard('mixed.json', /no known signer 5 entries 0 verified 5 failed 4 duplicates, the same Remove$/);
    const problems = await problemsOf('mixed.json');
    expect(problems[0]).toMatch(/^Entry 1 .*Signed in another way than ES256 \(none\)/);
    expect(problems[1]).toMatch(/^Entry 2 .*Signed in another way than ES256 \(RS256\)/);
    expect(problems[2]).toContain('Signed by somebody who is not known here');
    expect(problems[3]).toContain('A part of the entry is not base64url (protected)');
    expect(problems[4]).toContain('Signed by somebody who is not known here. If you trust them, add their certificate under Manifests.');
  });

  test('a file name is text, however hostile', async () => {
    const name = '<img src=x onerror=alert(1)>\u202egpj.json';
    await drop([fileOf(name, [1])]);
    await page.locator('[data-manifest]').waitFor();
    expect(await wordsOf(page.locator('[data-manifest] .name'))).toBe('<img src=x onerror=alert(1)>\\u202egpj.json');
    expect(await page.locator('img').count()).toBe(0);
  });

  test('a manifest removed can be put back where it was', async () => {
    await choose(['a', 'b', 'c'].map((name) => fileOf(`${name}.json`, [name])));
    await card('c.json').waitFor();
    await card('b.json').locator('[data-action="remove-manifest"]').click();
    await expect.poll(cards, SOON).toEqual(['a.json', 'c.json']);
    await visitor.seeNotice('Removed b.json');
    await visitor.action('undo-remove').click();
    await expect.poll(cards, SOON).toEqual(['a.json', 'b.json', 'c.json']);
    expect(await visitor.action('undo-remove').count()).toBe(0);
  });

  test('the same file twice is there once, and the page says so', async () => {
    const file = fileOf('twice.json', [own.entry('0123eeeeeeeeeeee01')]);
    await choose([file]);
    await card('twice.json').waitFor();
    await choose([{ ...file, name: 'copy of twice.json' }]);
    await visitor.seeNotice('copy of twice.json is loaded already.');
    expect(await cards()).toEqual(['twice.json']);
  });
});

describe('a signer of one’s own', () => {
  beforeEach(() => visitor.goTo('manifests'));

  const ours = (): TestFile => fileOf('ours.json', [own.entry('0123111111111111ff'), own.entry('0123222222222222ff')]);

  test('its certificate turns its entries verified as theirs, never as Microchip’s, and without it they are not', async () => {
    await choose([ours()]);
    await seeCard('ours.json', /no known signer 2 entries 0 verified 2 failed/);
    await addSigner('own.pem', own.pem);
    await seeCard('ours.json', /^ours\.json Signed by Own Manifest Signer 7 2 entries 2 verified 0 failed 2 no certificate Remove$/);
    expect(await wordsOf(card('ours.json'))).not.toMatch(/microchip/i);
    await visitor.seeNotice('Signer Own Manifest Signer 7 added. What it signed counts as signed by it, not by Microchip.');
    expect(await wordsOf(page.locator('[data-signer]'))).toBe(
      `Own Manifest Signer 7 SHA-256 ${own.fingerprint.slice(0, 8)}…${own.fingerprint.slice(-8)} Remove`,
    );
    await visitor.action('remove-signer').click();
    await seeCard('ours.json', /no known signer 2 entries 0 verified 2 failed/);
    expect(await page.locator('[data-signer]').count()).toBe(0);
  });

  test('it does not make other roots believed, nor changed or foreign entries verified', async () => {
    const demo = JSON.parse(await readFile(`${ROOT}public/demo/touchstone-demo-manifest.json`, 'utf8')) as { payload: string }[];
    const payload = JSON.parse(Buffer.from(demo[0]?.payload ?? '', 'base64url').toString()) as { uniqueId: string };
    const stranger = await makeOwnSigner(own.commonName); // the same name, another key
    const good = own.entry('0123333333333333ff');
    await addSigner('own.pem', own.pem);
    await choose([
      fileOf('four.json', [
        own.entry(payload.uniqueId, { payload }), // rightly signed, but its certificates lead to the demo root
        { ...good, payload: own.entry('0123444444444444ff').payload },
        stranger.entry('0123555555555555ff'),
        good,
      ]),
    ]);
    await seeCard('four.json', /Signed by Own Manifest Signer 7 4 entries 1 verified 3 failed/);
    const problems = await problemsOf('four.json');
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('Its certificates do not lead to a pinned root');
    expect(problems[1]).toContain('The signature does not hold: the entry was changed');
    expect(problems[2]).toContain('Signed by somebody who is not known here');
    expect(await page.locator('.demo').count()).toBe(0);
  });

  test('what is no signer certificate is refused with its name', async () => {
    await addSigner('shopping.pem', 'bread, milk');
    const refusal = 'This is no signer certificate “shopping.pem” cannot sign manifests (pem). Add one X.509 certificate';
    await expect.poll(async () => (await visitor.notices()).join(), SOON).toContain(refusal);
    expect(await page.locator('[data-signer]').count()).toBe(0);
  });

  test('entries of one’s own signer are matched on the bench by serial number and said to be its own', async () => {
    await addSigner('own.pem', own.pem);
    await choose([fileOf('ours.json', [own.entry('0123de4d0a11ce0101')])]); // the demo chip's serial number
    await seeCard('ours.json', /1 verified/);
    await visitor.goTo('bench');
    await visitor.tryVirtual();
    await visitor.goTo('manifests');
    await card('touchstone-demo-manifest.json').locator('[data-action="remove-manifest"]').click();
    await visitor.goTo('bench');
    const report = await visitor.check('ram');
    expect(report.verdict).toBe('genuine-unmatched');
    const words = report.proofs.map(({ text }) => text).join('\n');
    expect(words).toContain('By Own Manifest Signer 7 (your own, not Microchip’s)');
    expect(words).toContain('Not measured: the entry holds no certificates (version 2)');
  });
});

test('the demo manifest dropped by hand without the virtual bench is not verified', async () => {
  await drop([await fileAt(`${ROOT}public/demo/touchstone-demo-manifest.json`)]);
  await visitor.goTo('manifests');
  await seeCard('touchstone-demo-manifest.json', /no known signer 4 entries 0 verified 4 failed/);
});
