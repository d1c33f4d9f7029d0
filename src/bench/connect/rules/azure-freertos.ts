/**
 * Rules for the Azure IoT middleware for FreeRTOS, its ESP32 samples and coreMQTT under it. Data only.
 * Floor: bench.
 */
import type { ConnectRule } from '../rule.ts';
import { REASON_TABLES } from './tables.ts';

const PROVISIONING = 'Azure/azure-iot-middleware-freertos source/azure_iot_provisioning_client.c';
const HUB = 'Azure/azure-iot-middleware-freertos source/azure_iot_hub_client.c';
const SAMPLE = 'Azure-Samples/iot-middleware-freertos-samples demos/sample_azure_iot_pnp/sample_azure_iot_pnp.c';
const MAIN = 'Azure-Samples/iot-middleware-freertos-samples demos/projects/ESPRESSIF/esp32/main/azure_iot_freertos_esp32_main.c';
const TRANSPORT = 'Azure-Samples/iot-middleware-freertos-samples demos/projects/ESPRESSIF/esp32/components/sample-azure-iot/transport_tls_esp32.c';
const CORE_MQTT = 'FreeRTOS/coreMQTT source/core_mqtt_serializer.c';

export const AZURE_FREERTOS_RULES: readonly ConnectRule[] = [
  { id: 'az-time-begin', match: 'Waiting for time synchronization with SNTP server', begin: 'time', source: MAIN },
  { id: 'az-time-done', match: 'Notification of a time synchronization event', done: ['time'], source: MAIN },
  { id: 'az-wifi-retry', match: 'Wi-Fi disconnected, trying to reconnect', fail: 'wifi', reason: 'wifi-failed', source: MAIN },
  { id: 'az-registration-id', match: 'Registration ID is {commonName:word}', done: ['secure-element'], source: TRANSPORT },
  {
    id: 'az-serial-failed',
    match: 'Failed to read serial number from ATECC608',
    fail: 'secure-element',
    reason: 'chip-error',
    rank: 'general',
    source: TRANSPORT,
  },
  { id: 'az-registration-id-failed', match: '] Registration ID Gen Error!', fail: 'secure-element', reason: 'chip-error', source: TRANSPORT },

  { id: 'az-tls-begin', match: 'Creating a TLS connection to {host:host}', begin: 'tls', source: SAMPLE },
  { id: 'az-tls-done', match: '(Network connection *) Connection to {host:host} established', done: ['tls'], source: TRANSPORT },
  { id: 'az-tls-failed', match: 'Failed establishing TLS connection', fail: 'tls', reason: 'tls-failed', rank: 'general', source: TRANSPORT },
  {
    id: 'az-retry',
    match: 'Connection to the IoT Hub failed, all attempts exhausted',
    fail: 'tls',
    reason: 'tls-failed',
    rank: 'general',
    source: SAMPLE,
  },

  {
    id: 'az-dps-connected',
    match: 'AzureIoTProvisioning established an MQTT connection with {host:host}',
    done: ['tls-dps'],
    begin: 'registering',
    source: PROVISIONING,
  },
  {
    id: 'az-dps-refused',
    match: 'AzureIoTProvisioning failed to establish MQTT connection',
    fail: 'registering',
    reason: 'dps-refused',
    rank: 'general',
    source: PROVISIONING,
  },
  // the code is printed through a cast to 16 bits: the capture completes it
  {
    id: 'az-dps-failed',
    match: 'AzureIoTProvisioning client registration failed with error {errorCode:dps}: TrackingID: [{trackingId:text}] "{message:text}"',
    done: ['tls-dps'],
    fail: 'dps',
    reason: REASON_TABLES.dps,
    rank: 'precise',
    source: PROVISIONING,
  },
  {
    id: 'az-dps-disabled',
    match: 'AzureIoTProvisioning client: device is disabled',
    done: ['tls-dps'],
    fail: 'dps',
    reason: 'enrollment-disabled',
    source: PROVISIONING,
  },
  {
    id: 'az-dps-unreadable',
    match: 'AzureIoTProvisioning client failed with invalid server response',
    fail: 'dps',
    reason: 'dps-failed',
    source: PROVISIONING,
  },
  { id: 'az-dps-packet', match: 'AzureIoTProvisioning client failed to parse packet', fail: 'dps', reason: 'dps-refused', source: PROVISIONING },
  { id: 'az-dps-loop', match: 'AzureIoTProvisioning failed to process loop', fail: 'dps', reason: 'connection-closed', source: PROVISIONING },
  { id: 'az-assigned', match: 'Successfully acquired IoT Hub name and Device ID', done: ['assigned'], source: SAMPLE },
  { id: 'az-not-assigned', match: 'Error geting IoT Hub name and Device ID', fail: 'dps', reason: 'dps-failed', rank: 'general', source: SAMPLE },
  { id: 'az-dps-entry', match: 'Failed on sample_dps_entry!', fail: 'dps', reason: 'dps-failed', rank: 'general', source: SAMPLE },

  { id: 'az-hub-begin', match: 'Creating an MQTT connection to {hub:host}', done: ['tls-hub'], begin: 'connected', source: SAMPLE },
  { id: 'az-hub-connected', match: 'An MQTT connection is established with {hub:host}', done: ['connected'], source: HUB },
  {
    id: 'az-hub-refused',
    match: 'Failed to establish MQTT connection: Server={hub:host}',
    fail: 'connected',
    reason: 'hub-refused',
    rank: 'general',
    source: HUB,
  },
  { id: 'az-message-sent', match: 'Successfully sent telemetry message', begin: 'first-message', source: HUB },
  { id: 'az-message-accepted', match: 'Puback received for packet id', done: ['first-message'], source: HUB },

  {
    id: 'coremqtt-refused-dps',
    match: 'Connection refused: {mqttText:rest}',
    during: 'dps',
    done: ['tls-dps'],
    fail: 'registering',
    reason: REASON_TABLES['dps-connack-text'],
    source: CORE_MQTT,
  },
  {
    id: 'coremqtt-refused-hub',
    match: 'Connection refused: {mqttText:rest}',
    during: 'hub',
    done: ['tls-hub'],
    fail: 'connected',
    reason: REASON_TABLES['hub-connack-text'],
    source: CORE_MQTT,
  },
];
