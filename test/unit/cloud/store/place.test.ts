/** Where a shared store may be, by whose tokens go there; and what config.json may say of it. */
import { describe, expect, test } from 'vitest';
import { checkStorePlace, readSiteConfig } from '../../../../src/cloud/index.ts';
import { json, preparedFetch } from '../answers.ts';

describe('an endpoint', () => {
  test.each([
    ['https://abc.blob.core.windows.net', 'public'],
    [`https://${'a1'.repeat(12)}.blob.core.windows.net`, 'public'],
    ['https://abc.blob.core.usgovcloudapi.net', 'us-government'],
    ['https://abc.blob.core.chinacloudapi.cn', 'china'],
    ['https://127.0.0.1:10000/devstoreaccount1', 'emulator'],
    ['https://localhost:10000/devstoreaccount1', 'emulator'],
  ] as const)('%s takes tokens of %s', (endpoint, side) => {
    expect(checkStorePlace({ endpoint, container: 'touchstone' }, side)).toBeNull();
  });

  test.each([
    ['https://abc.blob.core.windows.net', 'emulator', 'azure'],
    ['https://abc.blob.core.windows.net', 'china', 'host'],
    ['https://ab.blob.core.windows.net', 'public', 'host'],
    ['https://Abc.blob.core.windows.net', 'public', 'form'],
    ['https://a-b-c.blob.core.windows.net', 'public', 'host'],
    ['https://abc.blob.core.windows.net:8443', 'public', 'host'],
    ['https://abc.blob.core.windows.net?sv=1', 'public', 'form'],
    ['https://abc.dfs.core.windows.net', 'public', 'host'],
    ['https://blob.core.windows.net', 'public', 'host'],
    ['http://127.0.0.1:10000/devstoreaccount1', 'emulator', 'form'],
    ['https://127.0.0.1:10000', 'emulator', 'azure'],
    ['https://127.0.0.2:10000/devstoreaccount1', 'emulator', 'form'],
    ['javascript:alert(1)', 'public', 'form'],
    ['', 'public', 'form'],
    [`https://${'a'.repeat(300)}`, 'public', 'form'],
  ] as const)('%s takes no tokens of %s: %s', (endpoint, side, why) => {
    expect(checkStorePlace({ endpoint, container: 'touchstone' }, side)).toEqual({ code: 'store-settings', facts: { field: 'endpoint', why } });
  });
});

describe('config.json', () => {
  const read = (value: unknown): ReturnType<typeof readSiteConfig> =>
    readSiteConfig('https://bench.example.test/config.json', preparedFetch(json(value)).fetch);

  test('names the site’s store, both halves of it', async () => {
    const store = { endpoint: 'https://abc.blob.core.windows.net', container: 'line-1' };
    expect((await read({ storeEndpoint: store.endpoint, storeContainer: store.container }))?.store).toEqual(store);
    expect((await read({}))?.store).toBeUndefined();
  });

  test('with one half of it is a mistake', async () => {
    await expect(read({ storeEndpoint: 'https://abc.blob.core.windows.net' })).rejects.toMatchObject({
      code: 'cloud-answer',
      facts: { why: 'storeContainer' },
    });
    await expect(read({ storeContainer: 'line-1' })).rejects.toMatchObject({ code: 'cloud-answer', facts: { why: 'storeEndpoint' } });
  });
});
