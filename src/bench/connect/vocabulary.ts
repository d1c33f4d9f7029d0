/**
 * The words of the connect log: its steps and its reasons. Words for people live in ui; a reason without words must not compile there.
 * Floor: bench. Knows no firmware.
 * Reference: docs/connect-rules.md.
 */

/** From power to the first message, in the order in which a board usually passes them. */
export const CONNECT_STEPS = [
  'boot',
  'secure-element',
  'wifi',
  'address',
  'time',
  'tls-dps',
  'registering',
  'assigning',
  'assigned',
  'tls-hub',
  'connected',
  'first-message',
] as const;
export type ConnectStepId = (typeof CONNECT_STEPS)[number];

/** Why a board does not get on; the facts that come with each are listed in docs/connect-rules.md. */
export const CONNECT_REASONS = [
  // secure element
  'chip-not-answering',
  'chip-answers-wrong',
  'chip-wrong-pins',
  'chip-bus-stuck',
  'chip-certificate',
  'chip-error',
  // Wi-Fi and address
  'wifi-password',
  'wifi-no-ap',
  'wifi-security',
  'wifi-weak',
  'wifi-refused',
  'wifi-lost',
  'wifi-failed',
  // network, clock, TLS
  'dns',
  'tcp-failed',
  'timeout',
  'connection-closed',
  'clock',
  'tls-untrusted',
  'tls-expired',
  'tls-name',
  'tls-certificate',
  'tls-alert',
  'tls-closed',
  'tls-version',
  'tls-memory',
  'tls-chip-sign',
  'tls-failed',
  // Device Provisioning Service
  'certificate-refused',
  'registration-id',
  'id-scope',
  'enrollment-missing',
  'enrollment-disabled',
  'hub-not-linked',
  'hub-unauthorized-dps',
  'throttled',
  'dps-refused',
  'dps-unavailable',
  'dps-failed',
  // IoT Hub
  'hub-refused',
  'hub-device-disabled',
  'hub-unavailable',
  'hub-quota',
  'hub-lost',
  // the firmware itself
  'firmware-setup',
  'firmware-says',
] as const;
export type ConnectReason = (typeof CONNECT_REASONS)[number];

/** Longest a step may take on a healthy board before it is called stalled, in milliseconds; generous, because a stall is a guess.
 * A boot is never: firmware without ESP-IDF does not say when it has started. */
export const STALL_LIMIT_MS: Readonly<Record<ConnectStepId, number>> = {
  boot: Number.POSITIVE_INFINITY,
  'secure-element': 15_000,
  wifi: 20_000,
  address: 20_000,
  time: 40_000,
  'tls-dps': 40_000,
  registering: 40_000,
  assigning: 60_000,
  assigned: 60_000,
  'tls-hub': 40_000,
  connected: 40_000,
  'first-message': 60_000,
};
