/**
 * IoT Hub's registry, to read: a device's identity, its twin, and a query over twins.
 * Local tool. Knows nothing of how devices came in (dps/registrations.ts). Reference: chapter 4 of the notes on Azure.
 */
import { json, readObject, Refusal } from './exchange.ts';
import type { Answer, JsonObject, Question } from './exchange.ts';
import { cutPage, readContinuation } from './paging.ts';
import { hasRole, timeText } from './state.ts';
import type { Hub, HubDevice } from './state.ts';
import { RESOURCES } from './tokens.ts';
import { makeId, takeOperations } from './world.ts';
import type { World } from './world.ts';

const VERSIONS = ['2018-06-30', '2020-03-13', '2020-05-31-preview', '2020-09-30', '2021-04-12'];
const NEVER = '0001-01-01T00:00:00Z';

function refuse(world: World, status: number, code: string, text: string, headers: Record<string, string> = {}): Refusal {
  const body = { Message: `ErrorCode:${code};${text}`, ExceptionMessage: `Tracking ID:${makeId(world)}-TimeStamp:${timeText(world.options.clock.now())}` };
  return new Refusal(json(status, body, { 'iothub-errorcode': code, ...headers }));
}

const time = (ms: number | null): string => (ms === null ? NEVER : timeText(ms));

/** A device that DPS brought in shows selfSigned with one SHA-256 thumbprint twice, whoever signed its certificate (4). */
function authentication(device: HubDevice): { readonly type: string; readonly thumbprint: JsonObject } {
  const { thumbprint } = device;
  return { type: thumbprint === null ? 'sas' : 'selfSigned', thumbprint: { primaryThumbprint: thumbprint, secondaryThumbprint: thumbprint } };
}

function describeIdentity(device: HubDevice): JsonObject {
  const { type, thumbprint } = authentication(device);
  return {
    deviceId: device.deviceId,
    generationId: device.generationId,
    etag: device.etag.replaceAll('"', ''),
    connectionState: device.connectionState,
    status: 'enabled',
    statusReason: null,
    connectionStateUpdatedTime: time(device.connectionStateUpdatedAtMs),
    statusUpdatedTime: NEVER,
    lastActivityTime: time(device.lastActivityAtMs),
    cloudToDeviceMessageCount: 0,
    authentication: { type, symmetricKey: { primaryKey: null, secondaryKey: null }, x509Thumbprint: thumbprint },
    capabilities: { iotEdge: false, ...device.capabilities },
  };
}

function describeTwin(device: HubDevice): JsonObject {
  const { type, thumbprint } = authentication(device);
  return {
    deviceId: device.deviceId,
    etag: device.etag.replaceAll('"', ''),
    deviceEtag: device.etag.replaceAll('"', ''),
    status: 'enabled',
    statusUpdateTime: NEVER,
    connectionState: device.connectionState,
    lastActivityTime: time(device.lastActivityAtMs),
    cloudToDeviceMessageCount: 0,
    authenticationType: type,
    x509Thumbprint: thumbprint,
    modelId: '',
    version: 2,
    tags: device.tags,
    properties: { desired: { ...device.desired, $version: 1 }, reported: { $version: 1 } },
    capabilities: { iotEdge: false, ...device.capabilities },
  };
}

/** Device ids of `WHERE deviceId = '…'` or `IN ['…', '…']`; null for every device, undefined for a query not understood. */
function readQuery(query: string): readonly string[] | null | undefined {
  const match = /^\s*select\s+\*\s+from\s+devices(?:\s+where\s+deviceId\s*(?:=\s*'([^']*)'|in\s*\[([^\]]*)\]))?\s*$/i.exec(query);
  if (!match) return undefined;
  if (match[1] !== undefined) return [match[1]];
  if (match[2] === undefined) return null;
  const ids = match[2].split(',').map((word) => /^\s*'([^']*)'\s*$/.exec(word)?.[1]);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function answerQuery(world: World, hub: Hub, question: Question): Answer {
  const query = readObject(question.body)?.['query'];
  const ids = typeof query === 'string' ? readQuery(query) : undefined;
  if (ids === undefined) throw refuse(world, 400, 'ArgumentInvalid', 'Query is invalid');
  const asked = question.headers['x-ms-max-item-count'];
  const offset = readContinuation(question.headers['x-ms-continuation']);
  if (offset === null || (asked !== undefined && !/^\d{1,4}$/.test(asked))) throw refuse(world, 400, 'ArgumentInvalid', 'Paging headers are invalid');
  const devices = [...hub.devices.values()].filter((device) => ids === null || ids.includes(device.deviceId)); // case matters here
  const page = cutPage(devices, offset, Math.max(1, Number(asked ?? world.options.pageSize)));
  return json(200, page.items.map(describeTwin), {
    'x-ms-item-type': 'Twin',
    ...(page.continuation === null ? {} : { 'x-ms-continuation': page.continuation }),
  });
}

function enter(world: World, hub: Hub, question: Question): void {
  const check = world.tokens.check(question.headers['authorization'], RESOURCES.hub);
  if (check.kind !== 'good') throw refuse(world, 401, 'IotHubUnauthorizedAccess', check.kind === 'expired' ? 'Token is expired' : 'Unauthorized');
  const text = `Principal ${check.claims.upn} is not authorized for ${question.method} on ${question.rawPath} due to no assigned permissions`;
  if (!hasRole(world.model, 'hub-data-reader', hub.name)) throw refuse(world, 401, 'IotHubUnauthorized', text);
  const waitS = takeOperations(world, hub.budget, 1, world.options.hubReadsPerMinute);
  if (waitS > 0) throw refuse(world, 429, 'ThrottlingException', 'Too many requests', { 'retry-after': String(waitS) });
}

/** Answers a request to a hub that exists. @throws Refusal */
export function answerHub(world: World, hub: Hub, question: Question): Answer {
  const version = question.query.get('api-version');
  if (version === null || !VERSIONS.includes(version)) throw refuse(world, 400, 'InvalidProtocolVersion', 'api-version is missing or unknown');
  enter(world, hub, question);
  const [collection, id = ''] = question.path;
  if (question.path.length === 2 && question.method === 'POST' && collection === 'devices' && id === 'query') return answerQuery(world, hub, question);
  if (question.path.length !== 2 || (collection !== 'devices' && collection !== 'twins')) throw refuse(world, 404, 'NotFound', 'There is no such route');
  if (question.method !== 'GET') throw refuse(world, 405, 'MethodNotAllowed', 'This emulator has reads only');
  const device = hub.devices.get(id);
  if (!device) throw refuse(world, 404, 'DeviceNotFound', `Device ${id} not registered`);
  return json(200, collection === 'devices' ? describeIdentity(device) : describeTwin(device), { etag: device.etag });
}
