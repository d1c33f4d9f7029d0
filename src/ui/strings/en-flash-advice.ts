/**
 * English advice for settings and flashing: what happened, what was seen, what to do; and the clauses these sentences are made of.
 * Floor: ui. A data table: one row a code. No sentence shows a value of a setting: the facts never hold one.
 */
import { when, type FactReader } from '../facts.ts';
import { seconds } from '../format.ts';
import { AGAIN, TABLE, advice, at, bytes, mono, of, seenOf } from './en-advice-parts.ts';
import type { BootTroubleTable, FlashAdvice } from './tables.ts';

const setting = (fact: FactReader): string | undefined =>
  when(fact('key'), (key) => `key ${mono(when(fact('namespace'), (namespace) => `${namespace}:${key}`) ?? key)}`);
/** Why a board does not start, after a colon. */
const bootTroubles: BootTroubleTable = {
  'invalid-header': 'no image where the chip looks for one',
  'flash-read': 'the flash does not answer',
  checksum: 'the checksum of its image is wrong',
  'waiting-for-download': 'BOOT (IO0) is held down',
  'no-bootable-app': 'the bootloader finds no application to start',
  'partition-table': 'the bootloader finds no partition table',
  'flash-size': 'the image is made for a larger flash',
  'chip-revision': 'it is made for another revision of the chip',
  'secure-boot': 'its signature is not accepted',
  brownout: 'the supply dips',
  panic: 'it starts and crashes',
  resets: 'it starts again and again',
};

/** What came of waiting for the port; a reason that is none of these is the code of a port that would not open. */
const newPorts: Readonly<Record<string, string>> = {
  'not-back': 'none came back in time',
  several: 'which of them it is cannot be told',
  silent: 'the one that came back is silent',
  'port-busy': 'the one that came back is in use',
  'port-denied': 'the one that came back may not be opened',
  'port-lost': 'the one that came back went away again',
};

const CSV: Readonly<Record<string, string>> = {
  header: 'the first row does not name the columns',
  cells: 'a row has too few or too many cells',
  type: 'the type is neither namespace, data nor file',
  encoding: 'the encoding is not known',
  namespace: 'a key stands before any namespace',
  file: 'a value comes from a file, which is not read here',
  column: 'a column is not named namespace:key:encoding',
  identity: 'a serial number, MAC or common name is none',
  twice: 'something is there twice',
  quote: 'a quotation mark stands where none may be',
  open: 'a quoted cell does not end',
  rows: 'there are too many rows',
};
const csv = (fact: FactReader): string =>
  seenOf(
    when(fact('line'), (line) => `line ${line}`),
    of(CSV, fact('reason')),
  );

const VALUES: Readonly<Record<string, string>> = {
  number: 'it is no whole number',
  range: 'the number is too large or too small for its type',
  length: 'it is too long',
  hex: 'it is not hex',
  base64: 'it is not base64',
  text: 'it is no text',
  nul: 'it has a zero byte in it',
  empty: 'it is empty',
  characters: 'it has other than plain characters',
};

