/**
 * The emulator's memory as a plain copy, for tests to look at. No token, no key, no header is in it.
 * Local tool. Knows nothing of requests.
 */
import type { JsonObject } from './exchange.ts';
import { describeEnrollment } from './dps/enrollment-text.ts';
import type { LoginSession } from './login/session.ts';
import type { HubDevice, RecordedRequest } from './state.ts';
import type { World } from './world.ts';

export interface EmulatorState {
  readonly services: readonly { readonly name: string; readonly operations: number; readonly enrollments: readonly JsonObject[] }[];
  readonly hubs: readonly { readonly name: string; readonly devices: readonly HubDevice[] }[];
  readonly requests: readonly RecordedRequest[];
  readonly roles: readonly string[];
  readonly session: LoginSession['state'];
}

export function takeSnapshot(world: World, session: LoginSession): EmulatorState {
  const { services, hubs, requests, roles, takenRoles } = world.model;
  return structuredClone({
    services: services.map((service) => ({
      name: service.name,
      operations: service.operations,
      enrollments: [...service.enrollments.values()].map((enrollment) => describeEnrollment(world, enrollment)),
    })),
    hubs: hubs.map((hub) => ({ name: hub.name, devices: [...hub.devices.values()] })),
    requests,
    roles: [...roles, ...[...takenRoles].map((role) => `-${role}`)],
    session: session.state,
  });
}
