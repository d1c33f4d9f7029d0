/**
 * English advice for packs: why files are none, why one is refused, what is worth knowing of one; and the clauses these sentences are made of.
 * Floor: ui. A data table: one row a code. Facts are optional everywhere.
 */
import { when, type FactReader } from '../facts.ts';
import { count } from '../format.ts';
import { AGAIN, TABLE, PAGE_FAULT, advice, at, bytes, file, hex, mono, of, partition, seenOf, short } from './en-advice-parts.ts';
import type { ImageTable, PackAdvice, PackWarningTable, PartitionTable } from './tables.ts';

const images: ImageTable = {
  'image-short': 'it ends before the image does',
  'image-magic': 'it does not begin like an image (`E9`)',
  'image-header': 'a field of its header is out of range',
  'image-segment': 'a segment has an impossible length',
  'image-entry': 'it starts at an address that it does not have',
  'image-checksum': 'its checksum is wrong',
  'image-trailing': 'something follows its end',
};

const partitions: PartitionTable = {
  'partition-magic': 'a row is no partition',
  'partition-short': 'it ends inside a row, or has no end',
  'partition-name': 'a name is empty, unreadable or there twice',
  'partition-size': 'a partition has no size, or ends beyond 4 GB',
  'partition-md5': 'its MD5 is not the one of its rows',
  'partition-trailing': 'something follows its end',
  'partition-none': 'it has no partitions',
};

const PATHS: Readonly<Record<string, string>> = {
  empty: 'it is empty',
  long: 'it is too long',
  characters: 'it has control characters',
  url: 'it is an address of another place',
  absolute: 'it begins at the root of a disk',
  climbs: 'it leads out of the folder',
};