export const flashAdvice: FlashAdvice = {
  'nvs-size': (fact) =>
    advice(
      'The NVS partition has an odd size',
      seenOf(
        when(fact('bytes'), bytes),
        when(fact('least'), (least) => `at least ${bytes(least)}, in steps of 4 KB`),
      ),
      TABLE,
    ),
  'nvs-full': (fact) =>
    advice(
      'The settings do not fit',
      seenOf(
        when(fact('neededBytes'), (needed) => `they need ${bytes(needed)}`),
        when(fact('bytes'), (room) => `the partition has ${bytes(room)}`),
      ),
      'Take away what is not needed, or make the partition larger.',
    ),
  'nvs-key': (fact) => advice('A namespace or key is not possible', seenOf(setting(fact), of(VALUES, fact('reason'))), 'Both have 1 to 15 plain characters.'),
  'nvs-twice': (fact) => advice('A key is there twice', seenOf(setting(fact)), 'Take one of them away.'),
  'nvs-namespaces': (fact) => advice('Too many namespaces', seenOf(when(fact('limit'), (most) => `at most ${most}`)), 'Put keys together in fewer namespaces.'),
  'nvs-value': (fact) =>
    advice(
      'A value is not what its type wants',
      seenOf(
        setting(fact),
        when(fact('type'), (type) => `type ${mono(type)}`),
        of(VALUES, fact('reason')),
      ),
      'Correct the value or choose another type.',
    ),
  'nvs-csv': (fact) =>
    advice('The table of settings cannot be read', csv(fact), 'Columns are `key,type,encoding,value`, or `namespace:key:encoding` with one row per board.'),
  'csv-text': (fact) => advice('This is no table', csv(fact), 'Save it as CSV with commas; a cell with a comma or a line break stands in quotation marks.'),
  'nvs-placeholder': (fact) =>
    fact('reason') === 'missing'
      ? advice(
          'The board does not say this',
          seenOf(
            setting(fact),
            when(fact('name'), (name) => `it uses ${mono(`{${name}}`)}`),
          ),
          'Check the chip of this board first, on the bench; then flash.',
        )
      : advice(
          'A placeholder is not known',
          seenOf(
            setting(fact),
            when(fact('name'), (name) => mono(`{${name}}`)),
          ),
          'Use `{serial}`, `{mac}` or `{cn}`. Double braces stand for plain ones.',
        ),
  'nvs-page': (fact) =>
    advice(
      'An NVS partition is damaged',
      seenOf(
        when(fact('page'), (page) => `page ${page}`),
        when(fact('reason'), mono),
      ),
      AGAIN,
    ),
  'nvs-entry': (fact) =>
    advice(
      'An NVS partition is damaged',
      seenOf(
        when(fact('page'), (page) => `page ${page}`),
        when(fact('entry'), (entry) => `entry ${entry}`),
        when(fact('reason'), mono),
      ),
      AGAIN,
    ),
  'settings-other-board': (fact) =>
    advice(
      'Another board than the one that was checked',
      seenOf(
        when(fact('seen'), (seen) => `here is ${mono(seen)}`),
        when(fact('wanted'), (wanted) => `checked was ${mono(wanted)}`),
      ),
      'Nothing was written. The settings name the secure element: check the chip of this board first, then flash.',
    ),
  'settings-no-row': (fact) =>
    advice(
      'The table has no row for this board',
      seenOf(
        when(fact('identifiedBy'), (names) => `looked for by ${names}`),
        when(fact('rows'), (rows) => `all ${rows} rows are used`),
      ),
      'Nothing was written. Add its row to the table and load it again.',
    ),
  'settings-not-kept': () =>
    advice(
      'The settings of this locked pack are not here',
      'They are secrets, so they went when the page was closed.',
      'Nothing is flashed without them. Enter or load them again below, or unlock the pack to flash without.',
    ),

  'board-silent': (fact) =>
    advice(
      'Nothing comes from the board',
      seenOf(
        'not one byte came',
        when(fact('attempts'), (tries) => `${tries} resets tried`),
      ),
      'Check power and cable: one for charging only has no data lines. If the board has two sockets, try the other.',
    ),
  'board-rate-lost': (fact) =>
    advice(
      'The board was lost when the rate was changed',
      seenOf(
        when(fact('baudRate'), (rate) => `at ${rate} baud`),
        when(fact('rates'), (rates) => `tried ${rates}`),
      ),
      'Choose a slower rate in Settings, and a shorter cable. On a Mac, CH340 bridges need WCH’s own driver for fast rates.',
    ),
  'board-changed': (fact) =>
    advice(
      'It is another board now',
      seenOf(
        when(fact('seen'), (seen) => `here is ${mono(seen)}`),
        when(fact('wanted'), (wanted) => `it was ${mono(wanted)}`),
      ),
      'Leave one board on the cable until it is done, then flash again.',
    ),
  'board-other': (fact) =>
    advice(
      'Another board came back after the last flashing',
      seenOf(
        when(fact('seen'), (seen) => `here is ${mono(seen)}`),
        when(fact('wanted'), (wanted) => `flashed was ${mono(wanted)}`),
      ),
      'Nothing was written to this one. The board that was flashed has not been seen to start: find it and flash it again. Then go on with this one.',
    ),
  'flash-chip-untold': (fact) =>
    advice(
      'Nothing says which chip this is for',
      seenOf(when(fact('seen'), (seen) => `the board is an ${mono(seen)}`)),
      'Nothing was written. Say the pack’s chip first.',
    ),
  'flash-absent': (fact) =>
    advice(
      'The flash does not answer',
      seenOf(when(fact('chip'), (chip) => `chip ${mono(chip)}`)),
      'Look at the flash chip, its supply and, on modules, at pins that are wired to it (IO6 to IO11 on an ESP32).',
    ),
  'flash-size': (fact) =>
    advice(
      'The firmware expects a larger flash',
      seenOf(
        when(fact('wantedBytes'), (wanted) => `it is built for ${bytes(wanted)}`),
        when(fact('flashSizeBytes'), (seen) => `the board has ${bytes(seen)}`),
      ),
      'Nothing was written: it would not start. Build it for this size, or use a board with more flash.',
    ),
  'flash-no-erase': () =>
    advice(
      'The whole chip cannot be erased here',
      'Its loader lets no helper program run, and cannot do it alone.',
      'Nothing was written. Choose to erase only what is written.',
    ),
  'flash-write': (fact) =>
    advice(
      'The flash refuses to be written',
      seenOf(
        when(fact('operation'), (name) => `operation ${mono(name)}`),
        when(fact('status'), (status) => `status ${mono(status)}`),
        when(at(fact), (place) => `at ${place}`),
      ),
      'Its flash chip is protected or broken. Put the board aside.',
    ),

  'firmware-silent': (fact) =>
    advice(
      'The new firmware says nothing',
      seenOf(
        when(fact('limitMs'), (limit) => `not a line within ${seconds(Number(limit))}`),
        when(fact('baudRate'), (rate) => `at ${rate} baud`),
        when(fact('lastLine'), (line) => `last line ${mono(line)}`),
      ),
      'It may be silent by design, or talk at another rate. Look at the log; if it should talk, its build is not for this board.',
    ),
  'firmware-boot-loop': (fact) =>
    advice(
      'The board does not start this firmware',
      seenOf(
        of(bootTroubles, fact('reason')),
        when(fact('line'), mono),
        when(fact('resets'), (resets) => `${resets} resets seen`),
      ),
      'It was written as it is in the pack. Make sure that bootloader, partition table and application were built together, and for this board.',
    ),
  'board-new-port': (fact) =>
    advice(
      'The board comes back at another port',
      seenOf(
        'Its own USB port went away with the reset',
        of(newPorts, fact('reason')),
        when(fact('candidates'), (candidates) => `${candidates} ports with its USB ids appeared`),
      ),
      fact('reason') === 'silent'
        ? 'Same USB ids; its MAC was not read. What it said while the port was away is not seen here: press its RESET with the log open.'
        : 'Connect the port that appears now; its log says whether the firmware runs.',
    ),
};
