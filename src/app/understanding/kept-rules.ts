/**
 * Rules of the person's own, kept as the text of their file.
 * Floor: app. Kept in localStorage; what is found there is parsed as strictly as a file, because it may be anybody's.
 */
import type { ConnectRuleFile, LogUnderstanding } from '../../bench/index.ts';

const KEY = 'touchstone.connect-rules.1';
/** Characters; parse-rules.ts takes no more either. */
const MOST = 256 * 1024;

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
/** To ask for it may throw, too. */
const browserStorage = (): Shelf => localStorage;

/** What was kept; null when nothing was, or it is no longer a file of rules. */
export function readKeptRules({ parseConnectRules }: LogUnderstanding, storage: () => Shelf = browserStorage): ConnectRuleFile | null {
  try {
    const text = storage().getItem(KEY);
    return text === null || text.length > MOST ? null : parseConnectRules(text);
  } catch {
    return null;
  }
}

/** Keeps the file's text, or with null forgets it. `here`: the browser does not let us. */
export function keepRules(text: string | null, storage: () => Shelf = browserStorage): 'kept' | 'here' {
  try {
    if (text === null) storage().removeItem(KEY);
    else storage().setItem(KEY, text);
    return 'kept';
  } catch {
    return 'here';
  }
}
