/**
 * What a test, or the page's own emulator sign-in, can do to the emulator that no Azure would allow.
 * Local tool. Reference: README.md, Control.
 */
import { findEnrollment } from './dps/enrollments.ts';
import { beginRegistration } from './dps/registrations.ts';
import type { RegistrationOrder } from './dps/registrations.ts';
import type { FaultList, FaultRule } from './faults.ts';
import type { Consent, LoginChange, LoginSession } from './login/session.ts';
import { makeHub, makeService } from './seed.ts';
import type { NewHub, NewService } from './seed.ts';
import type { Hub, HubDevice, Role, Service, Subscription } from './state.ts';
import { readScope } from './tokens.ts';
import { makeEtag } from './world.ts';
import type { World } from './world.ts';

export interface IssuedToken {
  readonly access_token: string;
  readonly expires_in: number;
  readonly account: { readonly username: string; readonly name: string; readonly tenantId: string };
}

export interface Control {
  /** A token for one resource, without any sign-in. @throws RangeError for a scope of none, many or an unknown resource */
  issueToken(scope: string): IssuedToken;
  /** The device calls. Gives the operation's id; null when there is no such enrollment. `service`: usually whichever has it. */
  register(registrationId: string, order: RegistrationOrder & { readonly service?: string }): string | null;
  /** What shall become of the device when it calls by itself over HTTPS. */
  orderRegistration(registrationId: string, order: RegistrationOrder): void;
  /** The device is on line. Gives how many hubs knew it. */
  connect(deviceId: string, hub?: string): number;
  disconnect(deviceId: string, hub?: string): number;
  giveRole(role: Role, on?: string): void;
  takeRole(role: Role, on?: string): void;
  /** Adds a rule; gives the way to take it out again. */
  fault(rule: FaultRule): () => void;
  clearFaults(): void;
  login(change: LoginChange): void;
  consent(resource: string, state: Consent): void;
  expireTokens(): void;
  revokeRefreshTokens(): void;
  addSubscription(subscription: Subscription): void;
  addService(service: NewService): Service;
  addHub(hub: NewHub): Hub;
  /** Everything as at the start. */
  reset(): void;
}

export interface ControlParts {
  readonly world: World;
  readonly faults: FaultList;
  readonly session: LoginSession;
  readonly orders: Map<string, RegistrationOrder>;
}

function setConnection(world: World, deviceId: string, hubName: string | undefined, state: HubDevice['connectionState']): number {
  const now = world.options.clock.now();
  let known = 0;
  for (const hub of world.model.hubs) {
    const device = hubName === undefined || hub.name === hubName ? hub.devices.get(deviceId) : undefined;
    if (!device) continue;
    known++;
    device.connectionState = state;
    device.connectionStateUpdatedAtMs = now;
    device.lastActivityAtMs = now;
    device.etag = makeEtag(world);
  }
  return known;
}

/** `parts` is asked each time, since a reset replaces them. */
export function makeControl(parts: () => ControlParts, reset: () => void): Control {
  return {
    issueToken(scope) {
      const { world } = parts();
      const reading = readScope(scope);
      if (reading.kind !== 'resource') throw new RangeError('the scope must name one known resource');
      const { username, name, homeTenantId, oid } = world.model.account;
      return {
        access_token: world.tokens.access({ username, name, homeTenantId, oid }, homeTenantId, reading.resource),
        expires_in: world.options.tokenLifetimeS,
        account: { username, name, tenantId: homeTenantId },
      };
    },
    register(registrationId, { service: wanted, ...order }) {
      const { world } = parts();
      for (const service of world.model.services) {
        const enrollment = wanted === undefined || service.name === wanted ? findEnrollment(service, registrationId) : undefined;
        if (enrollment) return beginRegistration(world, service, enrollment, order);
      }
      return null;
    },
    orderRegistration: (registrationId, order) => void parts().orders.set(registrationId.toLowerCase(), order),
    connect: (deviceId, hub) => setConnection(parts().world, deviceId, hub, 'Connected'),
    disconnect: (deviceId, hub) => setConnection(parts().world, deviceId, hub, 'Disconnected'),
    giveRole(role, on) {
      const { model } = parts().world;
      model.roles.add(on === undefined ? role : `${role}@${on}`);
      if (on === undefined) for (const taken of [...model.takenRoles]) if (taken.startsWith(`${role}@`)) model.takenRoles.delete(taken);
      if (on !== undefined) model.takenRoles.delete(`${role}@${on}`);
    },
    takeRole(role, on) {
      const { model } = parts().world;
      if (on !== undefined) model.takenRoles.add(`${role}@${on}`);
      else for (const held of [...model.roles]) if (held === role || held.startsWith(`${role}@`)) model.roles.delete(held);
    },
    fault: (rule) => parts().faults.add(rule),
    clearFaults: () => {
      parts().faults.clear();
    },
    login: (change) => {
      parts().session.change(change);
    },
    consent: (resource, state) => {
      parts().session.setConsent(resource, state);
    },
    expireTokens: () => {
      parts().world.tokens.expireAll();
    },
    revokeRefreshTokens: () => {
      parts().session.revokeRefreshTokens();
    },
    addSubscription: (subscription) => void parts().world.model.subscriptions.push(subscription),
    addService(service) {
      const { world } = parts();
      const made = makeService(world.options, service);
      world.model.services.push(made);
      return made;
    },
    addHub(hub) {
      const { world } = parts();
      const made = makeHub(world.options, hub);
      world.model.hubs.push(made);
      return made;
    },
    reset,
  };
}
