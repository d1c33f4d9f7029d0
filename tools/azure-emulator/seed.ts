/**
 * What there is at the start: a subscription with three services, one of which works, and one subscription with nothing.
 * Local tool. Knows nothing of requests. Names and ids are in README.md, since tests and people rely on them.
 */
import type { EmulatorOptions } from './options.ts';
import type { Hub, Model, Service, Subscription, Tenant } from './state.ts';

/** Stands in every connection string of an ARM answer; a page that keeps or logs one is found by looking for it. */
export const POISON = 'POISON-this-must-never-be-kept-or-shown';

export const HOME_TENANT = '7e57ab1e-0000-4000-8000-000000000001';
const SECOND_TENANT = '7e57ab1e-0000-4000-8000-000000000002';
const DEMO_SUBSCRIPTION = '00000000-0000-4000-8000-00000000000a';
const EMPTY_SUBSCRIPTION = '00000000-0000-4000-8000-00000000000b';
const RESOURCE_GROUP = 'touchstone-emulator';

export type NewService = Pick<Service, 'name' | 'idScope' | 'subscriptionId'> &
  Partial<Pick<Service, 'resourceGroup' | 'location' | 'state' | 'publicNetworkAccess' | 'ipFilterRules' | 'hubs'>>;
export type NewHub = Pick<Hub, 'name' | 'subscriptionId'> & Partial<Pick<Hub, 'resourceGroup' | 'location' | 'state'>>;

export function makeService(options: EmulatorOptions, service: NewService): Service {
  return {
    resourceGroup: RESOURCE_GROUP,
    location: 'japaneast',
    state: 'Active',
    publicNetworkAccess: 'Enabled',
    ipFilterRules: [],
    hubs: [],
    ...service,
    enrollments: new Map(),
    certificates: new Map(),
    underWay: new Set(),
    budget: { tokens: options.operationsPerMinute, filledAtMs: options.clock.now() },
    operations: 0,
  };
}

export function makeHub(options: EmulatorOptions, hub: NewHub): Hub {
  return {
    resourceGroup: RESOURCE_GROUP,
    location: 'japaneast',
    state: 'Active',
    ...hub,
    devices: new Map(),
    budget: { tokens: options.hubReadsPerMinute, filledAtMs: options.clock.now() },
  };
}

const TENANTS: readonly Tenant[] = [
  { tenantId: HOME_TENANT, displayName: 'Touchstone emulator', domain: 'example.test' },
  { tenantId: SECOND_TENANT, displayName: 'Second directory', domain: 'second.example.test' },
];
const SUBSCRIPTIONS: readonly Subscription[] = [
  { subscriptionId: DEMO_SUBSCRIPTION, displayName: 'Touchstone emulator', tenantId: HOME_TENANT },
  { subscriptionId: EMPTY_SUBSCRIPTION, displayName: 'Empty subscription', tenantId: HOME_TENANT },
];
const HUBS: readonly NewHub[] = [
  { name: 'touchstone-hub-1', subscriptionId: DEMO_SUBSCRIPTION },
  { name: 'touchstone-hub-2', subscriptionId: DEMO_SUBSCRIPTION, location: 'westeurope' },
];
const hubs = HUBS.map((hub) => hub.name);
const SERVICES: readonly NewService[] = [
  { name: 'touchstone-demo', idScope: '0ne00EM0001', subscriptionId: DEMO_SUBSCRIPTION, hubs },
  {
    name: 'touchstone-guarded',
    idScope: '0ne00EM0002',
    subscriptionId: DEMO_SUBSCRIPTION,
    hubs,
    publicNetworkAccess: 'Enabled',
    ipFilterRules: [
      { filterName: 'factory', action: 'Accept', ipMask: '192.0.2.0/24', target: 'all' },
      { filterName: 'nobody-else', action: 'Reject', ipMask: '0.0.0.0/0', target: 'all' },
    ],
  },
  { name: 'touchstone-suspended', idScope: '0ne00EM0003', subscriptionId: DEMO_SUBSCRIPTION, hubs: [], state: 'Suspended' },
];

/** A fresh model, as the seed says. */
export function makeModel(options: EmulatorOptions): Model {
  const demo = options.seed === 'demo';
  return {
    tenants: [...TENANTS],
    account: { oid: '0b1ec700-0000-4000-8000-0000000000aa', username: 'operator@example.test', name: 'Emulator operator', homeTenantId: HOME_TENANT },
    subscriptions: demo ? [...SUBSCRIPTIONS] : [],
    services: demo ? SERVICES.map((service) => makeService(options, service)) : [],
    hubs: demo ? HUBS.map((hub) => makeHub(options, hub)) : [],
    roles: new Set(['arm-reader', 'dps-data-reader', 'dps-data-contributor', 'hub-data-reader']),
    takenRoles: new Set(),
    requests: [],
  };
}
