/** The quick look against the proper one: whatever the first accepts, the second must accept and see the same. */
import { describe, expect, it } from 'vitest';
import { EntryVerifier } from '../../../src/trust/entry/entry.ts';
import { QuickLook } from '../../../src/trust/entry/quick-look.ts';
import { TestAuthority, entryOf, headerOf, payloadOf, testChip, testManifestSigner, type Json } from './authority.ts';
import { readAll } from './read-all.ts';

const authority = new TestAuthority('quick');
const chip = testChip(authority);
const by = testManifestSigner('quick');
const believed = { signers: [by.signer], anchors: [authority.anchor] };
const PAYLOAD = payloadOf(chip);
const GOOD = entryOf(PAYLOAD, by);
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'utf8'));

async function warm(): Promise<QuickLook> {
  const verifier = new EntryVerifier(believed);
  expect((await verifier.verify(bytesOf(JSON.stringify(GOOD)), 0)).problem).toBeNull();
  return new QuickLook(verifier);
}
const looks = (quick: QuickLook, text: string): boolean => quick.look(bytesOf(`,${text},`), 1, bytesOf(text).length + 1);

describe('an entry that is as entries are', () => {
  it('is seen through at once, once another one was looked at properly', async () => {
    const text = JSON.stringify(GOOD, null, 2);
    expect(looks(new QuickLook(new EntryVerifier(believed)), text)).toBe(false);
    const quick = await warm();
    expect(looks(quick, text)).toBe(true);
    const { signed, issued } = quick.verify(bytesOf(`,${text},`));
    expect([await signed, await issued]).toEqual([true, true]);
    expect(quick.payload).toMatchObject({ version: 1, serial: '0123000000C0FFEE01' });
    expect(Buffer.from(quick.device?.der ?? []).equals(chip.device)).toBe(true);
  });

  const variants: readonly (readonly [string, Json | string])[] = [
    ['with spaces', JSON.stringify(PAYLOAD, null, 3)],
    ['with the separators of Python', JSON.stringify(PAYLOAD).replaceAll('":', '": ').replaceAll(',"', ', "')],
    ['with its members turned round', Object.fromEntries(Object.entries(PAYLOAD).reverse())],
    ['of version 3', { ...PAYLOAD, version: 3 }],
    ['of version 2', Object.fromEntries(Object.entries({ ...PAYLOAD, version: 2 }).filter(([name]) => name !== 'publicKeySet'))],
    ['without times and names', Object.fromEntries(Object.entries(PAYLOAD).filter(([name]) => !/^(manu|prov|dist|group)/.test(name)))],
    ['with upper case in its serial number', { ...PAYLOAD, uniqueId: chip.serialNumber.toUpperCase() }],
    ['with a time without fraction', { ...PAYLOAD, provisioningTimestamp: '2025-11-01T08:00:00Z' }],
  ];
  it.each(variants)('%s too', async (_, payload) => {
    expect(looks(await warm(), JSON.stringify(entryOf(payload, by)))).toBe(true);
  });
});

describe('what is unusual is left to the proper look', () => {
  const text = JSON.stringify(PAYLOAD);
  it.each([
    ['an escape that means the same', text.replace('ATECC608B-TEST', '\\u0041TECC608B-TEST')],
    ['a slash that is escaped', text.replace('"x5c":["MII', '"x5c":["\\u004dII')],
    ['a member that nobody knows', text.replace('{', '{"x":1,')],
    ['a text beyond ASCII', text.replace('TESTGROUP', 'TÉST')],
    ['a time with an offset', text.replace('08:00:00.000Z', '08:00:00.000+00:00')],
  ])('%s: accepted there', async (_, payload) => {
    const entry = { ...entryOf(payload, by), header: { uniqueId: chip.serialNumber } };
    expect(looks(await warm(), JSON.stringify(entry))).toBe(false);
    const { entries } = await readAll('odd.json', bytesOf(JSON.stringify([GOOD, entry])), believed);
    expect(entries[1]?.problem).toBeNull();
  });

  it.each([
    ['a member twice', text.replace('"model":', '"version":1,"model":')],
    ['a key’s member twice', text.replace('"kty":"EC"', '"kty":"EC","kty":"EC"')],
    ['a name’s member twice', text.replace('"organizationName":"Test Authority"', '"organizationName":"a","organizationName":"b"')],
    ['two keys with one kid', text.replace('{"kid":"1"', '{"kid":"0"')],
    ['a version with a point', text.replace('"version":1', '"version":1.0')],
    ['a version of two digits', text.replace('"version":1', '"version":11')],
    ['something behind the payload', `${text}{}`],
    ['a trailing comma', text.replace(/\}$/, ',}')],
    ['no comma', text.replace(',"model"', ' "model"')],
    ['a serial number of 17 digits', text.replace(chip.serialNumber, chip.serialNumber.slice(1))],
    ['a character below the space', text.replace('TESTGROUP', 'TEST\u001fGROUP')],
  ])('%s: seen by neither as it should not be', async (_, payload) => {
    const entry = { ...entryOf(payload, by), header: { uniqueId: chip.serialNumber } };
    expect(looks(await warm(), JSON.stringify(entry))).toBe(false);
    await readAll('odd.json', bytesOf(JSON.stringify([GOOD, entry])), believed);
  });
});

