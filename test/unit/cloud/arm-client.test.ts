import { describe, expect, test } from 'vitest';
import { ArmClient } from '../../../src/cloud/index.ts';
import { benchOn, failureOf, json } from './answers.ts';
import type { Asked, Prepared } from './answers.ts';

const SUBSCRIPTION = '00000000-0000-4000-8000-00000000000a';

function clientOn(...answers: readonly Prepared[]): { readonly client: ArmClient; readonly asked: Asked[]; readonly refusals: () => number } {
  const bench = benchOn(...answers);
  return { client: new ArmClient({ ...bench, cloud: 'public', route: { kind: 'service' } }), asked: bench.asked, refusals: bench.token.refusals };
}

/** As the REST specification's example DPSListBySubscription has it (2022-12-12). */
const SERVICE = {
  id: `/subscriptions/${SUBSCRIPTION}/resourceGroups/myResourceGroup/providers/Microsoft.Devices/provisioningServices/myFirstProvisioningService`,
  name: 'myFirstProvisioningService',
  type: 'Microsoft.Devices/provisioningServices',
  location: 'eastus',
  tags: {},
  etag: 'AAAAAADGk1M=',
  sku: { name: 'S1', tier: 'Standard', capacity: 1 },
  properties: {
    state: 'Active',
    provisioningState: 'Succeeded',
    iotHubs: [
      {
        applyAllocationPolicy: true,
        allocationWeight: 1,
        name: 'hub-1.azure-devices.net',
        connectionString: 'HostName=hub-1.azure-devices.net;SharedAccessKeyName=x;SharedAccessKey=poison',
        location: 'eastus',
      },
      { name: 'hub-2.azure-devices.net', location: 'westus', authenticationType: 'SystemAssigned', connectionString: null },
    ],
    allocationPolicy: 'Hashed',
    serviceOperationsHostName: 'myFirstProvisioningService.azure-devices-provisioning.net',
    deviceProvisioningHostName: 'global.azure-devices-provisioning.net',
    portalOperationsHostName: 'myFirstProvisioningService.services.azure-devices-provisioning.net',
    idScope: '0ne00000012',
    publicNetworkAccess: 'Enabled',
    ipFilterRules: [{ filterName: 'office', action: 'Accept', ipMask: '203.0.113.0/24', target: 'serviceApi' }],
    authorizationPolicies: [{ keyName: 'x', primaryKey: 'poison', secondaryKey: 'poison', rights: 'ServiceConfig' }],
  },
};

