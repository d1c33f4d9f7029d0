/**
 * The button that looks into the shared store, and what is said while it looks or when it could not: the same for plans and for manifests.
 * Floor: ui.
 */
import { html, nothing, type TemplateResult } from 'lit';
import { sharedFilesWords as words } from '../strings/en-shared-files.ts';
import type { SharedList } from './shared-files-view.ts';
import { sharedProblem } from './shared-problem.ts';

/** `action`: its name in the page. */
export const lookButton = (state: SharedList<unknown>['state'], action: string, press: () => void): TemplateResult =>
  html`<div class="buttons">
    <button type="button" class="btn small" data-action=${action} ?disabled=${state === 'loading'} @click=${press}>
      ${state === 'idle' || state === 'loading' ? words.look : words.again}
    </button>
  </div>`;

/** What was found, as `done` draws it. `at`: whose button leads to the card. */
export function foundInStore<Row>(
  list: SharedList<Row> | undefined,
  at: EventTarget,
  done: (rows: readonly Row[], more: number) => TemplateResult,
): TemplateResult | typeof nothing {
  switch (list?.state) {
    case undefined:
    case 'idle':
      return nothing;
    case 'loading':
      return html`<p role="status">${words.looking}</p>`;
    case 'failed':
      return sharedProblem(list, at);
    case 'done':
      return done(list.rows, list.more);
  }
}
