/**
 * English words for why a board does not connect: what happened, what was seen, what to do.
 * Floor: ui. A data table: one row a reason, in the order of bench's CONNECT_REASONS. Facts come from a board and are optional everywhere.
 */
import { when, type FactReader } from '../facts.ts';
import { advice, mono, seenOf } from './en-advice-parts.ts';
import type { Advice } from './tables.ts';
import type { ConnectReasonTable } from './understanding-tables.ts';

const named = (fact: FactReader, name: string, word: string): string | undefined => when(fact(name), (value) => `${word} ${mono(value)}`);
const wifi = (fact: FactReader): string =>
  seenOf(
    when(fact('reason'), (code) => `Wi-Fi reason ${mono(code)}${when(fact('reasonName'), (name) => ` (${mono(name)})`) ?? ''}`),
    named(fact, 'ssid', 'network'),
    when(fact('times'), (times) => `${mono(times)} tries`),
  );
const status = (fact: FactReader): string => seenOf(named(fact, 'status', 'the chip’s library says'), named(fact, 'code', 'code'));
const tls = (fact: FactReader): string => seenOf(named(fact, 'code', 'TLS error'), named(fact, 'host', 'host'));
const net = (fact: FactReader): string =>
  seenOf(
    named(fact, 'host', 'host'),
    named(fact, 'errno', 'errno'),
    named(fact, 'message', 'it says'),
    named(fact, 'code', 'error'),
    named(fact, 'result', 'result'),
  );
const dps = (fact: FactReader): string =>
  seenOf(
    named(fact, 'errorCode', 'error code'),
    named(fact, 'status', 'status'),
    named(fact, 'mqttCode', 'CONNACK'),
    named(fact, 'mqttText', 'the broker says'),
    named(fact, 'message', 'the service says'),
    named(fact, 'result', 'result'),
    named(fact, 'trackingId', 'tracking id'),
  );
const hub = (fact: FactReader): string =>
  seenOf(named(fact, 'hub', 'hub'), named(fact, 'mqttCode', 'CONNACK'), named(fact, 'mqttText', 'the broker says'), named(fact, 'hubReason', 'reason'));

const SIGNAL = 'Move board and access point closer together, and look at the antenna.';
const ROOTS =
  'The firmware should trust DigiCert Global Root G2 and Microsoft RSA Root Certificate Authority 2017. Firmware that knows only Baltimore CyberTrust Root is too old: build it anew.';

const row =
  (what: string, seen: (fact: FactReader) => string, remedy: string) =>
  (fact: FactReader): Advice =>
    advice(what, seen(fact), remedy);
const nothing = (): string => '';

