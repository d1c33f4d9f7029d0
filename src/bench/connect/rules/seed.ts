/**
 * Rules for kmwebnet/ECC608-TNG-Azure-DPS-Connect and the esp-azure port under it (Azure SDK for C 1.2.14, ESP-IDF 4.0). Data only.
 * Floor: bench. Its ESP_LOGE is printf without a line ending, so a message may stand anywhere in a line.
 */
import type { ConnectRule } from '../rule.ts';
import { REASON_TABLES } from './tables.ts';

const MAIN = 'kmwebnet/ECC608-TNG-Azure-DPS-Connect src/main.c';
const SAMPLE = 'kmwebnet/ECC608-TNG-Azure-DPS-Connect src/prov_dev_client_ll_sample.c';
const HSM = 'kmwebnet/ECC608-TNG-Azure-DPS-Connect src/custom_hsm_x509.c';
const TLS = 'kmwebnet/ECC608-TNG-Azure-DPS-Connect components/esp-tls/esp_tls.c';
const TIME = 'espressif/esp-azure port/src/agenttime_esp.c';
const PLATFORM = 'espressif/esp-azure port/src/platform_esp.c';

export const SEED_RULES: readonly ConnectRule[] = [
  { id: 'seed-wifi-begin', match: 'Setting WiFi configuration SSID {ssid:text}...', begin: 'wifi', source: MAIN },
  { id: 'seed-wifi-done', match: 'Connected to AP success!', done: ['address'], source: MAIN },
  { id: 'seed-sntp-begin', match: 'Initializing SNTP', begin: 'time', source: TIME },
  { id: 'seed-time-missing', match: 'Time is not set yet. Connecting to WiFi and getting time over NTP', begin: 'time', source: TIME },
  { id: 'seed-time-waiting', match: 'Waiting for system time to be set...', begin: 'time', source: TIME },
  { id: 'seed-time-done', match: 'The current date/time is: {now:rest}', done: ['time'], source: PLATFORM },

  {
    id: 'seed-chip-init',
    match: 'Failed to init ECC608: {status:status}',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: HSM,
  },
  // %08d behind 0x: decimal digits, and "/r/n" in letters instead of a line ending
  {
    id: 'seed-chip-serial',
    match: 'atcab_read_serial_number() failed with ret=0x{status:status}/r/n',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: HSM,
  },
  { id: 'seed-chip-tls', match: 'Failed to init ECC608', fail: 'secure-element', reason: 'chip-error', rank: 'general', source: TLS },
  { id: 'seed-chip-key', match: 'Failed to parse key from device', fail: 'secure-element', reason: 'chip-error', source: TLS },
  { id: 'seed-chip-certificate', match: 'Failed to parse device cert from device', fail: 'secure-element', reason: 'chip-certificate', source: TLS },
  { id: 'seed-chip-definition', match: 'tng_get_device_cert_def returned {code:code}', fail: 'secure-element', reason: 'chip-certificate', source: TLS },
  { id: 'seed-chip-io-key', match: 'Failed to write IO Prot Key', fail: 'tls', reason: 'tls-chip-sign', rank: 'precise', source: TLS },
  { id: 'seed-chip-random', match: 'Failed to generate IO Prot Key', fail: 'tls', reason: 'tls-chip-sign', rank: 'precise', source: TLS },
  { id: 'seed-common-name', match: 'common name: {commonName:word}', done: ['secure-element'], begin: 'tls-dps', source: HSM },

  { id: 'seed-tcp', match: 'Failed to connnect to host (errno {errno:number})', fail: 'tls', reason: 'tcp-failed', source: TLS },
  // the SDK for C reports it when the broker has accepted it and the subscription is sent, so TLS is behind it
  { id: 'prov-connected', match: 'PROV_DEVICE_REG_STATUS_CONNECTED', done: ['tls-dps'], begin: 'registering', source: SAMPLE },
  { id: 'prov-registering', match: 'PROV_DEVICE_REG_STATUS_REGISTERING', done: ['tls-dps'], begin: 'registering', source: SAMPLE },
  { id: 'prov-assigning', match: 'PROV_DEVICE_REG_STATUS_ASSIGNING', done: ['registering'], begin: 'assigning', source: SAMPLE },
  {
    id: 'prov-assigned-device',
    match: 'Registration Information received from service: {hub:host}, deviceId: {deviceId:rest}',
    done: ['assigned'],
    source: 'Azure/azure-iot-sdk-c provisioning_client/samples/prov_dev_client_sample/prov_dev_client_sample.c',
  },
  { id: 'prov-assigned', match: 'Registration Information received from service: {hub:host}', done: ['assigned'], source: SAMPLE },
  {
    id: 'prov-failure',
    match: 'Failure encountered on registration {result:word}',
    fail: 'dps',
    reason: REASON_TABLES['prov-result'],
    rank: 'general',
    source: SAMPLE,
  },
  {
    id: 'prov-failure-newer',
    match: 'Failure registering device: {result:word}',
    fail: 'dps',
    reason: REASON_TABLES['prov-result'],
    rank: 'general',
    source: 'Azure/azure-iot-sdk-c provisioning_client/samples/prov_dev_client_sample/prov_dev_client_sample.c',
  },
  { id: 'prov-failed', match: 'registration failed!', fail: 'dps', reason: 'dps-failed', rank: 'general', source: SAMPLE },
  { id: 'prov-create', match: 'failed calling Prov_Device_LL_Create', fail: 'registering', reason: 'firmware-setup', source: SAMPLE },
  { id: 'prov-register', match: 'failed calling Prov_Device_LL_Register_Device', fail: 'registering', reason: 'firmware-setup', source: SAMPLE },

  { id: 'hub-handle', match: 'Creating IoTHub Device handle', begin: 'tls-hub', source: SAMPLE },
  {
    id: 'hub-handle-failed',
    match: 'failed create IoTHub client from connection string',
    fail: 'tls-hub',
    reason: 'firmware-setup',
    rank: 'general',
    source: SAMPLE,
  },
  // this sample sends only once the hub has accepted it; others print the line at once, without a provisioning before it
  {
    id: 'hub-message',
    match: 'IoTHubClient_LL_SendEventAsync accepted message [{message:number}]',
    during: 'hub',
    done: ['connected', 'first-message'],
    source: SAMPLE,
  },
  {
    id: 'hub-message-failed',
    match: 'IoTHubClient_LL_SendEventAsync..........FAILED!',
    fail: 'first-message',
    reason: 'firmware-setup',
    source: SAMPLE,
  },
];
