/**
 * What Resource Manager says of subscriptions and provisioning services, field by field.
 * Floor: cloud. Pure. A linked hub's connection string, masked or not, is not read.
 * Reference: Microsoft.Devices/provisioningServices 2022-12-12, ProvisioningServiceDescription and IotDpsPropertiesDescription; Subscriptions - List 2019-06-01.
 */
import type { JsonValue } from '../../formats/index.ts';
import type { CloudAnswer } from '../http/cloud-http.ts';
import { Fields } from '../http/fields.ts';
import type { IpFilterRule, LinkedHub, ProvisioningService, Subscription } from '../model.ts';

const HUB_LIMIT = 500;
const RULE_LIMIT = 1_000;
const HOST_LIMIT = 253;

export function parseSubscription(answer: CloudAnswer, value: JsonValue): Subscription {
  const fields = new Fields(answer, value, 'subscription');
  const subscriptionId = fields.name('subscriptionId', 64);
  return {
    subscriptionId,
    displayName: fields.text('displayName') ?? subscriptionId,
    state: fields.text('state', 64) ?? '',
    tenantId: fields.text('tenantId', 64) ?? '',
  };
}

function parseHub(answer: CloudAnswer, value: JsonValue): LinkedHub {
  const fields = new Fields(answer, value, 'iotHubs');
  return {
    name: fields.text('name', HOST_LIMIT) ?? '',
    location: fields.text('location', 128) ?? '',
    allocationWeight: fields.number('allocationWeight'),
    applyAllocationPolicy: fields.flag('applyAllocationPolicy'),
    authenticationType: fields.text('authenticationType', 64),
  };
}

function parseRule(answer: CloudAnswer, value: JsonValue): IpFilterRule {
  const fields = new Fields(answer, value, 'ipFilterRules');
  return {
    filterName: fields.text('filterName') ?? '',
    action: fields.text('action', 64) ?? '',
    ipMask: fields.text('ipMask', 64) ?? '',
    target: fields.text('target', 64) ?? 'all',
  };
}

/** One segment of a resource id, by the name before it; '' when it is not there. */
function segmentOf(id: string, name: string): string {
  const parts = id.split('/');
  const at = parts.findIndex((part) => part.toLowerCase() === name.toLowerCase());
  return at < 0 ? '' : (parts[at + 1] ?? '');
}

export function parseService(answer: CloudAnswer, value: JsonValue): ProvisioningService {
  const fields = new Fields(answer, value, 'service');
  const properties = fields.object('properties') ?? new Fields(answer, new Map(), 'properties');
  const id = fields.name('id', 2_048);
  return {
    id,
    name: fields.name('name', 128),
    resourceGroup: fields.text('resourcegroup', 128) ?? segmentOf(id, 'resourceGroups'),
    subscriptionId: fields.text('subscriptionid', 64) ?? segmentOf(id, 'subscriptions'),
    location: fields.text('location', 128) ?? '',
    state: properties.text('state', 64) ?? '',
    idScope: properties.text('idScope', 64) ?? '',
    serviceHost: (properties.text('serviceOperationsHostName', HOST_LIMIT) ?? '').toLowerCase(),
    deviceHost: (properties.text('deviceProvisioningHostName', HOST_LIMIT) ?? '').toLowerCase(),
    portalHost: properties.text('portalOperationsHostName', HOST_LIMIT)?.toLowerCase() ?? null,
    allocationPolicy: properties.text('allocationPolicy', 64) ?? '',
    publicNetworkAccess: properties.text('publicNetworkAccess', 64) ?? '',
    ipFilterRules: properties.list('ipFilterRules', RULE_LIMIT).map((rule) => parseRule(answer, rule)),
    linkedHubs: properties
      .list('iotHubs', HUB_LIMIT)
      .map((hub) => parseHub(answer, hub))
      .filter((hub) => hub.name !== ''),
  };
}
