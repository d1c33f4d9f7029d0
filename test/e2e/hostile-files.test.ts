/**
 * Files and entries made to break the manifest desk, each with the words a person reads. Everything is signed by a signer that the person added,
 * so that nothing is refused for want of a signature.
 * Knows the page by its data attributes and words. Certificates are made by openssl, entries by node: what is checked is not made by what checks it.
 */
import { unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startChromium } from '../support/chromium.ts';
import type { RunningChromium } from '../support/chromium.ts';
import { serveBuiltPage } from './built-page.ts';
import type { BuiltPage } from './built-page.ts';
import { makeOwnSigner, makeTwoCertificates } from './own-signer.ts';
import type { Entry, OwnSigner, TwoCertificates } from './own-signer.ts';
import { SOON, Visitor, leaveWell, wordsOf } from './visitor.ts';

const SERIAL = '0123c0ffee00000001';

let served: BuiltPage;
let browser: RunningChromium;
let own: OwnSigner;
let pair: TwoCertificates;
let visitor: Visitor;
let page: Page;

beforeAll(async () => {
  [served, browser, own, pair] = await Promise.all([
    serveBuiltPage(),
    startChromium({ bench: null, origins: [] }),
    makeOwnSigner('Signer of Hostile Files'),
    makeTwoCertificates(`sn${SERIAL.toUpperCase()}`),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});
beforeEach(async () => {
  visitor = await Visitor.arrive(browser.context, served.url);
  ({ page } = visitor);
  await visitor.goTo('manifests');
  await page
    .locator('input[type=file][data-signer-file]')
    .setInputFiles([{ name: 'own.pem', mimeType: 'application/x-pem-file', buffer: Buffer.from(own.pem) }]);
  await page.locator('[data-signer]').waitFor();
});
afterEach(() => leaveWell(visitor));

const load = (name: string, content: string | Buffer): Promise<void> =>
  page.locator('input[type=file][data-drop]').setInputFiles([{ name, mimeType: 'application/json', buffer: Buffer.from(content) }]);

/** What the page says of a file that it did not take. */
async function refusalOf(name: string, content: string | Buffer): Promise<string> {
  await load(name, content);
  const row = page.locator('[data-refused]').filter({ hasText: name });
  await row.waitFor();
  return wordsOf(row);
}

/** What the page says of each entry that does not hold, in order; the first element is the count of those that do. */
async function problemsOf(name: string, ...entries: readonly (object | string)[]): Promise<readonly string[]> {
  await load(name, `[${entries.map((entry) => (typeof entry === 'string' ? entry : JSON.stringify(entry))).join(',\n')}]`);
  const card = page.locator(`[data-manifest][aria-label="${name}"]`);
  await card.locator('summary').click();
  await card.locator('dl').waitFor();
  return Promise.all((await card.locator('ol li').all()).map(wordsOf));
}

/** An entry of version 1 that holds these certificates, signed. */
function certified(change: { readonly x5c?: readonly string[]; readonly key?: object; readonly payload?: object } = {}): Entry {
  const key = { kid: '0', kty: 'EC', crv: 'P-256', x: pair.x, y: pair.y, x5c: change.x5c ?? [pair.device, pair.issuer], ...change.key };
  return own.entry(SERIAL, { payload: { version: 1, publicKeySet: { keys: [key] }, ...change.payload } });
}
const der = (text: string): Buffer => Buffer.from(text, 'base64');
const reworded = (entry: Entry, change: (text: string) => string): Entry => {
  const payload = Buffer.from(change(Buffer.from(entry.payload, 'base64url').toString())).toString('base64url');
  return own.sign({ ...entry, payload });
};

describe('files that are no manifests', () => {
  test('a file that was cut names the place where it ends, and nothing of it is taken', async () => {
    const whole = JSON.stringify([own.entry(SERIAL), own.entry('0123c0ffee00000002')]);
    const words = await refusalOf('cut.json', whole.slice(0, -30));
    expect(words).toMatch(/^cut\.json This file is no manifest\. The file is not JSON: it ends too early, at line 1, column [\d,]+, byte [\d,]+\./);
    expect(await page.locator('[data-manifest]').count()).toBe(0);
  });

  test('two gigabytes of brackets are refused at once', async () => {
    await page.evaluate(() => {
      const piece = new Blob(['['.repeat(1024 * 1024)]);
      const file = new File(Array<Blob>(2048).fill(piece), 'brackets.json');
      const transfer = new DataTransfer();
      transfer.items.add(file);
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true }));
    });
    const row = page.locator('[data-refused]').filter({ hasText: 'brackets.json' });
    await row.waitFor();
    expect(await wordsOf(row)).toContain('it is nested too deeply');
  });

  test('text in UTF-16, a value that is no list, and bytes behind the list are named', async () => {
    expect(await refusalOf('wide.json', Buffer.from('\ufeff[]', 'utf16le'))).toContain('it is written in UTF-16, not in UTF-8');
    expect(await refusalOf('object.json', '{"payload":1}')).toContain('is JSON, but not a list of signed entries');
    expect(await refusalOf('more.json', `[${JSON.stringify(own.entry(SERIAL))}] and more`)).toContain('something follows after its end');
  });

  test('a zip that is none, and one that is damaged, say so', async () => {
    expect(await refusalOf('orders.zip', 'PK\u0003\u0004 and then nothing')).toMatch(/orders\.zip/);
  });
});

