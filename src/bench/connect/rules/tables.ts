/**
 * From a number or word that a program prints to a reason. Data only.
 * Floor: bench. A user's rule may name these tables (docs/connect-rules.md, section "Reasons").
 * References: ESP-IDF docs/en/api-guides/wifi-driver/station-scenarios.rst, "Wi-Fi Reason Code"; Mbed TLS 3.6 include/mbedtls/{ssl,x509,net_sockets,pk,ecp}.h;
 * cryptoauthlib lib/atca_status.h; azure-iot-sdk-c provisioning_client/src/prov_device_ll_client.c; MQTT 3.1.1 section 3.2.2.3.
 */
import type { ReasonTable } from '../rule.ts';

/** 15 and 204 are what ESP-IDF names for a wrong password; 201 also when one side wants a password and the other has none. */
const WIFI: ReasonTable = {
  by: 'reason',
  cases: {
    '0': 'wifi-lost',
    '4': 'wifi-lost',
    '8': 'wifi-lost',
    '14': 'wifi-password',
    '15': 'wifi-password',
    '34': 'wifi-lost',
    '36': 'wifi-lost',
    '200': 'wifi-lost',
    '201': 'wifi-no-ap',
    '204': 'wifi-password',
    '206': 'wifi-lost',
    '207': 'wifi-lost',
    '209': 'wifi-lost',
    '210': 'wifi-security',
    '211': 'wifi-security',
    '212': 'wifi-weak',
  },
  otherwise: 'wifi-refused',
};

const MBEDTLS: ReasonTable = {
  by: 'code',
  cases: {
    '0x2700': 'tls-certificate',
    '0x7A00': 'tls-certificate',
    '0x2400': 'tls-certificate',
    '0x7680': 'firmware-setup',
    '0x7600': 'firmware-setup',
    '0x7780': 'tls-alert',
    '0x42': 'tcp-failed',
    '0x44': 'tcp-failed',
    '0x52': 'dns',
    '0x4C': 'tls-closed',
    '0x4E': 'tls-closed',
    '0x50': 'tls-closed',
    '0x7280': 'tls-closed',
    '0x7880': 'tls-closed',
    '0x6800': 'timeout',
    '0x6E80': 'tls-version',
    '0x5F00': 'tls-version',
    '0x6E00': 'tls-version',
    '0x10': 'tls-memory',
    '0x2880': 'tls-memory',
    '0x3F80': 'tls-memory',
    '0x4D80': 'tls-memory',
    '0x7F00': 'tls-memory',
    // the secure element signs and agrees in Mbed TLS's name: its failures come back as a failed accelerator
    '0x70': 'tls-chip-sign',
    '0x3880': 'tls-chip-sign',
    '0x4B80': 'tls-chip-sign',
    '0x7F80': 'tls-chip-sign',
  },
  otherwise: 'tls-failed',
};

/** ATCA_STATUS. F0, EC, E7, F1: nobody acknowledged the address, so wrong pins, no power and another address look the same. */
const CRYPTOAUTH: ReasonTable = {
  by: 'status',
  cases: {
    '0xF0': 'chip-not-answering',
    '0xE7': 'chip-not-answering',
    '0xEC': 'chip-not-answering',
    '0xF1': 'chip-not-answering',
    '0xD0': 'chip-answers-wrong',
    '0xE5': 'chip-answers-wrong',
    '0xE6': 'chip-answers-wrong',
    '0xF3': 'chip-answers-wrong',
    '0xD4': 'chip-answers-wrong',
  },
  otherwise: 'chip-error',
};

/** errorCode of the Device Provisioning Service: HTTP status and three digits. */
const DPS: ReasonTable = {
  by: 'errorCode',
  cases: {
    '400004': 'registration-id',
    '400208': 'hub-not-linked',
    '400209': 'hub-unauthorized-dps',
    '401xxx': 'certificate-refused',
    '403xxx': 'dps-refused',
    '404xxx': 'enrollment-missing',
    '429xxx': 'throttled',
    '500xxx': 'dps-unavailable',
    '503xxx': 'dps-unavailable',
  },
  otherwise: 'dps-failed',
};

/** The HTTP status in the topic of an MQTT answer ($dps/registrations/res/{status}/). */
const DPS_STATUS: ReasonTable = {
  by: 'status',
  cases: {
    '400': 'dps-refused',
    '401': 'certificate-refused',
    '404': 'enrollment-missing',
    '429': 'throttled',
    '500': 'dps-unavailable',
    '503': 'dps-unavailable',
  },
  otherwise: 'dps-failed',
};

