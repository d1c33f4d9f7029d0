/**
 * A problem of the cloud in its place on the screen: what happened, what was seen, what to do, and buttons that do it.
 * Floor: ui. Facts come from Azure and are hostile text; they reach the page as text only.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Facts } from '../../base/index.ts';
import { factText } from '../facts.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { cloudWords as words } from '../strings/cloud.ts';
import { adviseCloud } from './said.ts';

export interface Problem {
  readonly code: string;
  readonly facts: Facts;
}

export function problemBox({ code, facts }: Problem, buttons: TemplateResult | typeof nothing = nothing): TemplateResult {
  const { what, seen, remedy } = adviseCloud(code, facts);
  return html`<div class="problem" data-problem=${factText(code, 64)}>
    ${tick('fail')}<strong>${rich(what)}</strong>${seen === undefined ? nothing : html`<p>${rich(seen)}</p>`}
    <p>${rich(remedy)} <span class="code">${rich(words.code(factText(code, 64)))}</span></p>
    ${buttons === nothing ? nothing : html`<div class="buttons">${buttons}</div>`}
  </div>`;
}

/** In a row of a table: what happened and what was seen, without what to do, nor the ids that the row shows already. */
export function problemLine({ code, facts }: Problem): TemplateResult {
  const rest = Object.fromEntries(Object.entries(facts).filter(([name]) => name !== 'registrationId' && name !== 'deviceId'));
  const { what, seen } = adviseCloud(code, rest);
  return html`${rich(what)}${seen === undefined ? nothing : html`<small>${rich(seen)}</small>`}`;
}

/** What to do, once for every code that stands in the rows. */
export function remedies(problems: readonly Problem[]): readonly { readonly code: string; readonly what: string; readonly remedy: string }[] {
  const byCode = new Map(problems.filter(({ code }) => code !== '').map((problem) => [problem.code, problem]));
  return [...byCode.values()].map(({ code }) => {
    const { what, remedy } = adviseCloud(code, {});
    return { code, what, remedy };
  });
}

export function remedyList(problems: readonly Problem[]): TemplateResult | typeof nothing {
  const list = remedies(problems);
  if (list.length === 0) return nothing;
  return html`<div class="remedies">
    <h3>${words.enrol.remedies}</h3>
    <dl>
      ${list.map(
        ({ code, what, remedy }) =>
          html`<div data-remedy=${factText(code, 64)}>
            <dt>${rich(what)}</dt>
            <dd>${rich(remedy)}</dd>
          </div>`,
      )}
    </dl>
  </div>`;
}
