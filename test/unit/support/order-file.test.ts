/** The benchmark's order: what it says must hold for whoever believes its authority, and for nobody else. */
import { X509Certificate } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, readManifest } from '../../../src/trust/index.ts';
import { orderFile, type OrderFile } from '../../support/order-file/order-file.ts';

interface Entry {
  readonly payload: string;
  readonly header: { readonly uniqueId: string };
}
interface Payload {
  readonly uniqueId: string;
  readonly publicKeySet: { readonly keys: readonly { readonly kid: string; readonly x5c?: readonly [string, string] }[] };
}

const payloadOf = (entry: Entry): Payload => JSON.parse(Buffer.from(entry.payload, 'base64url').toString()) as Payload;
const entriesOf = async (order: OrderFile): Promise<readonly Entry[]> => JSON.parse(await readFile(order.path, 'utf8')) as Entry[];

let home = '';
let order: OrderFile;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'touchstone-order-test-'));
  order = await orderFile({ entries: 20, home });
});
afterAll(() => rm(home, { recursive: true, force: true }));

describe('an order of twenty chips', () => {
  test('all its entries hold for whoever believes its root and its signer', async () => {
    const { table } = await readManifest('order.json', await openAsBlob(order.path), { believed: order });
    expect(table.figures).toMatchObject({ entries: 20, verified: 20, failed: 0, withoutCertificates: 0 });
  });

  test('none of its entries holds for whoever believes the chip maker', async () => {
    const believed = { anchors: [MICROCHIP_ANCHOR], signers: MICROCHIP_MANIFEST_SIGNERS };
    const { table } = await readManifest('order.json', await openAsBlob(order.path), { believed });
    expect(table.figures).toMatchObject({ verified: 0, failed: 20 });
  });

  test('every chip has five keys and a certificate of its own, issued by one of ten signers', async () => {
    const payloads = (await entriesOf(order)).map(payloadOf);
    const devices = payloads.map(({ publicKeySet }) => new X509Certificate(Buffer.from(publicKeySet.keys[0]?.x5c?.[0] ?? '', 'base64')));
    const signers = payloads.map(({ publicKeySet }) => new X509Certificate(Buffer.from(publicKeySet.keys[0]?.x5c?.[1] ?? '', 'base64')));
    expect(payloads.map(({ publicKeySet }) => publicKeySet.keys.map(({ kid }) => kid).join(''))).toEqual(Array(20).fill('01234'));
    expect(new Set(payloads.map(({ uniqueId }) => uniqueId)).size).toBe(20);
    expect(new Set(devices.map(({ serialNumber }) => serialNumber)).size).toBe(20);
    expect(new Set(signers.map(({ fingerprint256 }) => fingerprint256)).size).toBe(10);
    expect(devices.every((device, index) => device.checkIssued(signers[index] as X509Certificate))).toBe(true);
  });

  test('an entry is as long as in an order of today', () => {
    expect(order.bytes / 20 / 3_570).toBeCloseTo(1, 2);
  });

  test('it is made once and found again', async () => {
    const { mtimeMs } = await stat(order.path);
    expect(await orderFile({ entries: 20, home })).toEqual(order);
    expect((await stat(order.path)).mtimeMs).toBe(mtimeMs);
  });
});

test('made by several threads, the same chips stand in the same order', async () => {
  const long = await entriesOf(await orderFile({ entries: 2_001, home }));
  expect(long.length).toBe(2_001);
  expect(new Set(long.map(({ header }) => header.uniqueId)).size).toBe(2_001);
  expect(long.slice(0, 20).map(({ header }) => header.uniqueId)).toEqual((await entriesOf(order)).map(({ header }) => header.uniqueId));
});

test('given up halfway, nothing is left behind', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error('enough')), 300);
  await expect(orderFile({ entries: 50_000, home, signal: stop.signal })).rejects.toThrow('enough');
  expect((await readdir(home)).filter((name) => name.includes('50000'))).toEqual([]);
});
