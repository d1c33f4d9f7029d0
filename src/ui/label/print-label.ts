/**
 * Labels through the browser's own print: the page becomes one label, millimetre for millimetre, and then itself again.
 * Floor: ui. One at a time: who asks waits for its turn.
 * Reference: CSS Paged Media Module Level 3, @page size; HTML, section 8.8.3 (window.print, beforeprint, afterprint). The sheet of styles is a constructed one:
 * the page's policy forbids inline styles.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { LabelErrorCode, LabelTemplate } from '../../bench/index.ts';
import { drawLabel } from './draw-label.ts';

const ROOT = 'touchstone-print';
/** A dialog that nobody answers must not hold the line. */
const LONGEST_MS = 50_000;
/** A browser that prints says so (beforeprint) long before. */
const BEGINS_MS = 5_000;

let turn: Promise<unknown> = Promise.resolve();

/** Prints a label whose contents are filled in. Resolves when the dialog was closed, or after some time. @throws label-code, label-not-printed, the signal's reason while it waits for its turn */
export function printLabel(label: LabelTemplate, signal?: AbortSignal): Promise<void> {
  const mine = turn.then(async () => {
    signal?.throwIfAborted();
    await printNow(label);
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function printNow(label: LabelTemplate): Promise<void> {
  const { element, failed } = drawLabel(label);
  const [first] = failed;
  if (first !== undefined) throw new TouchstoneError<LabelErrorCode>('label-code', { kind: first.kind, content: first.content.slice(0, 80) });
  const root = document.createElement('div');
  root.id = ROOT;
  root.append(element);
  const styles = new CSSStyleSheet();
  styles.replaceSync(stylesFor(label));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, styles];
  document.body.append(root);
  try {
    await dialogClosed();
  } finally {
    root.remove();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== styles);
  }
}

const stylesFor = ({ width, height }: LabelTemplate): string => `
  @page { size: ${width}mm ${height}mm; margin: 0; }
  @media screen { #${ROOT} { display: none; } }
  @media print {
    html, body { display: block; width: ${width}mm; height: ${height}mm; margin: 0; padding: 0; overflow: hidden; background: #fff; }
    body > :not(#${ROOT}) { display: none !important; }
    #${ROOT} { display: block; width: ${width}mm; height: ${height}mm; overflow: hidden; line-height: 0; }
    #${ROOT} svg { display: block; }
  }`;

/** Resolves when the dialog was closed, or when nobody closed it for long. @throws label-not-printed when the browser did not even begin */
async function dialogClosed(): Promise<void> {
  let hasBegun = false;
  const begun = (): void => {
    hasBegun = true;
  };
  let end: (outcome: 'closed' | 'not-begun') => void = () => undefined;
  const over = new Promise<'closed' | 'not-begun'>((resolve) => {
    end = resolve;
  });
  const closed = (): void => end('closed');
  window.addEventListener('beforeprint', begun, { once: true });
  window.addEventListener('afterprint', closed, { once: true });
  const timers = [setTimeout(() => (hasBegun ? undefined : end('not-begun')), BEGINS_MS), setTimeout(closed, LONGEST_MS)];
  try {
    window.print();
    if ((await over) === 'not-begun') throw new TouchstoneError<LabelErrorCode>('label-not-printed');
  } finally {
    for (const timer of timers) clearTimeout(timer);
    window.removeEventListener('beforeprint', begun);
    window.removeEventListener('afterprint', closed);
  }
}
