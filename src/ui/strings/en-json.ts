/**
 * English words for a file or an entry that is not JSON: what is wrong, and where.
 * Floor: ui. The faults are those of formats/json-array-splitter.ts and formats/strict-json.ts; an unknown one is shown as it is.
 */
import { sentence, when, type FactReader } from '../facts.ts';
import { count } from '../format.ts';

const FAULTS: Readonly<Record<string, string>> = {
  array: 'it is no list',
  character: 'a character stands where it may not',
  depth: 'it is nested too deeply',
  duplicate: 'a name stands twice',
  end: 'it ends too early',
  trailing: 'something follows after its end',
  'utf-8': 'its bytes are not UTF-8',
  'utf-16': 'it is written in UTF-16, not in UTF-8',
};

/** ": it ends too early", or nothing when nobody said. */
export const jsonFault = (fact: FactReader): string => when(fact('why'), (why) => `: ${Object.hasOwn(FAULTS, why) ? FAULTS[why] : `\`${why}\``}`) ?? '';

const number = (text: string): string => (/^\d{1,15}$/.test(text) ? count(Number(text)) : text);

/** "line 3, column 17, byte 240" of what is known; another encoding is nowhere and everywhere. */
export const jsonPlace = (fact: FactReader): string =>
  fact('why') === 'utf-16'
    ? ''
    : sentence(
        [
          when(fact('line'), (line) => `line ${number(line)}`),
          when(fact('column'), (column) => `column ${number(column)}`),
          when(fact('offset'), (offset) => `byte ${number(offset)}`),
        ],
        '',
      );
