/**
 * Rules for ESP-IDF: start, Wi-Fi, addresses, time, I2C pins, cryptoauthlib, esp-tls with Mbed TLS, esp-mqtt; and Arduino's words for Wi-Fi. Data only.
 * Floor: bench. The Wi-Fi driver comes as a library: its lines are taken from logs that ESP-IDF's own examples show.
 */
import type { ConnectRule } from '../rule.ts';
import { REASON_TABLES } from './tables.ts';

const CPU_START = 'espressif/esp-idf components/esp_system/port/cpu_start.c';
const LOADER = 'espressif/esp-idf components/bootloader_support/src/bootloader_init.c';
const APP_START = 'espressif/esp-idf components/freertos/app_startup.c';
const ROM = 'espressif/esptool docs/en/advanced-topics/boot-mode-selection.rst';
const WIFI = 'espressif/esp-idf examples/protocols/static_ip/README.md (Wi-Fi driver)';
const STATION = 'espressif/esp-idf examples/wifi/getting_started/station/main/station_example_main.c';
const CONNECT = 'espressif/esp-idf examples/common_components/protocol_examples_common/wifi_connect.c';
const NETIF = 'espressif/esp-idf components/esp_netif/esp_netif_handlers.c';
const SNTP = 'espressif/esp-idf examples/protocols/sntp/main/sntp_example_main.c';
const I2C = 'espressif/esp-idf components/driver/i2c.c (v4.4)';
const I2C_MASTER = 'espressif/esp-idf components/esp_driver_i2c/i2c_master.c';
const ESP_TLS = 'espressif/esp-idf components/esp-tls/esp_tls.c';
const MBEDTLS = 'espressif/esp-idf components/esp-tls/esp_tls_mbedtls.c';
const BUNDLE = 'espressif/esp-idf components/mbedtls/esp_crt_bundle/esp_crt_bundle.c';
const X509 = 'Mbed-TLS/mbedtls include/mbedtls/x509_crt.h';
const CAL = 'MicrochipTech/cryptoauthlib lib/atca_status.h (as examples print it)';
const ESP_MQTT = 'espressif/esp-mqtt mqtt_client.c';
const MQTT_SAMPLE = 'espressif/esp-idf examples/protocols/mqtt/ssl_mutual_auth/main/app_main.c (v5.4)';

const boot: readonly ConnectRule[] = [
  { id: 'rom-reset', match: 'rst:0x* ({reset:text}),boot:', boot: 'rom', begin: 'boot', source: ROM },
  { id: 'rom-reset-8266', match: 'rst cause:{reset:number}, boot mode:', boot: 'rom', begin: 'boot', source: ROM },
  { id: 'loader', match: 'ESP-IDF {idf:text} 2nd stage bootloader', boot: 'loader', begin: 'boot', source: LOADER },
  { id: 'app-start', match: 'Pro cpu start user code', boot: 'app', done: ['boot'], source: CPU_START },
  { id: 'app-main', match: 'main_task: Calling app_main()', done: ['boot'], source: APP_START },
  { id: 'app-project', match: 'Project name:     {project:rest}', begin: 'boot', source: CPU_START },
  { id: 'app-version', match: 'App version:      {version:rest}', begin: 'boot', source: CPU_START },
];

