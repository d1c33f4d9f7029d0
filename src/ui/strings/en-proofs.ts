/**
 * English words for the twelve proofs: title, what was seen when it holds, what was wanted, what to do when it does not.
 * Floor: ui. A data table. Facts are optional everywhere; with a demo root no sentence speaks of Microchip.
 * Reference: the facts of each proof are listed at trust's ChipProofReason and made in bench/check-run.ts.
 */
import { sentence, when } from '../facts.ts';
import { count } from '../format.ts';
import type { ProofTable } from './tables.ts';

/** What is said when the facts of a proof say nothing. */
export const seenFallback = {
  pass: (facts: string): string => (facts === '' ? 'As wanted' : facts),
  fail: (facts: string): string => (facts === '' ? 'Not as wanted' : `Not as wanted: ${facts}`),
  unmeasured: (facts: string): string => (facts === '' ? 'Not measured' : `Not measured: ${facts}`),
};

const ASIDE = 'Put the board aside.';
const mono = (text: string): string => `\`${text}\``;
/** "d330b8b2…99106769": enough to compare by eye; the whole is among the raw facts. */
const short = (hex: string): string => mono(hex.length <= 18 ? hex : `${hex.slice(0, 8)}…${hex.slice(-8)}`);
const spaced = (hex: string): string => mono(hex.match(/../g)?.join(' ') ?? hex);
/** All of Microchip's names begin alike. */
const shortName = (name: string): string => name.replace(/^(?:Crypto Authentication|Touchstone) /, '');
const date = (time: string): string => time.slice(0, 10);
const all = (...parts: readonly (string | undefined)[]): string | undefined => sentence(parts, '') || undefined;

const PLACES: Readonly<Record<string, string>> = { ram: 'runs from RAM', flash: 'runs from flash' };
const ORIGINS: Readonly<Record<string, string>> = { microchip: 'Microchip’s', demo: 'demo', own: 'your own, not Microchip’s' };

export const proofTable: ProofTable = {
  'board-identified': {
    title: () => 'Board is identified',
    seen: (fact) =>
      all(
        fact('chipName'),
        when(fact('revision'), (revision) => `revision ${revision}`),
        when(fact('mac'), mono),
      ),
    wanted: () => 'An ESP32 that tells its MAC',
    remedy: () => 'Connect a board with an ESP32, then check again.',
  },
  'firmware-expected': {
    title: () => 'Bench firmware is the one sent',
    seen: (fact) =>
      all(
        when(fact('version'), (version) => `Version ${version}`),
        when(fact('buildId'), (build) => `build ${mono(build)}`),
        PLACES[fact('place') ?? ''],
      ),
    wanted: (fact) => when(fact('buildId'), (build) => `Build ${mono(build)}`) ?? 'The build this page carries',
    remedy: () => 'Check again, so that this page’s firmware is loaded.',
  },
  'chip-answers': {
    title: () => 'Chip answers',
    seen: (fact) =>
      all(
        when(fact('address'), (at) => `${fact('model') ?? 'A chip'} at ${mono(at)}`),
        when(fact('revision'), (revision) => `revision ${spaced(revision)}`),
      ),
    wanted: () => 'An ATECC608 that wakes',
    remedy: () => 'Check supply, pins and pull-ups of the chip, or set other pins.',
  },
  'zones-locked': {
    title: () => 'Configuration and data are locked',
    seen: (fact) =>
      all(
        when(fact('configZone'), (state) => `Configuration ${state}`),
        when(fact('dataZone'), (state) => `data ${state}`),
        when(fact('lockBytes'), mono),
      ),
    wanted: () => 'Both locked, `00 00`',
    remedy: () => `A Trust&GO chip leaves the factory locked; this one was never provisioned. ${ASIDE}`,
  },
  'serial-well-formed': {
    title: () => 'Serial number is well formed',
    seen: (fact) => when(fact('serialNumber'), mono),
    wanted: (fact) => `Begins ${mono(fact('prefix') ?? '0123')}, ends ${mono(fact('suffix') ?? '01')}`,
    remedy: () => `Microchip makes no such serial number. ${ASIDE}`,
  },
  'signer-chain': {
    title: (root) => (root === 'demo' ? 'Signer chains to the demo root' : 'Signer chains to Microchip’s root'),
    seen: (fact) =>
      all(
        sentence([when(fact('signer'), shortName), when(fact('root'), shortName)], '', ' → ') || undefined,
        when(fact('notAfter'), (time) => `valid to ${date(time)}`),
      ),
    wanted: (_, root) => (root === 'demo' ? 'The pinned demo root' : 'The pinned Root CA 002'),
    remedy: () => `Its signer was not made by who is named there, or its certificates were changed. ${ASIDE}`,
  },
  'device-chain': {
    title: () => 'Device certificate chains to the signer',
    seen: (fact) =>
      all(
        when(fact('commonName'), mono),
        when(fact('notAfter'), (time) => `valid to ${date(time)}`),
      ),
    wanted: () => 'A signature by the signer’s key',
    remedy: () => `The rebuilt certificate does not hold. ${ASIDE}`,
  },
  'key-in-certificate': {
    title: () => 'Chip’s key is the certificate’s key',
    seen: (fact) => when(fact('publicKey'), (key) => `Public key ${short(key)}`),
    wanted: (fact) => when(fact('publicKey'), short) ?? 'The same key in both',
    remedy: () => `Certificate and key do not belong together. ${ASIDE}`,
  },
  possession: {
    title: () => 'Chip holds the private key',
    seen: (fact) => when(fact('challenge'), (challenge) => `Signed a fresh challenge, ${short(challenge)}`),
    wanted: () => 'A signature that its key verifies',
    remedy: () => `A copied certificate without its key does this. ${ASIDE}`,
  },
  'in-manifest': {
    title: () => 'Chip is on a loaded manifest',
    seen: (fact) =>
      all(
        fact('fileName'),
        when(fact('entry'), (entry) => `entry ${count(Number(entry))}`),
      ),
    wanted: () => 'An entry with this serial number',
    remedy: () => 'Load the manifest that came with the order.',
  },
  'entry-signature': {
    title: () => 'Manifest entry is signed',
    seen: (fact) => when(fact('signer'), (signer) => `By ${signer}${when(ORIGINS[fact('origin') ?? ''], (origin) => ` (${origin})`) ?? ''}`),
    wanted: (_, root) => (root === 'demo' ? 'A signature by the demo signer' : 'A signature by a known signer'),
    remedy: () => 'The entry was changed after it was signed. Download the manifest again from the order page.',
  },
  'entry-equals-chip': {
    title: () => 'Certificates and key equal the entry’s',
    seen: (fact) => when(fact('sha256'), (hash) => `Byte for byte, SHA-256 ${short(hash)}`),
    wanted: (fact) => when(fact('sha256'), short) ?? 'The same bytes in chip and entry',
    remedy: () => 'Chip and manifest disagree. Put the board aside and ask the supplier.',
  },
};
