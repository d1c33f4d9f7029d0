/**
 * The resource manager: what the signed-in person may see. Reads only.
 * Local tool. Knows nothing of enrollments: there is no such route (2.5). Reference: chapter 3 of the notes on Azure, SPEC-ARM.
 */
import { json, Refusal } from './exchange.ts';
import type { Answer, Question } from './exchange.ts';
import { cutPage, readContinuation } from './paging.ts';
import { POISON } from './seed.ts';
import { dpsHost, hasRole, hubHost, portalHost } from './state.ts';
import type { Hub, Service } from './state.ts';
import { RESOURCES } from './tokens.ts';
import type { Claims } from './tokens.ts';
import type { World } from './world.ts';

const VERSIONS = {
  directory: ['2018-02-01', '2019-06-01', '2020-01-01', '2021-01-01', '2022-12-01'],
  provisioningservices: [
    '2017-11-15',
    '2018-01-22',
    '2020-01-01',
    '2020-03-01',
    '2021-10-15',
    '2022-02-05',
    '2022-12-12',
    '2023-03-01-preview',
    '2025-02-01-preview',
    '2026-06-01-preview',
  ],
  iothubs: ['2018-04-01', '2021-07-02', '2023-06-30', '2025-08-01-preview'],
} as const;
const PORTAL_HOST_SINCE = '2022-12-12';

const refuse = (status: number, code: string, message: string, headers: Record<string, string> = {}): Refusal =>
  new Refusal(json(status, { error: { code, message } }, headers));