describe('Resource Manager', () => {
  test('gives a service field by field, its hosts in lower case, and no connection string or key', async () => {
    const { client, asked } = clientOn(json({ value: [SERVICE] }));
    const services = await client.services(SUBSCRIPTION);
    expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
      `GET https://management.azure.com/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Devices/provisioningServices?api-version=2022-12-12`,
    ]);
    expect(services).toEqual([
      {
        id: SERVICE.id,
        name: 'myFirstProvisioningService',
        resourceGroup: 'myResourceGroup',
        subscriptionId: SUBSCRIPTION,
        location: 'eastus',
        state: 'Active',
        idScope: '0ne00000012',
        serviceHost: 'myfirstprovisioningservice.azure-devices-provisioning.net',
        deviceHost: 'global.azure-devices-provisioning.net',
        portalHost: 'myfirstprovisioningservice.services.azure-devices-provisioning.net',
        allocationPolicy: 'Hashed',
        publicNetworkAccess: 'Enabled',
        ipFilterRules: [{ filterName: 'office', action: 'Accept', ipMask: '203.0.113.0/24', target: 'serviceApi' }],
        linkedHubs: [
          { name: 'hub-1.azure-devices.net', location: 'eastus', allocationWeight: 1, applyAllocationPolicy: true, authenticationType: null },
          { name: 'hub-2.azure-devices.net', location: 'westus', allocationWeight: null, applyAllocationPolicy: null, authenticationType: 'SystemAssigned' },
        ],
      },
    ]);
    expect(JSON.stringify(services)).not.toContain('poison');
  });

  test('a service that is being made has less to say, and is listed all the same', async () => {
    const { client } = clientOn(
      json({ value: [{ id: '/subscriptions/x/resourceGroups/g/x', name: 'young', properties: { state: 'Activating', newThing: [1] } }] }),
    );
    expect(await client.services(SUBSCRIPTION)).toMatchObject([
      { name: 'young', resourceGroup: 'g', state: 'Activating', idScope: '', serviceHost: '', portalHost: null, linkedHubs: [] },
    ]);
  });

  test('follows the list from page to page on its own host', async () => {
    const page = (id: string, nextLink?: string): Response => json({ value: [{ subscriptionId: id }], ...(nextLink === undefined ? {} : { nextLink }) });
    const { client, asked } = clientOn(
      page('a', 'https://management.azure.com/subscriptions?api-version=2019-06-01&%24skiptoken=two%3D'),
      page('b', ''),
      page('c'),
    );
    expect((await client.subscriptions()).map(({ subscriptionId }) => subscriptionId)).toEqual(['a', 'b']);
    expect(asked.map(({ url }) => url)).toEqual([
      'https://management.azure.com/subscriptions?api-version=2019-06-01',
      'https://management.azure.com/subscriptions?api-version=2019-06-01&%24skiptoken=two%3D',
    ]);
  });

  test.each([
    'https://evil.example/subscriptions',
    'http://management.azure.com/subscriptions',
    'https://management.azure.com.evil.example/',
    'https://management.azure.com:444/',
    'https://me:x@management.azure.com/',
    '//evil.example/',
    '/subscriptions?page=2',
    'javascript:alert(1)',
  ])('does not follow it to %s', async (nextLink) => {
    const { client, asked } = clientOn(json({ value: [], nextLink }));
    expect(await failureOf(client.subscriptions())).toEqual({ code: 'cloud-answer', facts: { host: 'management.azure.com', status: 200, why: 'nextLink' } });
    expect(asked).toHaveLength(1);
  });

  test('does not follow it in a circle', async () => {
    const { client, asked } = clientOn(json({ value: [], nextLink: 'https://management.azure.com/subscriptions?again=1' }));
    expect(await failureOf(client.subscriptions())).toMatchObject({ code: 'cloud-answer', facts: { why: 'pages' } });
    expect(asked.length).toBeLessThanOrEqual(101);
  });

  test.each([
    ['a page of HTML', '<html>', 'json'],
    ['a list without an envelope', '[]', 'list'],
    ['a value that is no list', '{"value":{}}', 'list.value'],
    ['a subscription without an id', '{"value":[{"displayName":"x"}]}', 'subscription.subscriptionId'],
    ['a subscription that is a text', '{"value":["x"]}', 'subscription'],
    ['an id that is a number', '{"value":[{"subscriptionId":7}]}', 'subscription.subscriptionId'],
    ['an id of 65 characters', `{"value":[{"subscriptionId":"${'x'.repeat(65)}"}]}`, 'subscription.subscriptionId'],
    ['the same member twice', '{"value":[],"value":[]}', 'json'],
    ['a link that is an object', '{"value":[],"nextLink":{}}', 'list.nextLink'],
    ['1,001 items', JSON.stringify({ value: Array.from({ length: 1_001 }, () => ({ subscriptionId: 'x' })) }), 'list.value'],
    ['nothing', '', 'json'],
  ])('an answer that cannot be read is one: %s', async (_name, text, why) => {
    expect(await failureOf(clientOn(json(text)).client.subscriptions())).toMatchObject({ code: 'cloud-answer', facts: { why } });
  });

  test.each(['iotHubs', 'ipFilterRules'])('501 and more %s, or something else in their place, is no service', async (name) => {
    for (const value of [Array.from({ length: 1_001 }, () => ({})), 'x', [7]])
      expect((await failureOf(clientOn(json({ value: [{ id: 'x', name: 'y', properties: { [name]: value } }] })).client.services(SUBSCRIPTION))).code).toBe(
        'cloud-answer',
      );
  });

  test('a subscription id that is none is not asked about', async () => {
    const { client, asked } = clientOn(json({ value: [SERVICE] }));
    expect(await client.services('../tenants?x=')).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('a refused token is asked for anew, once', async () => {
    const good = clientOn(json({}, 401), json({ value: [] }));
    expect(await good.client.subscriptions()).toEqual([]);
    expect(good.refusals()).toBe(1);
    const bad = clientOn(json({ error: { code: 'InvalidAuthenticationToken', message: 'no' } }, 401));
    expect(await failureOf(bad.client.subscriptions())).toMatchObject({ code: 'cloud-unauthorized', facts: { detail: 'InvalidAuthenticationToken: no' } });
    expect(bad.asked).toHaveLength(2);
  });
});