const wifi: readonly ConnectRule[] = [
  { id: 'wifi-station', match: 'wifi:mode : sta (', begin: 'wifi', source: WIFI },
  { id: 'wifi-station-older', match: 'wifi: mode : sta (', begin: 'wifi', source: WIFI },
  { id: 'wifi-auth', match: 'state: init -> auth (', begin: 'wifi', source: WIFI },
  { id: 'wifi-run-init', match: 'state: run -> init ({reason:high})', fail: 'wifi', reason: REASON_TABLES.wifi, source: WIFI },
  { id: 'wifi-auth-init', match: 'state: auth -> init ({reason:high})', fail: 'wifi', reason: REASON_TABLES.wifi, source: WIFI },
  { id: 'wifi-assoc-init', match: 'state: assoc -> init ({reason:high})', fail: 'wifi', reason: REASON_TABLES.wifi, source: WIFI },
  { id: 'wifi-connected', match: 'wifi:connected with {ssid:text}, ', done: ['wifi'], begin: 'address', source: WIFI },
  { id: 'wifi-connected-older', match: 'wifi: connected with {ssid:text}, ', done: ['wifi'], begin: 'address', source: WIFI },
  { id: 'wifi-example', match: 'example_connect: Connecting to {ssid:text}...', begin: 'wifi', source: CONNECT },
  { id: 'wifi-reason', match: 'Wi-Fi disconnected {reason:number}, trying to reconnect', fail: 'wifi', reason: REASON_TABLES.wifi, source: CONNECT },
  {
    id: 'wifi-gave-up',
    match: 'WiFi Connect failed {times:number} times, stop reconnect',
    fail: 'wifi',
    reason: 'wifi-failed',
    rank: 'general',
    source: CONNECT,
  },
  { id: 'wifi-station-failed', match: 'connect to the AP fail', fail: 'wifi', reason: 'wifi-failed', rank: 'general', source: STATION },
  {
    id: 'wifi-disconnected-reason',
    match: 'disconnected reason {reason:number}',
    fail: 'wifi',
    reason: REASON_TABLES.wifi,
    source: `${STATION} (as applications print wifi_event_sta_disconnected_t)`,
  },
  {
    id: 'wifi-disconnect-reason',
    match: 'Disconnect reason: {reason:number}',
    fail: 'wifi',
    reason: REASON_TABLES.wifi,
    source: `${STATION} (as applications print wifi_event_sta_disconnected_t)`,
  },
  {
    id: 'wifi-8266-reason',
    match: 'disconnect from ssid {ssid:text}, reason {reason:number}',
    fail: 'wifi',
    reason: REASON_TABLES.wifi,
    source: 'espressif/ESP8266_NONOS_SDK (Wi-Fi driver)',
  },
  {
    id: 'wifi-arduino-reason',
    match: 'Reason: {reason:number} - {reasonName:word}',
    fail: 'wifi',
    reason: REASON_TABLES.wifi,
    source: 'espressif/arduino-esp32 libraries/WiFi/src/WiFiGeneric.cpp',
  },
];

const network: readonly ConnectRule[] = [
  { id: 'address-handler', match: 'sta ip: {address:host}, mask:', done: ['wifi', 'address'], source: NETIF },
  { id: 'address-example', match: 'Got IPv4 event: Interface * address: {address:host}', done: ['wifi', 'address'], source: CONNECT },
  { id: 'address-station', match: 'got ip:{address:host}', done: ['wifi', 'address'], source: STATION },
  { id: 'sntp-begin', match: 'Initializing and starting SNTP', begin: 'time', source: SNTP },
  { id: 'sntp-synced', match: 'SNTP event: time synced', done: ['time'], source: SNTP },
];

const chip: readonly ConnectRule[] = [
  { id: 'i2c-sda', match: 'sda gpio number error', fail: 'secure-element', reason: 'chip-wrong-pins', rank: 'precise', facts: { line: 'SDA' }, source: I2C },
  { id: 'i2c-scl', match: 'scl gpio number error', fail: 'secure-element', reason: 'chip-wrong-pins', rank: 'precise', facts: { line: 'SCL' }, source: I2C },
  { id: 'i2c-same', match: 'scl and sda gpio numbers are the same', fail: 'secure-element', reason: 'chip-wrong-pins', rank: 'precise', source: I2C },
  {
    id: 'i2c-pull-up',
    match: 'this i2c pin does not support internal pull-up',
    fail: 'secure-element',
    reason: 'chip-wrong-pins',
    rank: 'precise',
    source: I2C,
  },
  { id: 'i2c-stuck', match: 'clear bus failed.', fail: 'secure-element', reason: 'chip-bus-stuck', rank: 'precise', source: I2C_MASTER },
  { id: 'atca-begin', match: 'Initialize the ATECC interface...', begin: 'secure-element', source: MBEDTLS },
  {
    id: 'atca-init',
    match: 'Failed to initialize atca device, returned {status:status}',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: MBEDTLS,
  },
  { id: 'atca-certificate', match: 'Failed to parse cert from device', fail: 'secure-element', reason: 'chip-certificate', source: MBEDTLS },
  {
    id: 'cal-init',
    match: 'atcab_init() failed with ret={status:status}',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: CAL,
  },
  {
    id: 'cal-init-short',
    match: 'atcab_init failed: {status:status}',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: CAL,
  },
  {
    id: 'cal-read',
    match: 'atcab_read_serial_number() failed with ret={status:status}',
    fail: 'secure-element',
    reason: REASON_TABLES.cryptoauthlib,
    rank: 'precise',
    source: CAL,
  },
];

