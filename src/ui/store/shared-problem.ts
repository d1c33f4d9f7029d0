/**
 * Why the shared store could not be asked, beside the button that asked: what goes by itself is no alarm.
 * Floor: ui. Facts of answers are hostile text.
 */
import { html, type TemplateResult } from 'lit';
import { learnAdvice } from '../advice.ts';
import { problemBox, type Problem } from '../cloud/cloud-problem.ts';
import { factText } from '../facts.ts';
import { sharedFilesAdvice, sharedFilesWords as words } from '../strings/en-shared-files.ts';
import { leadToStore } from './lead-to-store.ts';

learnAdvice(sharedFilesAdvice);

const NOT_REACHED: readonly string[] = ['cloud-unreachable', 'cloud-timeout', 'sign-in-network'];
const CARD: readonly string[] = [
  'sign-in-needed',
  'sign-in-expired',
  'sign-in-consent',
  'sign-in-setup',
  'store-settings',
  'store-cors',
  'store-role',
  'store-container',
];

/** `at`: whose button leads to the card. */
export function sharedProblem({ code, facts }: Problem, at: EventTarget): TemplateResult {
  if (NOT_REACHED.includes(code) && typeof facts['host'] === 'string')
    return html`<p class="quiet" role="status" data-problem=${code}>${words.unreached(factText(facts['host'], 100))}</p>`;
  const lead = html`<button type="button" class="btn small" data-action="to-store" @click=${() => leadToStore(at)}>${words.toCard}</button>`;
  return CARD.includes(code) ? problemBox({ code, facts }, lead) : problemBox({ code, facts });
}
