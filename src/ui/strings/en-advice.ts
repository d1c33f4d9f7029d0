/**
 * English advice: for each error code what happened, what was seen and what to do.
 * Floor: ui. Packs, settings and flashing have theirs in en-pack-advice.ts and en-flash-advice.ts. A data table (longer than a file should be, because there is one row a code). Facts are optional everywhere:
 * an error with a missing fact must still be readable.
 */
import { sentence, when, type FactReader } from '../facts.ts';
import { count, size } from '../format.ts';
import { jsonFault, jsonPlace } from './en-json.ts';
import type { Advice, GeneralAdvice } from './tables.ts';

const mono = (text: string): string => `\`${text}\``;

/** An advice whose `seen` is left out when there is nothing to see. */
const advice = (what: string, seen: string | undefined, remedy: string): Advice => ({ what, remedy, ...(seen === undefined || seen === '' ? {} : { seen }) });

/** "Part, part, part." of those that are there. */
function seenOf(...parts: readonly (string | undefined)[]): string {
  const text = sentence(parts, '');
  return text === '' ? '' : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

const pins = (fact: FactReader): string => {
  const [sda, scl] = [fact('sda'), fact('scl')];
  return sda === undefined || scl === undefined ? '' : ` on SDA ${sda} / SCL ${scl}`;
};
/** The addresses of the family are those of chip/map.ts. */
const answered = (fact: FactReader): string =>
  `Looked at \`0x35\`, \`0x36\`, \`0x38\`, \`0x59\`, \`0x60\`; ${when(fact('addresses'), (found) => `${mono(found)} answered.`) ?? 'no address on the bus answered.'}`;
const step = (fact: FactReader): string | undefined => when(fact('step'), (name) => `it happened in step ${mono(name)}`);
const operation = (fact: FactReader): string | undefined => when(fact('operation'), (name) => `operation ${mono(name)}`);
const limit = (fact: FactReader): string | undefined => when(fact('timeoutMs', 'limitMs'), (ms) => `nothing within ${ms} ms`);
const file = (fact: FactReader): string => when(fact('fileName', 'name'), (name) => `“${name}”`) ?? 'The file';
const bytes = (fact: FactReader, name: string): string | undefined => when(fact(name), (text) => size(Number(text)));
const lastLine = (fact: FactReader): string | undefined => when(fact('lastLine'), (line) => `last line ${mono(line)}`);

/** What the wire carried when the board did not do as it was asked. */
const EVIDENCE: Readonly<Record<string, string>> = {
  nothing: 'nothing came over the cable',
  'boot-log': 'the board started its own program instead',
  text: 'the board went on talking',
  noise: 'only noise came',
};
const evidence = (fact: FactReader): string | undefined => EVIDENCE[fact('seen') ?? ''];

/** What to do about some faults of a file that is not JSON. */
const JSON_REMEDIES: Readonly<Record<string, string>> = {
  end: 'The download may have broken off. Download it again from the order page.',
  'utf-16': 'A program has saved it anew. Download it again from the order page, or save it as UTF-8.',
};

const DAMAGED = 'is damaged: what is in it is not what its list of contents says';
const ZIP_FAULTS: Readonly<Record<string, string>> = {
  'no-zip': 'is no zip, or its end is missing',
  disks: 'is one part of several',
  encrypted: 'is locked with a password',
  directory: 'is damaged: its list of contents cannot be read',
  header: DAMAGED,
  size: DAMAGED,
  checksum: DAMAGED,
  data: DAMAGED,
};

const WORKER_FAULTS: Readonly<Record<string, string>> = {
  start: 'could not be started',
  ended: 'was ended by the browser',
  deadline: 'did not answer any more',
};

const STORE_FAULTS: Readonly<Record<string, string>> = {
  closed: 'The stored data was cleared, or another tab has a newer version of this page.',
  quota: 'The space that this browser gives to the page is used up.',
  timeout: 'The browser’s storage did not answer.',
  unavailable: 'This browser lets the page store nothing, as in a private window.',
};

const PAGE_FAULT = 'Reload the page. If it stays, save the log and report it: this is a fault of the page.';

export const generalAdvice: GeneralAdvice = {
  'port-busy': (fact) =>
    advice(
      'The port is in use',
      fact('heldBy') === 'this-page' ? 'This page holds it in another tab or has not let go of it yet.' : undefined,
      'Close the other program or tab that holds it (a serial monitor, an IDE), then check again. On Linux you may have to join the group dialout first.',
    ),
  'port-denied': () =>
    advice('The browser refused the port', undefined, 'Connect again and allow the port. On Linux, join the group dialout and sign in again.'),
  'port-lost': () =>
    advice('The cable came out', undefined, 'Plug the board in again. If it happens by itself, try another cable or a hub with its own power.'),
  'port-closed': () => advice('The port was closed', undefined, 'Connect the board again.'),
  'port-unsupported': () => advice('This browser cannot reach a serial port', undefined, 'Open this page in Chrome or Edge on a computer.'),

  'link-timeout': (fact) =>
    advice(
      'The bench firmware stopped answering',
      seenOf(
        operation(fact),
        when(fact('attempts'), (tries) => (tries === '1' ? 'asked once' : `asked ${tries} times`)),
        when(fact('baudRate'), (rate) => `at ${rate} baud`),
      ),
      'The board may have restarted by itself, or the cable lost bytes: look into the log. Check again; if it stays, use another cable or USB socket.',
    ),
  'link-status': (fact) =>
    advice(
      'The bench firmware refused a command',
      seenOf(
        operation(fact),
        when(fact('status'), (status) => `status ${mono(status)}`),
      ),
      'Check the chip pins in Settings, then check again. If it stays, save the log and report it.',
    ),
  'link-protocol': (fact) =>
    advice(
      'Page and bench firmware do not understand each other',
      seenOf(
        operation(fact),
        when(fact('status'), (status) => `status ${mono(status)}`),
      ),
      'Reload the page and check again, so that both are of the same version.',
    ),

  'board-no-download-mode': (fact) =>
    advice(
      'The board does not enter download mode',
      seenOf(
        evidence(fact),
        when(fact('attempts'), (tries) => `${tries} resets tried`),
        lastLine(fact),
      ),
      'Hold BOOT, press and release RESET, let go of BOOT, then check again. A cable for charging only has no data lines: try another one.',
    ),
  'board-wrong-chip': (fact) =>
    advice(
      `This is not an ${fact('wanted') ?? 'ESP32'}`,
      seenOf(when(fact('seen'), (seen) => `the board says ${mono(seen)}`)),
      `Nothing was written. Connect a board with an ${fact('wanted') ?? 'ESP32'}, or flash a pack that is made for this chip. The bench firmware runs on the ESP32 only.`,
    ),
  'board-loader': (fact) =>
    advice(
      'The board’s loader broke off',
      seenOf(
        operation(fact),
        when(fact('reason'), (reason) => mono(reason)),
        limit(fact),
      ),
      'Check again. If it stays, use another cable, or a hub with its own power.',
    ),
  'board-protected': (fact) =>
    advice(
      'This board is protected',
      seenOf(fact('flashEncrypted') === 'true' ? 'flash encryption is on' : undefined, fact('secureBoot') === 'true' ? 'secure boot is on' : undefined),
      'Nothing was written: plain firmware would not start on it, and some boards would never start again. Use a board without flash encryption and secure boot.',
    ),
  'flash-range': (fact) =>
    advice(
      'The firmware does not fit into the flash',
      seenOf(
        when(fact('endBytes'), (end) => `it ends at ${end} bytes`),
        when(fact('flashSizeBytes'), (size) => `the flash has ${size}`),
      ),
      'Nothing was written. Use a board with more flash; Check chip runs from RAM and needs none.',
    ),
  'flash-verify': (fact) =>
    advice(
      'Flash does not hold what was written',
      seenOf(
        when(fact('seen'), (seen) => `read back ${mono(seen)}`),
        when(fact('wanted'), (wanted) => `wanted ${mono(wanted)}`),
      ),
      'Try once more. If it fails again, the flash chip or its supply is bad: put the board aside.',
    ),
  'firmware-not-loadable': (fact) => advice('The firmware cannot be loaded into RAM', seenOf(when(fact('address'), (at) => `part at ${mono(at)}`)), PAGE_FAULT),
  'firmware-no-banner': (fact) =>
    advice(
      'The bench firmware did not start',
      seenOf(evidence(fact), lastLine(fact)),
      'Check again. If it stays, try Flash and check, and look at the log for what the board said.',
    ),
  'firmware-catalogue': (fact) => advice('The list of firmware is damaged', seenOf(when(fact('field'), (field) => `field ${mono(field)}`)), PAGE_FAULT),
  'firmware-missing': (fact) =>
    advice('The firmware could not be fetched', seenOf(when(fact('name'), (name) => `file ${mono(name)}`)), 'Check the network and try again.'),
  'firmware-hash': (fact) =>
    advice(
      'The firmware file is not the right one',
      seenOf(
        when(fact('name'), (name) => `file ${mono(name)}`),
        when(fact('seen'), (seen) => `SHA-256 ${mono(seen)}`),
      ),
      'Nothing was loaded into the board. Reload the page; if it stays, the server holds a wrong file.',
    ),
  'firmware-image': (fact) =>
    advice(
      'The firmware file is no firmware',
      seenOf(
        when(fact('name'), (name) => `file ${mono(name)}`),
        when(fact('reason'), mono),
      ),
      PAGE_FAULT,
    ),

  'check-timeout': (fact) => advice('The check took too long', seenOf(limit(fact)), 'Check again. The log shows where it stopped.'),
  unexpected: (fact) =>
    advice('Something unexpected happened', when(fact('message'), mono), 'Check again. If it stays, save the log and report it: this is a fault of the page.'),

  'no-chip': (fact) =>
    advice(`No secure element answers${pins(fact)}`, answered(fact), 'Check the chip’s power, its pins and its pull-ups to 3.3 V, or set other pins.'),
  'chip-wake': (fact) =>
    advice(
      `The chip did not wake${pins(fact)}`,
      answered(fact),
      'Check the pull-ups and the supply. Something else on the bus may hold SDA while the chip wakes.',
    ),
  'chip-status': (fact) =>
    advice(
      'The chip answers with an error',
      seenOf(
        when(fact('status'), (status) => `status ${mono(status)}`),
        step(fact),
      ),
      'Take power away from the board and check again. Status `0x07` is a failed self test: put the board aside.',
    ),
  'i2c-sda-low': (fact) =>
    advice(
      'SDA is stuck low',
      `The data line stays low${pins(fact)}.`,
      'Look for a short to ground, a missing pull-up, or another chip that holds the line. Take power away and try again.',
    ),
  'i2c-scl-low': (fact) =>
    advice('SCL is stuck low', `The clock line stays low${pins(fact)}.`, 'Look for a short to ground or a missing pull-up on SCL, or set other pins.'),
  'i2c-no-ack': (fact) =>
    advice('The chip does not answer to its address', seenOf(step(fact)) || undefined, 'Check the wiring and the pull-ups, then check again.'),
  'i2c-data-no-ack': (fact) =>
    advice('The chip broke off a transfer', seenOf(step(fact)), 'Check again, with a slower I²C clock if it stays. Long wires and weak pull-ups cause this.'),
  'chip-timeout': (fact) =>
    advice('The chip stopped answering', seenOf(step(fact)), 'Check again. If it stays, look at the supply of the chip: it resets when the voltage dips.'),
  'chip-length': (fact) => advice('A chip’s answer has an impossible length', seenOf(step(fact)), 'Check again, with a slower I²C clock if it stays.'),
  'chip-crc': (fact) =>
    advice(
      'The chip’s answers arrive damaged',
      seenOf('a checksum is wrong', step(fact)),
      'Shorten the wires, use stronger pull-ups (2.2 to 4.7 kΩ) or a slower I²C clock, then check again.',
    ),
  'chip-argument': () => advice('The page asked the chip for something it does not have', undefined, PAGE_FAULT),
  refused: () => advice('The bench firmware refused a command', 'It would have changed the chip for good.', PAGE_FAULT),
  overflow: () => advice('The chip’s answer did not fit', undefined, PAGE_FAULT),

  'manifest-json': (fact) =>
    advice(
      'This file is no manifest',
      `${file(fact)} is not JSON${jsonFault(fact)}${when(jsonPlace(fact) || undefined, (place) => `, at ${place}`) ?? ''}.`,
      JSON_REMEDIES[fact('why') ?? ''] ?? 'Load the .json file as it was downloaded from the order page.',
    ),
  'manifest-shape': (fact) =>
    advice('This file is no manifest', `${file(fact)} is JSON, but not a list of signed entries.`, 'Load the file as it was downloaded from the order page.'),
  'manifest-empty': (fact) => advice('This manifest is empty', `${file(fact)} has no entries.`, 'Download it again from the order page.'),
  'manifest-size': (fact) =>
    advice(
      'This file is too large',
      `${file(fact)} has ${bytes(fact, 'bytes') ?? 'too many bytes'}${when(bytes(fact, 'limitBytes'), (most) => `; at most ${most} are taken`) ?? ''}.`,
      'Split the manifest: every entry stands on its own.',
    ),
  'manifest-entries': (fact) =>
    advice(
      'This manifest has too many entries',
      `${file(fact)} has ${when(fact('limit'), (most) => `more than ${count(Number(most))}`) ?? 'too many'} entries.`,
      'Split the manifest: every entry stands on its own.',
    ),
  'manifest-read': (fact) =>
    advice('This file could not be read', `${file(fact)} is not there any more, or may not be read.`, 'Load it again from where it is now.'),
  'manifests-refused': (fact) =>
    advice(
      `${fact('files') === '1' ? '1 file was' : `${when(fact('files'), (files) => count(Number(files))) ?? 'Some'} files were`} not taken`,
      undefined,
      'Manifests lists each of them, with the reason and what to do.',
    ),
  'worker-lost': (fact) =>
    advice(
      'Verifying broke off',
      `${file(fact)} was not finished: the program that verifies ${WORKER_FAULTS[fact('why') ?? ''] ?? 'failed'}.`,
      'Close tabs that are not needed, because memory may be short. Then load the file again.',
    ),
  'zip-invalid': (fact) =>
    advice(
      'This zip cannot be unpacked',
      `${file(fact)} ${ZIP_FAULTS[fact('why') ?? ''] ?? `is packed in a way that is not known here${when(fact('method', 'why'), (why) => ` (${mono(why)})`) ?? ''}`}.`,
      'Unpack it on your computer, then load the folder.',
    ),
  'zip-limit': (fact) =>
    advice(
      'This zip holds too much',
      `${file(fact)} unpacks to ${
        (fact('why') === 'bytes'
          ? when(bytes(fact, 'limit'), (most) => `more than ${most}`)
          : when(fact('limit'), (most) => `more than ${count(Number(most))} files`)) ?? 'too much'
      }.`,
      'Unpack it on your computer, then load the folder or parts of it.',
    ),
  'store-failed': (fact) =>
    advice(
      'The browser did not keep everything',
      STORE_FAULTS[fact('why') ?? ''] ?? seenOf(when(fact('detail', 'why'), mono)),
      'What is loaded counts until the page is closed. Make room or allow this site to store data, then load it again.',
    ),
  'signer-invalid': (fact) =>
    advice(
      'This is no signer certificate',
      `${file(fact)} cannot sign manifests${when(fact('why'), (why) => ` (${why})`) ?? ''}.`,
      'Add one X.509 certificate with a P-256 key, as PEM or DER, that carries a subject key identifier.',
    ),
  'export-unique-id': () =>
    advice(
      'The export was stopped',
      'A serial number that is not 18 hex digits would have become a file name.',
      'This is a fault of the page. Please report it.',
    ),
  'export-name': (fact) =>
    advice('The export was stopped', `${fact('name') ?? 'A text'} would have become a file name.`, 'This is a fault of the page. Please report it.'),
  'virtual-failed': () => advice('The virtual bench did not start', undefined, 'Reload the page and try again. If it stays, save the log and report it.'),
  'store-claimed-elsewhere': (fact) =>
    advice(
      `This ${fact('unit') === 'board' ? 'board' : 'chip'} ${fact('book') === 'seen' ? 'was' : 'passed'} at another station ${fact('unit') === 'board' ? 'with another chip' : 'on another board'}`,
      `${mono(fact('id') ?? '')} was first at ${fact('station') ?? 'another station'}, ${(fact('at') ?? '').replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')}.`,
      'Put this unit aside and call the engineer: one of the two is not what it seems. Both records stand.',
    ),
  'not-remembered': () => advice('The settings cannot be kept', 'This browser lets the page store nothing.', 'They count until the page is closed.'),
};

/** For codes nobody foresaw: code and facts, so that whoever is asked can help. */
export const adviceFallback = (code: string, facts: string): Advice =>
  advice(`Stopped by “${code}”`, facts === '' ? undefined : `Seen: ${facts}.`, 'Check again. If it stays, save the log and report it with this code.');
