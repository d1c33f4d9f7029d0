/**
 * Rules for what the Azure IoT SDK for C says by itself, whatever sample is around it. Data only.
 * Floor: bench. Its errors begin "Error: Time:… File:… Func:… Line:…".
 */
import type { ConnectRule } from '../rule.ts';
import { REASON_TABLES } from './tables.ts';

const CLIENT = 'Azure/azure-iot-sdk-c provisioning_client/src/prov_device_ll_client.c';
const DPS_MQTT = 'Azure/azure-iot-sdk-c provisioning_client/src/prov_transport_mqtt_common.c';
const HUB_MQTT = 'Azure/azure-iot-sdk-c iothub_client/src/iothubtransport_mqtt_common.c';
const TELEMETRY = 'Azure/azure-iot-sdk-c iothub_client/samples/iothub_ll_telemetry_sample/iothub_ll_telemetry_sample.c';
const ESP_SAMPLE = 'espressif/esp-azure examples/iothub_client_sample_mqtt/main/iothub_client_sample_mqtt.c';
/** Where both the wire trace and the SDK's error show the service's own words. */
const ANSWER = `${CLIENT} (the service's answer)`;

export const AZURE_SDK_C_RULES: readonly ConnectRule[] = [
  {
    id: 'dps-error-message',
    match: '"errorCode":{errorCode:dps},"trackingId":"{trackingId:text}","message":"{message:text}"',
    done: ['tls-dps'],
    fail: 'dps',
    reason: REASON_TABLES.dps,
    rank: 'precise',
    source: ANSWER,
  },
  { id: 'dps-error', match: '"errorCode":{errorCode:dps}', done: ['tls-dps'], fail: 'dps', reason: REASON_TABLES.dps, rank: 'precise', source: ANSWER },
  {
    id: 'dps-error-nested',
    match: '\\\\"errorCode\\\\":{errorCode:dps}',
    done: ['tls-dps'],
    fail: 'dps',
    reason: REASON_TABLES.dps,
    rank: 'precise',
    source: ANSWER,
  },
  { id: 'dps-answer-accepted', match: '$dps/registrations/res/202/', done: ['registering'], begin: 'assigning', source: DPS_MQTT },
  { id: 'dps-answer-ready', match: '$dps/registrations/res/200/', done: ['registering'], source: DPS_MQTT },
  {
    id: 'dps-answer-refused',
    match: '$dps/registrations/res/{status:number}/',
    done: ['tls-dps'],
    fail: 'dps',
    reason: REASON_TABLES['dps-status'],
    source: DPS_MQTT,
  },
  { id: 'dps-assigned-json', match: '"assignedHub":"{hub:host}","deviceId":"{deviceId:text}"', done: ['assigned'], source: ANSWER },

  { id: 'dps-unauthorized', match: 'The device is unauthorized with service', fail: 'dps', reason: 'certificate-refused', source: CLIENT },
  { id: 'dps-result-unauthorized', match: 'provisioning result is unauthorized', fail: 'dps', reason: 'certificate-refused', source: CLIENT },
  {
    id: 'dps-disabled',
    match: 'The device has been disabled by DPS service',
    fail: 'dps',
    reason: 'enrollment-disabled',
    rank: 'precise',
    source: CLIENT,
  },
  { id: 'dps-failure', match: 'Provisioning Failure: OperationId: * Msg: {message:rest}', fail: 'dps', reason: 'dps-failed', source: CLIENT },
  { id: 'dps-connect-timeout', match: 'Timed out connecting to provisioning service', fail: 'tls-dps', reason: 'timeout', source: CLIENT },
  { id: 'dps-reply-timeout', match: 'Timeout waiting for reply', fail: 'dps', reason: 'timeout', source: CLIENT },
  {
    id: 'dps-no-data',
    match: 'Failure retrieving data from the provisioning service',
    fail: 'dps',
    reason: 'dps-failed',
    rank: 'general',
    source: CLIENT,
  },
  { id: 'dps-no-status', match: 'failure retrieving json auth key value', fail: 'dps', reason: 'dps-refused', rank: 'general', source: CLIENT },
  { id: 'dps-no-common-name', match: 'Failed getting common name from certificate', fail: 'secure-element', reason: 'chip-certificate', source: CLIENT },
  {
    id: 'dps-mqtt-refused',
    match: 'prov_transport_mqtt_common.c Func:* Connection Not Accepted: 0x{mqttCode:number}',
    done: ['tls-dps'],
    fail: 'registering',
    reason: REASON_TABLES['dps-connack'],
    rank: 'precise',
    source: DPS_MQTT,
  },
  { id: 'dps-mqtt-closed', match: 'MQTT communication error', during: 'dps', fail: 'dps', reason: 'connection-closed', source: DPS_MQTT },

  {
    id: 'hub-mqtt-refused',
    match: 'iothubtransport_mqtt_common.c Func:* Connection Not Accepted: 0x{mqttCode:number}',
    done: ['tls-hub'],
    fail: 'connected',
    reason: REASON_TABLES['hub-connack'],
    rank: 'precise',
    source: HUB_MQTT,
  },
  {
    id: 'mqtt-refused-dps',
    match: 'Connection Not Accepted: 0x{mqttCode:number}',
    during: 'dps',
    done: ['tls-dps'],
    fail: 'registering',
    reason: REASON_TABLES['dps-connack'],
    rank: 'general',
    source: DPS_MQTT,
  },
  {
    id: 'mqtt-refused-hub',
    match: 'Connection Not Accepted: 0x{mqttCode:number}',
    during: 'hub',
    done: ['tls-hub'],
    fail: 'connected',
    reason: REASON_TABLES['hub-connack'],
    rank: 'general',
    source: HUB_MQTT,
  },
  { id: 'hub-open-failed', match: 'failure connecting to address {hub:host}', fail: 'tls-hub', reason: 'tls-failed', rank: 'general', source: HUB_MQTT },
  { id: 'hub-connack-timeout', match: 'mqtt_client timed out waiting for CONNACK', fail: 'connected', reason: 'timeout', source: HUB_MQTT },
  { id: 'hub-no-ping', match: 'Mqtt Ping Response was not encountered', during: 'hub', fail: 'connected', reason: 'hub-lost', source: HUB_MQTT },
  { id: 'hub-no-puback', match: 'Disconnecting MQTT connection because message PUBACK', fail: 'connected', reason: 'hub-lost', source: HUB_MQTT },
  {
    id: 'hub-no-hsm',
    match: 'HSM module is not included',
    fail: 'tls-hub',
    reason: 'firmware-setup',
    rank: 'precise',
    source: 'Azure/azure-iot-sdk-c iothub_client/src/iothub_client_core_ll.c',
  },
  {
    id: 'mqtt-open-failed',
    match: 'Error: failure opening connection to endpoint',
    fail: 'tls',
    reason: 'tls-failed',
    rank: 'general',
    source: 'Azure/azure-umqtt-c src/mqtt_client.c',
  },

  { id: 'hub-connected', match: 'Connection Status result:IOTHUB_CLIENT_CONNECTION_AUTHENTICATED', done: ['connected'], source: ESP_SAMPLE },
  {
    id: 'hub-unauthenticated',
    match: 'Connection Status result:IOTHUB_CLIENT_CONNECTION_UNAUTHENTICATED, Connection Status reason: {hubReason:word}',
    fail: 'connected',
    reason: REASON_TABLES['hub-status'],
    source: ESP_SAMPLE,
  },
  { id: 'hub-client-connected', match: 'The device client is connected to iothub', done: ['connected'], source: TELEMETRY },
  { id: 'hub-client-lost', match: 'The device client has been disconnected', fail: 'connected', reason: 'hub-lost', rank: 'general', source: TELEMETRY },
  {
    id: 'hub-confirmed',
    match: 'Confirmation callback received for message * with result IOTHUB_CLIENT_CONFIRMATION_OK',
    done: ['connected', 'first-message'],
    source: TELEMETRY,
  },
  { id: 'hub-confirmed-older', match: 'Confirmation[* with result = IOTHUB_CLIENT_CONFIRMATION_OK', done: ['connected', 'first-message'], source: ESP_SAMPLE },
];