export const connectReasons: ConnectReasonTable = {
  'chip-not-answering': row(
    'The secure element does not answer',
    status,
    'Check SDA, SCL, pull-ups and 3.3 V at the chip, and the pins and the address in the firmware. On the bench, Check chip shows which addresses answer.',
  ),
  'chip-answers-wrong': row(
    'Something answers, but not as the secure element should',
    status,
    'Look for another device on the same bus and for long or noisy wires; lower the bus clock. On the bench, Check chip says what kind of chip it is.',
  ),
  'chip-wrong-pins': row(
    'The firmware’s pins for the secure element are not possible',
    (fact) => seenOf(named(fact, 'line', 'line')),
    'Choose other pins for SDA and SCL in the firmware: two different ones that can be outputs. On an ESP32, 34 to 39 are inputs only.',
  ),
  'chip-bus-stuck': row(
    'The data line of the secure element is held low',
    nothing,
    'Look for a short on SDA, and take the power away for a moment: a chip that was cut off in the middle of a byte lets go then.',
  ),
  'chip-certificate': row(
    'The certificate in the secure element cannot be read',
    status,
    'Check the chip on the bench: it must be a Trust&GO part. Another variant needs another certificate definition in the firmware.',
  ),
  'chip-error': row('The secure element refuses', status, 'Check the chip on the bench. If it passes there, look at how the firmware sets it up.'),

  'wifi-password': row(
    'The Wi-Fi password is not accepted',
    wifi,
    'Check the password, upper and lower case too. With a weak signal the same reason appears: try closer to the access point.',
  ),
  'wifi-no-ap': row(
    'No access point of that name',
    wifi,
    'Check the name letter by letter, and that the network has 2.4 GHz: most ESP32 know no other. The same is said when only one side wants a password.',
  ),
  'wifi-security': row(
    'The access point’s security does not fit',
    wifi,
    'Compare the access point’s mode (WPA2, WPA3) with the least one that the firmware accepts.',
  ),
  'wifi-weak': row('The Wi-Fi signal is weaker than the firmware accepts', wifi, SIGNAL),
  'wifi-refused': row(
    'The access point does not let the board in',
    wifi,
    'Look at the access point: a list of allowed devices, too many of them, or another setting of its security.',
  ),
  'wifi-lost': row('The Wi-Fi connection was lost', wifi, `${SIGNAL} If it happens to all boards at once, look at the access point.`),
  'wifi-failed': row('Wi-Fi does not connect', wifi, 'The firmware does not say why. Check name and password, 2.4 GHz and the signal.'),

  dns: row(
    'The name of the server is not found',
    net,
    'The board’s network needs a name server that resolves names on the internet. Guest and factory networks often do not: ask who runs it.',
  ),
  'tcp-failed': row(
    'No connection to the server',
    net,
    'A firewall, most likely: the board needs port 8883 outwards. Ask who runs the network, or try another one, for example a phone’s.',
  ),
  timeout: row(
    'The server does not answer in time',
    net,
    'Look at the signal and at the network’s way to the internet; firewalls that drop in silence look like this. Then reset the board.',
  ),
  'connection-closed': row(
    'The other side hung up',
    (fact) => seenOf(named(fact, 'result', 'result'), named(fact, 'hubReason', 'reason')),
    'Reset the board. If it happens each time, look at firewall and proxy, and whether another device connects under the same id: the second one drops the first.',
  ),
  clock: row(
    'The board’s clock is wrong',
    (fact) => seenOf(named(fact, 'code', 'TLS error'), named(fact, 'hubReason', 'reason')),
    'The board must get the time before it connects: let NTP (UDP port 123) through, or name a time server in the firmware that it can reach.',
  ),
  'tls-untrusted': row('The firmware does not trust the server', tls, ROOTS),
  'tls-expired': row(
    'The server’s certificate is over, by the board’s clock',
    tls,
    'Check that the board has the right time. If it has, somebody stands between: look for a proxy that opens TLS.',
  ),
  'tls-name': row(
    'The server’s certificate is for another name',
    tls,
    'Check the host name in the firmware. If it is right, somebody stands between: look for a proxy that opens TLS.',
  ),
  'tls-certificate': row('The server’s certificate is not accepted', tls, `Check the board’s clock first. ${ROOTS}`),
  'tls-alert': row(
    'The server ended the TLS handshake',
    tls,
    'Most often it does not take the board’s certificate: check that the enrollment holds the certificate of this very chip.',
  ),
  'tls-closed': row(
    'The server hung up during the TLS handshake',
    tls,
    'Look for a firewall or a proxy that opens TLS, and at the host name in the firmware. Then reset the board.',
  ),
  'tls-version': row(
    'Board and server have no TLS version or cipher in common',
    tls,
    'The provisioning service speaks TLS 1.2 with ECDHE only: switch these on in the firmware’s TLS library.',
  ),
  'tls-memory': row(
    'The board has not enough memory for TLS',
    tls,
    'TLS needs a receive buffer of 16 KB. Free memory before connecting, or make other buffers smaller.',
  ),
  'tls-chip-sign': row(
    'The secure element did not sign for TLS',
    tls,
    'Check the chip on the bench: the proof of possession is the same signature. If it passes there, look at the firmware’s key slot and bus settings.',
  ),
  'tls-failed': row('TLS failed', tls, 'The firmware does not say why. Check the clock, the root certificates in the firmware, and the network’s firewall.'),

  'certificate-refused': row(
    'The provisioning service refuses the board’s certificate',
    dps,
    'Check that the enrollment of this registration id holds this chip’s own device certificate, that it is enabled, and that the id scope is that of the same service. For an individual enrollment let the board send its device certificate alone.',
  ),
  'registration-id': row(
    'The provisioning service does not take the registration id',
    dps,
    'The registration id must be the common name of the board’s certificate: on Trust&GO `sn` and 18 hexadecimal digits. Send exactly that.',
  ),
  'id-scope': row(
    'The provisioning service does not know the id scope',
    dps,
    'Copy the id scope from the overview of your provisioning service (it looks like `0ne00000012`) into the firmware’s settings.',
  ),
  'enrollment-missing': row(
    'The board is not enrolled',
    dps,
    'Create an individual enrollment with this chip’s certificate in the provisioning service whose id scope the firmware has.',
  ),
  'enrollment-disabled': row('The enrollment is switched off', dps, 'Enable the enrollment in the provisioning service, then reset the board.'),
  'hub-not-linked': row(
    'The provisioning service has no hub to assign',
    dps,
    'Link an IoT hub to the provisioning service, or name a linked one in the enrollment.',
  ),
  'hub-unauthorized-dps': row(
    'The hub does not let the provisioning service in',
    dps,
    'Link the hub anew: its key was changed, or its shared access policies are switched off, which the provisioning service needs.',
  ),
  throttled: row(
    'Too many requests at once',
    dps,
    'Wait a minute, then start fewer boards at a time: the service takes 1,000 registrations a minute, and 5 questions in 10 seconds from one board.',
  ),
  'dps-refused': row(
    'The provisioning service refuses',
    dps,
    'The firmware does not say why. Compare id scope, registration id and certificate with the enrollment; the service’s registration record may tell more.',
  ),
  'dps-unavailable': row('The provisioning service is down at the moment', dps, 'Try again in a few minutes; Azure’s status page says when more is wrong.'),
  'dps-failed': row(
    'Provisioning failed',
    dps,
    'The firmware does not say why. Compare id scope, registration id and certificate with the enrollment, then reset the board.',
  ),

  'hub-refused': row(
    'The hub refuses the board',
    hub,
    'Look at the device in the hub: it must be enabled and have this certificate’s thumbprint. Device ids are case-sensitive there. Registering again with the provisioning service often repairs it.',
  ),
  'hub-device-disabled': row(
    'The hub says that the device is disabled',
    hub,
    'Enable the device in the hub. If it is enabled, the certificate is refused: the SDK for C says the same for both.',
  ),
  'hub-unavailable': row('The hub has no time', hub, 'It is throttled or down: try again in a few minutes with fewer boards.'),
  'hub-quota': row(
    'The hub’s quota is used up',
    hub,
    'The hub’s messages of the day are used up: wait for the next day, or choose a larger tier or more units.',
  ),
  'hub-lost': row(
    'The connection to the hub was lost',
    hub,
    'Look at Wi-Fi first. If it comes back and is lost again, another device may connect under the same device id: the second one drops the first.',
  ),

  'firmware-setup': row(
    'The firmware is put together wrongly',
    (fact) => seenOf(named(fact, 'code', 'code'), named(fact, 'result', 'result')),
    'A part is missing that the SDK needs: a root certificate, the module for the secure element, or an argument. Look at its configuration and build it anew.',
  ),
  'firmware-says': (fact) =>
    advice('The firmware says that it failed', seenOf(named(fact, 'message', 'it says')), 'Look at the line in the log; your own rules can say more.'),
};