describe('entries that hurt only themselves', () => {
  const good = (): Entry => own.entry('0123c0ffee000000ff');

  test('broken JSON, doubled names, depth, other bytes than UTF-8 and huge numbers', async () => {
    const problems = await problemsOf(
      'json.json',
      '{"payload": "a" "b"}',
      '{"payload":"a","payload":"b"}',
      '['.repeat(10_000) + ']'.repeat(10_000),
      `{"payload":1e999}`,
      good(),
      `{"payload":${'9'.repeat(400)}}`,
    );
    expect(problems).toEqual([
      expect.stringMatching(/^Entry 1 It is not JSON: a character stands where it may not \(byte [\d,]+ of the file\)/),
      expect.stringMatching(/^Entry 2 It is not JSON: a name stands twice/),
      expect.stringMatching(/^Entry 3 It is not JSON: it is nested too deeply/),
      expect.stringMatching(/^Entry 4 It is not JSON: a character stands where it may not/),
      expect.stringMatching(/^Entry 6 It is not JSON: a character stands where it may not/),
    ]);
    await page.locator('[data-entry-count="6"]').waitFor();
  });

  test('wrong base64url, alg none, RS256, names of signers that do not agree, another serial outside', async () => {
    const id = SERIAL;
    const kid = 'A'.repeat(27);
    const { payload, protected: head, signature } = own.entry('0123c0ffee00000009');
    const problems = await problemsOf(
      'jws.json',
      { ...own.entry(id), payload: '***' },
      own.entry(id, { header: { alg: 'none' } }),
      own.entry(id, { header: { alg: 'RS256' } }),
      own.entry(id, { header: { kid } }),
      own.entry(id, { header: { 'x5t#S256': 'A'.repeat(43) } }),
      { ...own.entry(id), header: { uniqueId: '0123c0ffee0000beef' } },
      { payload, protected: head, signature },
      { ...good(), signature: good().signature.slice(2) },
    );
    expect(problems).toEqual([
      expect.stringContaining('Entry 1 A part of the entry is not base64url (payload)'),
      expect.stringMatching(/^Entry 2 .*Signed in another way than ES256 \(none\)/),
      expect.stringMatching(/^Entry 3 .*Signed in another way than ES256 \(RS256\)/),
      expect.stringMatching(/^Entry 4 .*The known signer under another name/),
      expect.stringMatching(/^Entry 5 .*A known name with another certificate/),
      expect.stringMatching(/^Entry 6 .*The name outside the signature is of another chip/),
      expect.stringMatching(/^Entry 8 .*The signature does not hold/), // the seventh has no header and is fine
    ]);
  });

  test('keys and certificates that do not belong together, or are not what they seem', async () => {
    const device = der(pair.device);
    const longForm = Buffer.concat([Buffer.from([0x30, 0x83, 0x00]), device.subarray(2)]); // the length in more bytes than it needs
    const problems = await problemsOf(
      'x5c.json',
      certified({ key: { x: pair.otherX, y: pair.otherY } }),
      certified({ x5c: [Buffer.concat([device, Buffer.from([0])]).toString('base64'), pair.issuer] }),
      certified({ x5c: [longForm.toString('base64'), pair.issuer] }),
      certified({ x5c: [Buffer.alloc(10 * 1024 * 1024).toString('base64'), pair.issuer] }),
      certified({ x5c: [pair.device] }),
      certified({ key: { kty: 'RSA' } }),
      own.entry('../../etc/x', { payload: {} }),
      reworded(own.entry('0123c0ffee00000003'), (text) => text.replaceAll(',', ' , ').replaceAll(':"', ' : "')),
      certified({ key: { x: `${pair.x}=`, y: `${pair.y}=` } }),
    );
    expect(problems).toEqual([
      expect.stringMatching(/^Entry 1 .*The certificate holds another key than the entry/),
      expect.stringMatching(/^Entry 2 .*A certificate cannot be read/),
      expect.stringMatching(/^Entry 3 .*A certificate cannot be read/),
      expect.stringMatching(/^Entry 4 .*The entry is longer than any real one/),
      expect.stringMatching(/^Entry 5 .*Not two certificates, device and signer/),
      expect.stringMatching(/^Entry 6 .*A key is not on P-256/),
      expect.stringMatching(/^Entry 7 .*No serial number of 18 hex digits/),
      // the eighth has spaces in its payload and holds; the ninth has padded keys, and only its root is unknown
      expect.stringMatching(/^Entry 9 .*Its certificates do not lead to a pinned root/),
    ]);
  });
});

