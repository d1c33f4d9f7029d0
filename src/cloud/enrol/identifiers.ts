/**
 * Which texts can be a registration id and which a device id.
 * Floor: cloud. Pure. Refuses only what the service would; both are compared and shown as they are written.
 * Reference: DPS REST 2021-10-01 (registrationId: alphanumerics and : . _ -, no sign at either end; with X.509 the common name, at most 64 by RFC 5280 appendix A);
 * IoT Hub "Identity registry" (deviceId: case-sensitive, at most 128 of ASCII alphanumerics and some signs).
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';

const LONGEST_COMMON_NAME = 64;
const LONGEST_DEVICE_ID = 128;
const REGISTRATION_ID = /^[A-Za-z0-9:._-]*$/;
const ALPHANUMERIC_ENDS = /^[A-Za-z0-9](?:.*[A-Za-z0-9])?$/s;
const DEVICE_ID = /^[A-Za-z0-9\-.+%_#*?!(),:=@$']*$/;
/** Facts are for sentences: a hostile name does not fill a screen. */
const SHOWN = 130;

/** Gives the id back when it can be one. @throws enrol-registration-id, fact `why`: `empty`, `length`, `characters`, `ends` */
export function checkRegistrationId(registrationId: string): string {
  const why = registrationIdFault(registrationId);
  if (why !== null) throw new TouchstoneError<CloudErrorCode>('enrol-registration-id', { registrationId: registrationId.slice(0, SHOWN), why });
  return registrationId;
}

function registrationIdFault(id: string): string | null {
  if (id === '') return 'empty';
  if (id.length > LONGEST_COMMON_NAME) return 'length';
  if (!REGISTRATION_ID.test(id)) return 'characters';
  return ALPHANUMERIC_ENDS.test(id) ? null : 'ends';
}

/** Gives the id back when it can be one. @throws enrol-device-id, fact `why`: `empty`, `length`, `characters` */
export function checkDeviceId(deviceId: string): string {
  const why = deviceId === '' ? 'empty' : deviceId.length > LONGEST_DEVICE_ID ? 'length' : DEVICE_ID.test(deviceId) ? null : 'characters';
  if (why !== null) throw new TouchstoneError<CloudErrorCode>('enrol-device-id', { deviceId: deviceId.slice(0, SHOWN), why });
  return deviceId;
}