function checkToken(world: World, question: Question): Claims {
  const check = world.tokens.check(question.headers['authorization'], RESOURCES.arm);
  const challenge = { 'www-authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/common", error="invalid_token"' };
  switch (check.kind) {
    case 'good':
      return check.claims;
    case 'missing':
      throw refuse(401, 'AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing.", challenge);
    case 'expired':
      throw refuse(401, 'ExpiredAuthenticationToken', 'The access token expiry has passed.', challenge);
    case 'audience':
      throw refuse(401, 'InvalidAuthenticationTokenAudience', 'The access token is from the wrong audience or resource.', challenge);
    case 'malformed':
    case 'forged':
      throw refuse(401, 'InvalidAuthenticationToken', 'The access token is invalid.', challenge);
  }
}

function checkVersion(question: Question, known: readonly string[]): string {
  const version = question.query.get('api-version');
  if (version === null || version === '')
    throw refuse(400, 'MissingApiVersionParameter', 'The api-version query parameter (?api-version=) is required for all requests.');
  if (!known.includes(version))
    throw refuse(400, 'InvalidApiVersionParameter', `The api-version '${version}' is invalid. The supported versions are '${known.join(',')}'.`);
  return version;
}

const resourceId = (resource: Service | Hub, type: string): string =>
  `/subscriptions/${resource.subscriptionId}/resourceGroups/${resource.resourceGroup}/providers/Microsoft.Devices/${type}/${resource.name}`;

function describeService(world: World, service: Service, version: string): unknown {
  return {
    id: resourceId(service, 'provisioningServices'),
    name: service.name,
    type: 'Microsoft.Devices/provisioningServices',
    location: service.location,
    resourcegroup: service.resourceGroup,
    subscriptionid: service.subscriptionId,
    tags: {},
    sku: { name: 'S1', tier: 'Standard', capacity: 1 },
    properties: {
      state: service.state,
      provisioningState: 'Succeeded',
      idScope: service.idScope,
      serviceOperationsHostName: dpsHost(service.name),
      deviceProvisioningHostName: 'global.azure-devices-provisioning.net',
      ...(version >= PORTAL_HOST_SINCE ? { portalOperationsHostName: portalHost(service.name) } : {}),
      allocationPolicy: 'Hashed',
      publicNetworkAccess: service.publicNetworkAccess,
      ipFilterRules: service.ipFilterRules,
      iotHubs: service.hubs.map((name) => ({
        name: hubHost(name),
        location: world.model.hubs.find((hub) => hub.name === name)?.location ?? service.location,
        connectionString: `HostName=${hubHost(name)};SharedAccessKeyName=iothubowner;SharedAccessKey=${POISON}`,
        applyAllocationPolicy: true,
        allocationWeight: 1,
        authenticationType: 'KeyBased',
      })),
    },
  };
}

const describeHub = (hub: Hub): unknown => ({
  id: resourceId(hub, 'IotHubs'),
  name: hub.name,
  type: 'Microsoft.Devices/IotHubs',
  location: hub.location,
  resourcegroup: hub.resourceGroup,
  subscriptionid: hub.subscriptionId,
  tags: {},
  sku: { name: 'S1', tier: 'Standard', capacity: 1 },
  properties: { hostName: hubHost(hub.name), state: hub.state, provisioningState: 'Succeeded' },
});

function list(world: World, question: Question, all: readonly unknown[]): Answer {
  const offset = readContinuation(question.query.get('$skiptoken'));
  if (offset === null) throw refuse(400, 'InvalidSkipToken', 'The skip token is invalid.');
  const page = cutPage(all, offset, world.options.pageSize);
  if (page.continuation === null) return json(200, { value: page.items });
  const next = new URLSearchParams(question.query);
  next.set('$skiptoken', page.continuation);
  return json(200, { value: page.items, nextLink: `https://${question.host}${question.rawPath}?${next.toString()}` });
}

function visibleSubscription(world: World, claims: Claims, id: string): string {
  const found = world.model.subscriptions.find((subscription) => subscription.subscriptionId === id.toLowerCase());
  if (!found) throw refuse(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  if (found.tenantId !== claims.tid)
    throw refuse(
      401,
      'InvalidAuthenticationTokenTenant',
      `The access token is from the wrong issuer. It must match the tenant '${found.tenantId}' of this subscription.`,
    );
  return found.subscriptionId;
}

const readable = (world: World, name: string): boolean => hasRole(world.model, 'arm-reader', name);

function oneResource<T extends Service | Hub>(world: World, all: readonly T[], subscriptionId: string, group: string, name: string): T {
  if (!readable(world, name))
    throw refuse(
      403,
      'AuthorizationFailed',
      `The client '${world.model.account.username}' does not have authorization to perform this action over this scope.`,
    );
  const found = all.find(
    (resource) =>
      resource.subscriptionId === subscriptionId && resource.resourceGroup.toLowerCase() === group.toLowerCase() && resource.name === name.toLowerCase(),
  );
  if (!found) throw refuse(404, 'ResourceNotFound', `The Resource 'Microsoft.Devices/${name}' under resource group '${group}' was not found.`);
  return found;
}

/** Answers a request to the resource manager. @throws Refusal */
export function answerArm(world: World, question: Question): Answer {
  const claims = checkToken(world, question);
  const words = question.path.map((segment) => segment.toLowerCase());
  if (question.method !== 'GET') {
    const listsKeys = question.method === 'POST' && words.at(-1) === 'listkeys';
    throw listsKeys
      ? refuse(403, 'AuthorizationFailed', "The client does not have authorization to perform action 'listkeys'.")
      : refuse(405, 'MethodNotAllowed', `${question.method} is not answered here: this emulator has reads only.`);
  }
  const { model } = world;
  if (words.length === 1 && words[0] === 'tenants') {
    checkVersion(question, VERSIONS.directory);
    return list(
      world,
      question,
      model.tenants.map((tenant) => ({
        id: `/tenants/${tenant.tenantId}`,
        tenantId: tenant.tenantId,
        displayName: tenant.displayName,
        defaultDomain: tenant.domain,
        domains: [tenant.domain],
        tenantCategory: tenant.tenantId === model.account.homeTenantId ? 'Home' : 'ProjectedBy',
      })),
    );
  }
  if (words[0] === 'subscriptions' && words.length === 1) {
    checkVersion(question, VERSIONS.directory);
    const own = model.subscriptions.filter((subscription) => subscription.tenantId === claims.tid);
    return list(
      world,
      question,
      own.map((subscription) => ({ id: `/subscriptions/${subscription.subscriptionId}`, ...subscription, state: 'Enabled', authorizationSource: 'RoleBased' })),
    );
  }
  const inSubscription = words[0] === 'subscriptions' && words[2] === 'providers' && words[3] === 'microsoft.devices' && words.length === 5;
  const inGroup =
    words[0] === 'subscriptions' && words[2] === 'resourcegroups' && words[4] === 'providers' && words[5] === 'microsoft.devices' && words.length === 8;
  const type = inSubscription ? words[4] : inGroup ? words[6] : undefined;
  if (type !== 'provisioningservices' && type !== 'iothubs')
    throw refuse(404, 'InvalidResourceType', 'The resource type could not be found, or has no such route.');
  const version = checkVersion(question, VERSIONS[type]);
  const subscriptionId = visibleSubscription(world, claims, question.path[1] ?? '');
  if (inGroup) {
    const [group, name] = [question.path[3] ?? '', question.path[7] ?? ''];
    if (type === 'iothubs') return json(200, describeHub(oneResource(world, model.hubs, subscriptionId, group, name)));
    return json(200, describeService(world, oneResource(world, model.services, subscriptionId, group, name), version));
  }
  const mine = <T extends Service | Hub>(all: readonly T[]): readonly T[] =>
    all.filter((resource) => resource.subscriptionId === subscriptionId && readable(world, resource.name));
  if (type === 'iothubs') return list(world, question, mine(model.hubs).map(describeHub));
  return list(
    world,
    question,
    mine(model.services).map((service) => describeService(world, service, version)),
  );
}
