/**
 * IoT Hub's device registry, reading: what the hub knows of one device.
 * Floor: cloud. Writes nothing. A hub that does not admit the page (no CORS) is `cloud-unreachable`, which is the usual case without a proxy.
 * Reference: IoT Hub service REST 2021-04-12, Devices - Get Identity. A device provisioned with X.509 shows `selfSigned` whoever signed its certificate.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CancelSignal, Clock } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';
import { call } from '../http/call.ts';
import type { CloudAnswer, CloudHttp } from '../http/cloud-http.ts';
import { Fields, badAnswer, jsonOf } from '../http/fields.ts';
import { harmlessText } from '../http/harmless-text.ts';
import { withRetry } from '../http/retry.ts';
import type { CloudRoute, HubDevice } from '../model.ts';
import type { TokenSource } from '../sign-in/sign-in.ts';

const VERSION = { 'api-version': '2021-04-12' };
const ID_LIMIT = 128;
/** "Identity registry": ASCII letters and digits, and these marks. */
const DEVICE_ID = /^[A-Za-z0-9\-:.+%_#*?!(),=@;$']{1,128}$/;

export interface HubClientOptions {
  readonly http: CloudHttp;
  readonly token: TokenSource;
  /** `service`, `proxy` or `emulator`. */
  readonly route: CloudRoute;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Upper-case hex without colons, SHA-1 or SHA-256; null when absent or of another length. */
function thumbprint(fields: Fields | null, name: string): string | null {
  const hex = fields?.text(name, 256)?.replaceAll(':', '').toUpperCase() ?? '';
  return /^(?:[0-9A-F]{40}|[0-9A-F]{64})$/.test(hex) ? hex : null;
}

function parseDevice(answer: CloudAnswer, deviceId: string): HubDevice {
  const fields = new Fields(answer, jsonOf(answer), 'device');
  const authentication = fields.object('authentication');
  const x509 = authentication?.object('x509Thumbprint') ?? null;
  const reason = fields.text('statusReason', 65_536);
  // Hub ids are case-sensitive: another spelling is another device
  if (fields.name('deviceId', ID_LIMIT) !== deviceId) throw badAnswer(answer, 'device.deviceId');
  return {
    deviceId,
    status: fields.text('status', 64) ?? '',
    statusReason: reason === null ? null : harmlessText(reason),
    connectionState: fields.text('connectionState', 64) ?? '',
    lastActivity: fields.text('lastActivityTime', 64),
    connectionStateUpdated: fields.text('connectionStateUpdatedTime', 64),
    authentication: authentication?.text('type', 64) ?? '',
    primaryThumbprint: thumbprint(x509, 'primaryThumbprint'),
    secondaryThumbprint: thumbprint(x509, 'secondaryThumbprint'),
  };
}

export class HubClient {
  readonly #options: HubClientOptions;

  constructor(options: HubClientOptions) {
    this.#options = options;
  }

  /** @throws cloud-not-found, cloud-unreachable, enrol-device-id, … */
  async device(host: string, deviceId: string, signal?: CancelSignal): Promise<HubDevice> {
    const { http, token, route, clock, random } = this.#options;
    // `.` and `..` would be steps in a path however they are written (URL standard, "double-dot URL path segment")
    if (!DEVICE_ID.test(deviceId) || /^\.{1,2}$/.test(deviceId))
      throw new TouchstoneError<CloudErrorCode>('enrol-device-id', { deviceId: deviceId.slice(0, ID_LIMIT), why: 'characters' });
    const request = { method: 'GET', host, path: `/devices/${encodeURIComponent(deviceId)}`, query: VERSION, route } as const;
    const answer = await withRetry({ clock, random, signal }, () => call({ http, token }, request, [200], signal));
    return parseDevice(answer, deviceId);
  }
}
