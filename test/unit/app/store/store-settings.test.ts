/** Which store a browser uses: what is one, and who says so. Nothing is sent anywhere but to azurite. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Azurite, CONTAINER, ENDPOINT } from '../../../support/azurite/azurite.ts';
import { Disk, Station } from './store-bench.ts';

let azurite: Azurite;

beforeAll(async () => {
  azurite = await Azurite.begin();
}, 90_000);
afterAll(() => azurite?.end());

describe('settings', () => {
  test.each([
    ['http://touchstonetest.blob.core.windows.net', 'endpoint', 'form'],
    ['https://touchstonetest.blob.core.windows.net/x', 'endpoint', 'form'],
    ['https://touchstonetest.blob.core.windows.net.evil.example', 'endpoint', 'host'],
    ['https://evil-blob.core.windows.net', 'endpoint', 'host'],
    ['https://a.b.blob.core.windows.net', 'endpoint', 'host'],
    ['https://touchstonetest.blob.core.chinacloudapi.cn', 'endpoint', 'host'],
    ['https://127.0.0.1:10000/devstoreaccount1', 'endpoint', 'local'],
    ['https://user:pass@touchstonetest.blob.core.windows.net', 'endpoint', 'form'],
  ])('%s is no store for a token of Azure', async (endpoint, field, why) => {
    const disk = new Disk();
    disk.kept = null;
    const station = new Station(azurite, disk);
    await station.desk.perform({ act: 'set-place', place: { endpoint, container: CONTAINER } });
    expect(station.view.test).toMatchObject({ state: 'failed', code: 'store-settings', facts: { field, why } });
    expect(disk.kept).toBeNull();
  });

  test.each(['Touchstone', 'a', 'to--uch', '-ab', 'ab-', 'a/b', ''])('%j is no container', async (container) => {
    const disk = new Disk();
    disk.kept = null;
    const station = new Station(azurite, disk);
    await station.desk.perform({ act: 'set-place', place: { endpoint: ENDPOINT, container } });
    expect(station.view.test).toMatchObject({ state: 'failed', code: 'store-settings', facts: { field: 'container' } });
  });

  test('the site’s store counts where nothing was typed here; what is typed here counts before it, until it is forgotten', async () => {
    const disk = new Disk();
    disk.kept = null;
    const site = { endpoint: ENDPOINT, container: 'elsewhere' };
    const station = new Station(azurite, disk, { site });
    await station.desk.perform({ act: 'open' });
    expect(disk.kept).toEqual({ ...site, from: 'site' });
    await station.desk.perform({ act: 'set-place', place: { endpoint: `${ENDPOINT}/`, container: CONTAINER } });
    expect(disk.kept).toEqual({ endpoint: ENDPOINT, container: CONTAINER, from: 'browser' });
    await station.desk.perform({ act: 'open' });
    expect(station.view.from).toBe('browser');
    await station.desk.perform({ act: 'forget-place' });
    expect(disk.kept).toEqual({ ...site, from: 'site' });
    await new Station(azurite, disk).desk.perform({ act: 'open' }); // a day on which config.json cannot be read
    expect(disk.kept).toEqual({ ...site, from: 'site' });
  });
});