/** CONNACK of the Device Provisioning Service. 3 is its answer to an id scope it does not know (azure-iot-sdk-python thread 670). */
const DPS_CONNACK: ReasonTable = {
  by: 'mqttCode',
  cases: { '2': 'registration-id', '3': 'id-scope', '5': 'certificate-refused' },
  otherwise: 'dps-refused',
};

const HUB_CONNACK: ReasonTable = { by: 'mqttCode', cases: { '3': 'hub-unavailable' }, otherwise: 'hub-refused' };

/** The same answers in the words of coreMQTT and esp-mqtt. */
const DPS_CONNACK_TEXT: ReasonTable = {
  by: 'mqttText',
  cases: {
    'identifier rejected.': 'registration-id',
    'Client Identifier not valid.': 'registration-id',
    'server unavailable': 'id-scope',
    'Server unavailable.': 'id-scope',
    'not authorized.': 'certificate-refused',
    'not authorized': 'certificate-refused',
    'Not authorized.': 'certificate-refused',
  },
  otherwise: 'dps-refused',
};

const HUB_CONNACK_TEXT: ReasonTable = {
  by: 'mqttText',
  cases: {
    'server unavailable': 'hub-unavailable',
    'Server unavailable.': 'hub-unavailable',
    'Server busy.': 'hub-unavailable',
    'Quota exceeded.': 'hub-quota',
    'Connection rate exceeded.': 'hub-quota',
  },
  otherwise: 'hub-refused',
};

/** PROV_DEVICE_RESULT. PARSING is how version 1.2 reports any refusal of the service: its answer has no status to parse. */
const PROV_RESULT: ReasonTable = {
  by: 'result',
  cases: {
    PROV_DEVICE_RESULT_PARSING: 'dps-refused',
    PROV_DEVICE_RESULT_DEV_AUTH_ERROR: 'certificate-refused',
    PROV_DEVICE_RESULT_TRANSPORT: 'connection-closed',
    PROV_DEVICE_RESULT_TIMEOUT: 'timeout',
    PROV_DEVICE_RESULT_HUB_NOT_SPECIFIED: 'hub-not-linked',
    PROV_DEVICE_RESULT_UNAUTHORIZED: 'hub-unauthorized-dps',
    PROV_DEVICE_RESULT_DISABLED: 'enrollment-disabled',
    PROV_DEVICE_RESULT_INVALID_ARG: 'firmware-setup',
    PROV_DEVICE_RESULT_INVALID_STATE: 'firmware-setup',
    PROV_DEVICE_RESULT_MEMORY: 'firmware-setup',
  },
  otherwise: 'dps-failed',
};

/** IOTHUB_CLIENT_CONNECTION_STATUS_REASON. The SDK says DEVICE_DISABLED for a refused credential, too (azure-iot-sdk-c thread 602). */
const HUB_STATUS: ReasonTable = {
  by: 'hubReason',
  cases: {
    IOTHUB_CLIENT_CONNECTION_DEVICE_DISABLED: 'hub-device-disabled',
    IOTHUB_CLIENT_CONNECTION_BAD_CREDENTIAL: 'hub-refused',
    IOTHUB_CLIENT_CONNECTION_EXPIRED_SAS_TOKEN: 'clock',
    IOTHUB_CLIENT_CONNECTION_QUOTA_EXCEEDED: 'hub-quota',
    IOTHUB_CLIENT_CONNECTION_COMMUNICATION_ERROR: 'connection-closed',
    IOTHUB_CLIENT_CONNECTION_NO_NETWORK: 'connection-closed',
  },
  otherwise: 'hub-lost',
};

/** By the names under which a user's file may use them. */
export const REASON_TABLES = {
  wifi: WIFI,
  mbedtls: MBEDTLS,
  cryptoauthlib: CRYPTOAUTH,
  dps: DPS,
  'dps-status': DPS_STATUS,
  'dps-connack': DPS_CONNACK,
  'dps-connack-text': DPS_CONNACK_TEXT,
  'hub-connack': HUB_CONNACK,
  'hub-connack-text': HUB_CONNACK_TEXT,
  'prov-result': PROV_RESULT,
  'hub-status': HUB_STATUS,
} as const satisfies Readonly<Record<string, ReasonTable>>;