describe('nothing of an earlier entry is believed of the next', () => {
  const [first] = (PAYLOAD['publicKeySet'] as { readonly keys: readonly [Json] }).keys;
  const withKeys = (...keys: readonly unknown[]): Json => ({ ...PAYLOAD, publicKeySet: { keys } });
  const reasonsOf = async (...entries: readonly string[]): Promise<readonly string[]> =>
    (await readAll('order.json', bytesOf(`[${entries.join(',')}]`), believed)).entries.map(({ problem }) => problem?.reason ?? 'verified');
  const one = JSON.stringify(entryOf(withKeys(first), by));

  it.each(['kid', 'kty', 'crv', 'x', 'y'])('a key without %s', async (name) => {
    const less = Object.fromEntries(Object.entries(first).filter(([member]) => member !== name));
    expect(await reasonsOf(one, JSON.stringify(entryOf(withKeys(less), by)))).toEqual(['verified', 'key-member']);
  });

  it('a second key with the certificates of the first', async () => {
    expect(await reasonsOf(one, JSON.stringify(entryOf(withKeys(first, { ...first, kid: '9' }), by)))).toEqual(['verified', 'x5c-keys']);
  });

  it.each(['payload', 'protected', 'signature'])('an envelope without %s, or with two', async (name) => {
    const entry = JSON.parse(one) as Readonly<Record<string, string>>;
    const none = JSON.stringify({ ...entry, [name]: undefined });
    const two = one.replace('{', `{"${name}":"${entry[name] ?? ''}",`);
    expect(await reasonsOf(one, none, two, one)).toEqual(['verified', 'entry-shape', 'entry-json', 'verified']);
    for (const text of [none, two, `${one} 1`, one.slice(0, -1)]) expect(looks(await warm(), text)).toBe(false);
  });

  it('a protected header with a serial number, which makes an unprotected one wrong', async () => {
    const { header, ...bare } = entryOf(PAYLOAD, by, { ...headerOf(by), uniqueId: chip.serialNumber });
    expect(await reasonsOf(one, JSON.stringify(bare), JSON.stringify({ ...bare, header }))).toEqual(['verified', 'verified', 'header-overlap']);
  });
});

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function changed(text: string, next: (below: number) => number): string {
  const PIECES = [
    '"',
    '\\',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    ' ',
    '\n',
    '0',
    '1',
    '9',
    'e',
    '.',
    '-',
    '=',
    'A',
    'z',
    '_',
    '/',
    '\u0000',
    'é',
    '"x":1,',
    '""',
    ',,',
    '{}',
    '\\"',
  ];
  let made = text;
  for (let changes = 1 + next(2); changes > 0; changes--) {
    const at = next(made.length);
    const piece = PIECES[next(PIECES.length)] ?? '';
    const cut = next(3) === 0 ? 0 : 1 + next(next(4) === 0 ? 20 : 1);
    made = `${made.slice(0, at)}${piece}${made.slice(at + cut)}`;
  }
  return made;
}

describe('thousands of changed entries get the same row from both', () => {
  it('changed anywhere', async () => {
    const next = numbers(1);
    const text = JSON.stringify(GOOD);
    const entries = Array.from({ length: 1200 }, () => changed(text, next)).filter((entry) => isItem(entry));
    const { table } = await readAll('changed.json', bytesOf(`[${[text, ...entries].join(',')}]`), believed);
    expect(table.count).toBeGreaterThan(800);
  });

  it('changed in the payload, and signed again', async () => {
    const next = numbers(2);
    const text = JSON.stringify(PAYLOAD);
    const entries = Array.from({ length: 1200 }, () => ({ ...GOOD, ...entryOf(changed(text, next), by) }));
    const { table } = await readAll('signed.json', bytesOf(JSON.stringify([GOOD, ...entries])), believed);
    expect(table.figures.verified).toBeGreaterThan(1);
    expect(table.figures.failed).toBeGreaterThan(800);
  });

  it('with the protected header changed, and signed again', async () => {
    const next = numbers(3);
    const text = JSON.stringify(headerOf(by));
    const entries = Array.from({ length: 300 }, () => entryOf(PAYLOAD, by, changed(text, next)));
    await readAll('headers.json', bytesOf(JSON.stringify([GOOD, ...entries])), believed);
  });

  it('with the device certificate changed, and the entry signed again', async () => {
    const next = numbers(4);
    const entries = Array.from({ length: 600 }, () => {
      const device = Buffer.from(chip.device);
      device[next(device.length)] = next(256);
      return entryOf(payloadOf({ ...chip, device }), by);
    });
    await readAll('certificates.json', bytesOf(JSON.stringify([GOOD, ...entries])), believed);
  });
});

/** True when the text is one item of a list to any splitter: brackets and quotes fit. */
function isItem(text: string): boolean {
  const bare = text.replace(/"(?:[^"\\]|\\[^])*"/g, '');
  if (bare.includes('"') || !/^\s*\{/.test(bare) || !/\}\s*$/.test(bare)) return false;
  let owed = '';
  for (const [index, character] of [...bare].entries()) {
    if (character === '{' || character === '[') owed += character;
    else if (character === '}' || character === ']') {
      if (owed.at(-1) !== (character === '}' ? '{' : '[')) return false;
      owed = owed.slice(0, -1);
      if (owed === '' && bare.slice(index + 1).trim() !== '') return false;
    }
  }
  return owed === '';
}
