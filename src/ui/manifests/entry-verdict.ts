/** The verdict on an entry as a shape and words. Floor: ui. */
import type { Facts } from '../../base/index.ts';
import { factList, factText, reader } from '../facts.ts';
import type { TickName } from '../look/icons.ts';
import { reasonWords } from '../proof-words.ts';
import { entryWords } from '../strings/late.ts';
import type { EntryRow } from './entries-view.ts';

/** An unknown signer is no contradiction: nothing could be measured. */
export function verdictShape({ verdict, reason }: EntryRow): TickName {
  if (verdict === 'verified') return 'pass';
  return verdict === 'no-certificate' || reason === 'unknown-signer' ? 'unmeasured' : 'fail';
}

/** Words for a reason; an unknown one still shows code and facts. */
export const reasonText = (reason: string, facts: Facts): string =>
  reasonWords(reason)?.seen(reader(facts)) ?? [factText(reason), factList(facts)].filter((part) => part !== '').join(': ');

/** What stands in the list. */
export const verdictWords = ({ verdict, reason, facts }: EntryRow): string => (reason === null ? entryWords.verdict[verdict] : reasonText(reason, facts));