const tls: readonly ConnectRule[] = [
  { id: 'tls-dns', match: "couldn't get hostname for :{host:host}:", fail: 'tls', reason: 'dns', source: ESP_TLS },
  { id: 'tls-tcp', match: 'Failed to connect to host (errno {errno:number})', fail: 'tls', reason: 'tcp-failed', source: ESP_TLS },
  { id: 'tls-tcp-error', match: 'connect() error: {message:rest}', fail: 'tls', reason: 'tcp-failed', source: ESP_TLS },
  { id: 'tls-tcp-delayed', match: 'delayed connect error: {message:rest}', fail: 'tls', reason: 'tcp-failed', source: ESP_TLS },
  { id: 'tls-tcp-timeout', match: '[sock=* select() timeout', fail: 'tls', reason: 'timeout', source: ESP_TLS },
  { id: 'tls-handshake', match: 'mbedtls_ssl_handshake returned {code:code}', fail: 'tls', reason: REASON_TABLES.mbedtls, source: MBEDTLS },
  { id: 'tls-setup', match: 'mbedtls_ssl_setup returned {code:code}', fail: 'tls', reason: REASON_TABLES.mbedtls, source: MBEDTLS },
  { id: 'tls-future', match: 'The certificate validity starts in the future', fail: 'tls', reason: 'clock', rank: 'precise', source: X509 },
  { id: 'tls-expired', match: 'The certificate validity has expired', fail: 'tls', reason: 'tls-expired', rank: 'precise', source: X509 },
  {
    id: 'tls-untrusted',
    match: 'The certificate is not correctly signed by the trusted CA',
    fail: 'tls',
    reason: 'tls-untrusted',
    rank: 'precise',
    source: X509,
  },
  { id: 'tls-name', match: 'The certificate Common Name (CN) does not match', fail: 'tls', reason: 'tls-name', rank: 'precise', source: X509 },
  { id: 'tls-bundle', match: 'No matching trusted root certificate found', fail: 'tls', reason: 'tls-untrusted', rank: 'precise', source: BUNDLE },
  { id: 'tls-bundle-signature', match: 'but signature verification failed', fail: 'tls', reason: 'tls-untrusted', rank: 'precise', source: BUNDLE },
  { id: 'tls-peer', match: 'Failed to verify peer certificate!', fail: 'tls', reason: 'tls-certificate', rank: 'general', source: MBEDTLS },
  { id: 'tls-no-root', match: 'No server verification option set in esp_tls_cfg_t', fail: 'tls', reason: 'firmware-setup', rank: 'precise', source: MBEDTLS },
  { id: 'tls-root', match: 'mbedtls_x509_crt_parse returned {code:code}', fail: 'tls', reason: 'firmware-setup', rank: 'precise', source: MBEDTLS },
  {
    id: 'tls-root-newer',
    match: 'mbedtls_x509_crt_parse of CA cert returned {code:code}',
    fail: 'tls',
    reason: 'firmware-setup',
    rank: 'precise',
    source: MBEDTLS,
  },
  { id: 'tls-timeout', match: 'Failed to open new connection in specified timeout', fail: 'tls', reason: 'timeout', source: ESP_TLS },
  { id: 'tls-open', match: 'Failed to open new connection', fail: 'tls', reason: 'tls-failed', rank: 'general', source: ESP_TLS },
  { id: 'tls-handle', match: 'create_ssl_handle failed', fail: 'tls', reason: 'tls-failed', rank: 'general', source: ESP_TLS },
];

const mqtt: readonly ConnectRule[] = [
  { id: 'mqtt-connected', match: 'MQTT_EVENT_CONNECTED', done: ['tls-hub', 'connected'], source: MQTT_SAMPLE },
  { id: 'mqtt-published', match: 'MQTT_EVENT_PUBLISHED, msg_id=', done: ['first-message'], source: MQTT_SAMPLE },
  {
    id: 'mqtt-refused-text-dps',
    match: 'Connection refused, {mqttText:rest}',
    during: 'dps',
    done: ['tls-dps'],
    fail: 'registering',
    reason: REASON_TABLES['dps-connack-text'],
    source: ESP_MQTT,
  },
  {
    id: 'mqtt-refused-text-hub',
    match: 'Connection refused, {mqttText:rest}',
    during: 'hub',
    done: ['tls-hub'],
    fail: 'connected',
    reason: REASON_TABLES['hub-connack-text'],
    source: ESP_MQTT,
  },
];

export const ESP_IDF_RULES: readonly ConnectRule[] = [...boot, ...wifi, ...network, ...chip, ...tls, ...mqtt];
