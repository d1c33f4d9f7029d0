/** English words for plans and manifests in the shared store. Floor: ui. Loaded where a shared store is set. */
import type { FactReader } from '../facts.ts';
import { count, size } from '../format.ts';
import type { Advice } from './tables.ts';

/** `0123abcd…89ef4567`: enough to compare by eye; the whole stands beside it for a copy. */
const short = (fingerprint: string): string => `${fingerprint.slice(0, 8)}…${fingerprint.slice(-8)}`;
const manifests = (value: number): string => `${count(value)} ${value === 1 ? 'manifest' : 'manifests'}`;

export const sharedFilesWords = {
  short,
  look: 'Look in the store',
  again: 'Look again',
  looking: 'Looking in the store',
  take: 'Take',
  toCard: 'Open the Cloud screen',
  copyFingerprint: (name: string): string => `Copy the fingerprint of ${name}`,
  shared: (when: string): string => `shared ${when}`,
  unreached: (host: string): string => `No answer from ${host}: the network is down, or the account does not let this page in. Look again when it is back.`,
  plans: {
    title: 'From the store',
    lead: 'A station that starts a shift with a plan of its own shares it. Each is read and checked like a file; what is taken stands in the list above.',
    none: 'The store has no plan that is not here.',
    more: (value: number): string => `The newest 200 are shown; ${count(value)} others are not.`,
    takeLabel: (name: string, version: string): string => `Take ${name} ${version}`,
    unnamed: 'A plan that cannot be taken',
    problems: {
      'store-altered': 'It is not the plan that its name says: it was altered or damaged, or it is no plan. Have that blob removed.',
      'plan-size': 'It is longer than a plan may be.',
    } as Readonly<Record<string, string>>,
  },
  manifests: {
    title: 'In the shared store',
    lead: 'Manifests that other stations shared and that are not here. What you take is read and verified like a file that you drop; its SHA-256 must be its name in the store.',
    none: 'The store has no manifest that is not here.',
    found: (value: number): string => `${manifests(value)} that ${value === 1 ? 'is' : 'are'} not here`,
    more: (value: number): string => `The newest 200 are shown; ${count(value)} others are not.`,
    unnamed: 'Without a name',
    named: 'the name is what its station called it',
    fetching: (bytes: number): string => `Fetching ${size(bytes)}, then verifying`,
    taken: 'Taken: it stands among the files above',
    takeLabel: (name: string): string => `Take ${name}`,
  },
  share: {
    button: 'Share with other stations',
    again: 'Share again',
    limit: (bytes: number): string => `Into the shared store, ${size(bytes)} at most. Everybody who may read the store may read it.`,
    tooLarge: (bytes: number, limit: number): string => `${size(bytes)} is too large to be shared: ${size(limit)} at most. Carry it as a file.`,
    reading: 'Reading it',
    sending: (bytes: number): string => `Sending ${size(bytes)}`,
    done: 'Shared: other stations can take it now.',
    there: 'It was in the store already.',
  },
} as const;

/** For codes of app's own. */
export const sharedFilesAdvice: Readonly<Record<string, (fact: FactReader) => Advice>> = {
  'shared-too-large': (fact) => ({
    what: 'Too large to be shared',
    seen: size(Number(fact('bytes') ?? 0)),
    remedy: `${size(Number(fact('limitBytes') ?? 0))} is the most. Carry it as a file.`,
  }),
  'shared-not-taken': () => ({
    what: 'It came whole, and is no manifest that this page takes',
    remedy: 'The list Not taken, above, says why. Ask whoever shared it.',
  }),
  'shared-gone': () => ({ what: 'This file is not here any more', remedy: 'Load it again, then share it.' }),
};