export const packAdvice: PackAdvice = {
  'pack-nothing': (fact) =>
    advice(
      'No firmware in there',
      seenOf(when(fact('files'), (files) => `${files} binaries and descriptions found`)),
      'Drop a build folder, a zip of one, an ESP Web Tools manifest with its files, or binaries.',
    ),
  'pack-too-large': (fact) =>
    advice(
      'That is too much',
      seenOf(
        when(fact('bytes'), bytes),
        when(fact('count'), (items) => `${items} files or packs`),
        when(fact('limit'), (most) => `at most ${count(Number(most))}`),
      ),
      'Drop only the folder that holds the firmware.',
    ),
  'pack-path': (fact) =>
    advice(
      'A path leads nowhere',
      seenOf(when(fact('path'), mono), of(PATHS, fact('reason'))),
      'Nothing outside what was dropped is read. Drop the folder with all its files.',
    ),
  'pack-file-twice': (fact) => advice('A file is there twice', seenOf(when(fact('path'), mono)), 'Drop only one of them.'),
  'pack-file-missing': (fact) =>
    advice(
      'A file is missing',
      seenOf(when(fact('path'), (path) => `${mono(path)} is named in ${mono(fact('file') ?? 'the description')}`)),
      'Drop the whole folder, or the missing file with the others.',
    ),
  'pack-json': (fact) =>
    advice(
      'A description cannot be read',
      seenOf(
        `${file(fact, 'file')} is no JSON`,
        when(fact('line'), (line) => `line ${line}`),
        when(fact('reason'), mono),
      ),
      AGAIN,
    ),
  'pack-field': (fact) =>
    advice(
      'A description is not understood',
      seenOf(when(fact('field'), (field) => `field ${mono(field)} of ${file(fact, 'file')} is missing or not what it should be`)),
      AGAIN,
    ),
  'pack-offset-missing': (fact) =>
    advice(
      'Nothing says where this goes',
      seenOf(
        file(fact, 'name'),
        when(fact('suggest'), (offset) => `usual is ${hex(offset)}`),
      ),
      'Say its place below, or drop it together with its bootloader and partition table.',
    ),
  'pack-chip-unknown': (fact) =>
    advice(
      'This chip is not known',
      seenOf(
        file(fact, 'name'),
        when(fact('seen'), (seen) => `made for ${mono(seen)}`),
      ),
      'It cannot be flashed here.',
    ),
  'pack-part-empty': (fact) => advice('A part is empty', seenOf(file(fact, 'name')), AGAIN),
  'pack-alignment': (fact) =>
    advice(
      'A part stands at an odd place',
      seenOf(
        file(fact, 'name'),
        when(at(fact), (place) => `at ${place}`),
        when(fact('align'), (align) => `not a multiple of ${hex(align)}`),
      ),
      'Correct its place.',
    ),
  'pack-overlap': (fact) => advice('Two parts overlap', overlap(fact), 'Correct their places.'),
  'pack-sector': (fact) =>
    advice('Two parts share a sector of the flash', overlap(fact), 'Writing one would erase some of the other. Put them 4 KB apart, or merge them.'),
  'pack-flash-size': (fact) =>
    advice(
      'It does not fit into its flash',
      seenOf(
        file(fact, 'name'),
        when(at(fact, 'end'), (end) => `ends at ${end}`),
        when(at(fact, 'flashBytes'), (end) => `the flash it is built for at ${end}`),
      ),
      'Build it for the larger flash, if the board has one.',
    ),
  'pack-image': (fact) =>
    advice(
      'An image is damaged',
      seenOf(
        file(fact, 'name'),
        when(at(fact), (place) => `at ${place}`),
        of(images, fact('reason')),
      ),
      AGAIN,
    ),
  'pack-image-hash': (fact) =>
    advice(
      'An image is not what was built',
      seenOf(
        `${file(fact, 'name')} has another SHA-256 than the one appended to it`,
        when(fact('seen'), (seen) => `seen ${short(seen)}`),
        when(fact('wanted'), (wanted) => `wanted ${short(wanted)}`),
      ),
      AGAIN,
    ),
  'pack-chip': (fact) =>
    advice(
      'An image is for another chip',
      seenOf(
        `${file(fact, 'name')} is for ${when(fact('seen'), mono) ?? 'another chip'}`,
        when(fact('wanted'), (wanted) => `the rest for ${mono(wanted)}`),
      ),
      'Drop only what was built together.',
    ),
  'pack-table': (fact) =>
    advice(
      'The partition table is damaged',
      seenOf(
        when(at(fact), (place) => `at ${place}`),
        when(fact('row'), (row) => `row ${row}`),
        of(partitions, fact('reason')),
      ),
      TABLE,
    ),
  'pack-table-alignment': (fact) =>
    advice(
      'A partition begins at an odd place',
      seenOf(
        partition(fact),
        when(at(fact), (place) => `at ${place}`),
        when(fact('align'), (align) => `not a multiple of ${hex(align)}`),
      ),
      TABLE,
    ),
  'pack-table-overlap': (fact) =>
    advice(
      'Two partitions overlap',
      seenOf(
        partition(fact),
        when(fact('other'), (other) => `partition ${mono(other)}`),
      ),
      TABLE,
    ),
  'pack-table-flash': (fact) =>
    advice(
      'A partition lies beyond the flash',
      seenOf(
        partition(fact),
        when(at(fact, 'end'), (end) => `ends at ${end}`),
        when(at(fact, 'flashBytes'), (end) => `the flash at ${end}`),
      ),
      TABLE,
    ),
  'pack-partition-size': (fact) =>
    advice(
      'A part is larger than its partition',
      seenOf(file(fact, 'name'), when(fact('bytes'), bytes), `${partition(fact)}${when(fact('partitionBytes'), (room) => ` has ${bytes(room)}`) ?? ''}`),
      'Make the partition larger, or the firmware smaller.',
    ),
  'pack-nvs-none': () => advice('This pack has no place for settings', '', 'Its partition table needs an NVS partition. Flash it without settings.'),
  'pack-nvs-size': (fact) =>
    advice(
      'The settings do not fill their partition',
      seenOf(
        when(fact('bytes'), bytes),
        when(fact('partitionBytes'), (room) => `${partition(fact)} has ${bytes(room)}`),
      ),
      PAGE_FAULT,
    ),
  'pack-version': (fact) =>
    advice(
      'This pack was kept by another version',
      seenOf(
        when(fact('seen'), (seen) => `version ${seen}`),
        when(fact('wanted'), (wanted) => `read here is ${wanted}`),
      ),
      'Make it again from its build.',
    ),
  'pack-part-hash': (fact) =>
    advice(
      'A part of the pack was changed',
      seenOf(
        file(fact, 'name'),
        when(fact('seen'), (seen) => `SHA-256 ${short(seen)}`),
        when(fact('wanted'), (wanted) => `listed ${short(wanted)}`),
      ),
      'Take the pack from where it was exported, or make it again from its build.',
    ),
  'pack-fingerprint': (fact) =>
    advice(
      'The pack is not the one it says it is',
      seenOf(
        when(fact('seen'), (seen) => `fingerprint ${short(seen)}`),
        when(fact('wanted'), (wanted) => `named ${short(wanted)}`),
      ),
      'Take the pack from where it was exported, or make it again from its build.',
    ),

  'pack-read': (fact) =>
    advice('A file could not be read', seenOf(file(fact, 'name')), 'It is not there any more, or may not be read. Drop it again from where it is now.'),
  'pack-url': (fact) =>
    advice(
      'This is no address',
      seenOf(when(fact('url'), mono)),
      'Type the address of a manifest or a binary on this site, for example `firmware/manifest.json`.',
    ),
  'pack-url-foreign': (fact) =>
    advice(
      'This address is on another site',
      seenOf(when(fact('host'), (host) => `${mono(host)} was not asked: the page’s policy (\`connect-src\`) lets it fetch from its own site only`)),
      'Download the file and drop it here, or put it beside this page and give that address.',
    ),
  'pack-url-missing': (fact) =>
    advice(
      'Nothing came from this address',
      seenOf(
        when(fact('url'), mono),
        when(fact('status'), (status) => `the server said ${status}`),
      ),
      'Check the address and the network. Addresses that lead elsewhere are not followed.',
    ),
  'pack-locked': (fact) =>
    advice(
      'A pack is locked for the line',
      seenOf(file(fact, 'name')),
      'The lock holds the pack, what is erased, writing again and the settings. Press Unlock beside the pack’s name first.',
    ),
  'pack-not-kept': (fact) =>
    advice(
      'The pack is not kept',
      seenOf(file(fact, 'name')),
      'This browser gives no room for it. It stays until the page is closed; export it to have it again.',
    ),
  'pack-kept-damaged': (fact) =>
    advice(
      'A kept pack is damaged',
      seenOf(
        when(fact('fingerprint'), (print) => `fingerprint ${short(print)}`),
        when(fact('reason'), mono),
      ),
      'It is left out. Drop its build or its export again.',
    ),
};

