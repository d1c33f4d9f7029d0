/**
 * What becomes of a device that has called: unassigned, assigning, assigned (or failed, or disabled), and then an identity in a hub.
 * Local tool. Knows nothing of HTTP; time passes only when somebody looks (settle). Reference: chapters 1.3 and 4 of the notes on Azure.
 */
import { createHash } from 'node:crypto';
import { isObject } from '../exchange.ts';
import type { JsonObject } from '../exchange.ts';
import { hubHost } from '../state.ts';
import type { Enrollment, Hub, Registration, Service } from '../state.ts';
import { makeEtag, makeId } from '../world.ts';
import type { World } from '../world.ts';

export interface RegistrationOrder {
  readonly outcome: 'assigned' | 'failed' | 'disabled';
  /** Both from now, in milliseconds of the emulator's clock. */
  readonly afterMs?: number;
  readonly assigningAfterMs?: number;
  /** Name of the hub, where the allocation policy shall not choose. */
  readonly hub?: string;
  readonly substatus?: 'initialAssignment' | 'deviceDataMigrated' | 'deviceDataReset' | 'reprovisionedToInitialAssignment';
  readonly errorCode?: number;
  readonly errorMessage?: string;
}

const objectOr = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** Which hub the enrollment's allocation policy comes to; null when none is linked. */
function allocate(service: Service, enrollment: Enrollment): string | null {
  const { iotHubs, iotHubHostName } = enrollment.members;
  const listed = Array.isArray(iotHubs) ? iotHubs.filter((host): host is string => typeof host === 'string') : [];
  const hosts = typeof iotHubHostName === 'string' ? [iotHubHostName] : listed.length > 0 ? listed : service.hubs.map(hubHost);
  const chosen = createHash('sha256').update(enrollment.registrationId.toLowerCase()).digest().readUInt16BE(0) % Math.max(1, hosts.length);
  return hosts[chosen]?.toLowerCase() ?? null;
}

function addDevice(world: World, hub: Hub, enrollment: Enrollment, deviceId: string): void {
  if (hub.devices.has(deviceId)) return;
  const twin = objectOr(enrollment.members['initialTwin']);
  hub.devices.set(deviceId, {
    deviceId,
    generationId: String(world.options.clock.now()),
    etag: makeEtag(world),
    connectionState: 'Disconnected',
    connectionStateUpdatedAtMs: null,
    lastActivityAtMs: null,
    thumbprint: enrollment.primary?.info.sha256Thumbprint ?? null,
    tags: objectOr(twin['tags']),
    desired: objectOr(objectOr(twin['properties'])['desired']),
    capabilities: objectOr(enrollment.members['capabilities']),
  });
}

function finish(world: World, enrollment: Enrollment, registration: Registration): void {
  const pending = registration.pending;
  if (!pending) return;
  registration.pending = null;
  registration.updatedAtMs = pending.doneAtMs;
  registration.etag = makeEtag(world);
  registration.status = pending.outcome;
  if (pending.outcome === 'failed') {
    registration.errorCode = pending.errorCode;
    registration.errorMessage = pending.errorMessage;
  }
  if (pending.outcome !== 'assigned') return;
  const hub = world.model.hubs.find((candidate) => hubHost(candidate.name) === pending.hub);
  if (!hub) {
    registration.status = 'failed';
    registration.errorCode = 400_207;
    registration.errorMessage = 'No IoT hub is linked to the service.';
    return;
  }
  const own = enrollment.members['deviceId'];
  const deviceId = typeof own === 'string' ? own : (enrollment.primary?.commonName ?? enrollment.registrationId);
  registration.substatus = pending.substatus;
  registration.assignedHub = hubHost(hub.name);
  registration.deviceId = deviceId;
  addDevice(world, hub, enrollment, deviceId);
}

function settleOne(world: World, service: Service, id: string): void {
  const now = world.options.clock.now();
  const enrollment = service.enrollments.get(id);
  const registration = enrollment?.registration;
  if (enrollment && registration?.pending) {
    if (registration.status === 'unassigned' && now >= registration.pending.assigningAtMs) {
      registration.status = 'assigning';
      registration.updatedAtMs = registration.pending.assigningAtMs;
    }
    if (now >= registration.pending.doneAtMs) finish(world, enrollment, registration);
  }
  if (!registration?.pending) service.underWay.delete(id);
}

/** Lets time pass: whatever should have happened by now has happened. */
export function settle(world: World): void {
  for (const service of world.model.services) for (const id of service.underWay) settleOne(world, service, id);
}

/** The device calls. A disabled enrollment refuses it, whatever was ordered. Gives the operation's id. */
export function beginRegistration(world: World, service: Service, enrollment: Enrollment, order: RegistrationOrder): string {
  const now = world.options.clock.now();
  const operationId = `5.${Buffer.from(world.options.random(8)).toString('hex')}.${makeId(world)}`;
  const disabled = enrollment.members['provisioningStatus'] === 'disabled';
  const hub = order.hub === undefined ? allocate(service, enrollment) : hubHost(order.hub);
  const assigningAtMs = now + Math.max(0, order.assigningAfterMs ?? 0);
  enrollment.registration = {
    createdAtMs: enrollment.registration?.createdAtMs ?? now,
    updatedAtMs: now,
    etag: makeEtag(world),
    status: 'unassigned',
    substatus: null,
    assignedHub: null,
    deviceId: null,
    errorCode: null,
    errorMessage: null,
    operationId,
    pending: {
      operationId,
      assigningAtMs,
      doneAtMs: Math.max(assigningAtMs, now + Math.max(0, order.afterMs ?? 0)),
      outcome: disabled ? 'disabled' : order.outcome,
      hub,
      substatus: order.substatus ?? 'initialAssignment',
      errorCode: order.errorCode ?? 400_209,
      errorMessage: order.errorMessage ?? 'The custom allocation or the hub refused the device.',
    },
  };
  service.underWay.add(enrollment.registrationId.toLowerCase());
  settle(world);
  return operationId;
}
