/** The emulator on a real socket, addressed by path, and this room's clients on it. Test support. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ArmClient, DpsClient, HubClient, OperationPace, createCloudHttp, emulatorSignIn, tokensOf } from '../../../src/cloud/index.ts';
import type { CloudHttp, CloudRoute, SignIn } from '../../../src/cloud/index.ts';
import { createEmulator } from '../../../tools/azure-emulator/index.ts';
import type { Emulator, EmulatorOptions } from '../../../tools/azure-emulator/index.ts';
import { systemClock } from '../../../src/link/index.ts';
import type { Clock } from '../../../src/base/index.ts';

/** Waits a hundredth of what is asked for; deadlines of a real socket stay real. */
const quickClock: Clock = {
  nowMs: () => systemClock.nowMs(),
  sleep: (durationMs, signal) => systemClock.sleep(durationMs >= 10_000 ? durationMs : durationMs / 100, signal),
};

export interface EmulatedAzure {
  readonly emulator: Emulator;
  readonly base: string;
  readonly signIn: SignIn;
  readonly http: CloudHttp;
  readonly arm: ArmClient;
  readonly hub: HubClient;
  dps(name: string): DpsClient;
  close(): Promise<void>;
}

export async function emulateAzure(options: Partial<EmulatorOptions> = {}): Promise<EmulatedAzure> {
  const emulator = createEmulator({ control: 'on', ...options });
  const server = createServer((request, response) => {
    emulator.handle(request, response);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/azure-emulator`;
  const route: CloudRoute = { kind: 'emulator', base };
  const random = (): number => Math.random();
  const http = createCloudHttp({ fetch, cloud: 'public', clock: quickClock });
  const signIn = emulatorSignIn(base, { fetch, clock: quickClock });
  const shared = { http, route, clock: quickClock, random };
  return {
    emulator,
    base,
    signIn,
    http,
    arm: new ArmClient({ ...shared, token: tokensOf(signIn, 'arm'), cloud: 'public' }),
    hub: new HubClient({ ...shared, token: tokensOf(signIn, 'hub') }),
    dps: (name) =>
      new DpsClient({
        ...shared,
        token: tokensOf(signIn, 'dps'),
        service: { serviceHost: `${name}.azure-devices-provisioning.net`, portalHost: null },
        pace: new OperationPace({ clock: quickClock, random }),
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