describe('exports of hostile entries', () => {
  async function save(format: string): Promise<Buffer> {
    await visitor.action('export').click();
    await page.locator(`ts-export input[name=format][value="${format}"]`).check();
    await page.locator('ts-export [data-export-unverified] input, ts-export input[type=checkbox]').first().check();
    const [file] = await Promise.all([page.waitForEvent('download'), visitor.action('write-export').click()]);
    const bytes = await readFile(await file.path());
    await page.locator('ts-export dialog[open]').waitFor({ state: 'detached' });
    expect(file.suggestedFilename()).toMatch(/^[a-z0-9.-]+$/);
    return bytes;
  }

  test('a table never begins a cell with a formula, scripts quote, and no name leaves its folder', async () => {
    const formula = own.entry('0123c0ffee00000004', { payload: { partNumber: "=cmd|' /C calc'!A0" } });
    await load('formula.json', JSON.stringify([formula, own.entry('../../x', {}), certified({ payload: { partNumber: '$(reboot)`id`' } })]));
    await page.locator('[data-entry-count="3"]').waitFor();
    const table = (await save('csv')).toString();
    for (const cell of table.split(/\r\n|,/)) expect(cell).not.toMatch(/^"?[=+@]/);
    expect(table).toContain("'=cmd");
    const files = unzipSync(new Uint8Array(await save('azure-cli')));
    for (const name of Object.keys(files)) expect(name).toMatch(/^(certs\/[0-9a-f]{18}\.pem|enroll\.(sh|ps1))$/);
    expect(Buffer.from(files['enroll.sh'] ?? []).toString()).not.toContain('$(reboot)');
  });

  test('the same file twice is there once', async () => {
    const bytes = JSON.stringify([own.entry(SERIAL)]);
    await load('a.json', bytes);
    await page.locator('[data-entry-count="1"]').waitFor();
    await load('b.json', bytes);
    await visitor.seeNotice('b.json is loaded already.');
    await expect.poll(() => page.locator('[data-manifest]').count(), SOON).toBe(1);
  });
});