function overlap(fact: FactReader): string {
  const side = (name: string, from: string, to: string): string | undefined =>
    when(fact(name), (text) => `“${text}”${when(at(fact, from), (start) => ` from ${start}`) ?? ''}${when(at(fact, to), (end) => ` to ${end}`) ?? ''}`);
  return seenOf(side('name', 'offset', 'end'), side('other', 'otherOffset', 'otherEnd'));
}

export const packWarnings: PackWarningTable = {
  'offset-assumed': (fact) => `Nothing says where ${file(fact, 'name')} goes; ${at(fact) ?? 'the usual place'} is usual and was taken.`,
  'file-unused': (fact) => `${file(fact, 'name')} was among the files, and nothing refers to it.`,
  'encrypted-part': (fact) => `${file(fact, 'name')} is to be encrypted while it is written. That is not done here: it is written as it is.`,
  'chip-untold': () => 'Nothing in the files tells the chip.',
  'no-table': () => 'No partition table among the parts: their places were not checked.',
  'no-bootloader': () => 'No bootloader among the parts: the board starts this only if one is there already.',
  'no-app': () => 'No application among the parts: the board starts only what is there already.',
  'bootloader-place': (fact) => `The bootloader stands at ${at(fact) ?? 'another place'}; the chip looks for it at ${at(fact, 'wanted') ?? 'its own'}.`,
  'app-place': (fact) => `${file(fact, 'name')} at ${at(fact) ?? 'its place'} stands at no application partition.`,
  'not-an-image': (fact) => `What stands at ${partition(fact)} is no image; it may be encrypted.`,
  'outside-partitions': (fact) => `${file(fact, 'name')} at ${at(fact) ?? 'its place'} lies outside all partitions.`,
  'not-sector-aligned': (fact) => `${file(fact, 'name')} begins within a sector: writing it erases what stands before it there.`,
  'image-no-hash': (fact) => `Only a one-byte checksum guards the image ${file(fact, 'name')}.`,
  'flash-size-differs': (fact) =>
    `The images are built for a flash of ${when(fact('seen'), bytes) ?? 'one size'}; the description says ${when(fact('wanted'), bytes) ?? 'another'}.`,
  'partition-unaligned': (fact) => `${partition(fact)} begins within a sector.`.replace(/^p/, 'P'),
  'otadata-untouched': (fact) =>
    `${when(fact('slots'), (slots) => `${slots} partitions`) ?? 'Several partitions'} may be started from, and the choice among them is not in this pack: a used board may start its old firmware. Erase the whole chip to be sure.`,
  'nvs-keys': () => 'The table has a partition for NVS keys: firmware that encrypts its settings cannot read plain ones.',
};
