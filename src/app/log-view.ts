/**
 * The log as ui sees it: one object for the life of the log.
 * Floor: app. Where regular expressions run is loaded when somebody looks for one.
 */
import type { LogBook } from '../bench/index.ts';
import type { LineMatcher, LogView } from '../ui/index.ts';

/** A matcher that begins to work when it is there. */
function lateMatcher(): LineMatcher {
  const loaded = import('./line-matcher/line-matcher.ts').then(({ openLineMatcher }) => openLineMatcher());
  loaded.catch(() => undefined); // who asks is told
  return {
    test: async (pattern, texts) => (await loaded).test(pattern, texts),
    marks: async (pattern, texts) => (await loaded).marks(pattern, texts),
    close: () => {
      loaded.then(
        (matcher) => {
          matcher.close();
        },
        () => undefined,
      );
    },
  };
}

/** `beganMs`: when the log began, where its own clock does not say. */
export function logView(log: LogBook, beganMs?: number): LogView {
  return {
    get version() {
      return log.version;
    },
    get count() {
      return log.count;
    },
    get beganMs() {
      return beganMs ?? performance.timeOrigin + log.startMs;
    },
    line: (index) => log.line(index),
    openLine: () => log.openLine,
    matcher: lateMatcher,
  };
}
