/**
 * `ts-proofs`: the twelve proofs, one row each: what was seen, what was wanted, what to do; the raw facts behind a click.
 * Floor: ui. Before a proof is made its row waits in the same place, so that nothing jumps.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Facts, Proof } from '../../base/index.ts';
import { PROOF_IDS, type ProofId, type SlotSnapshot } from '../../bench/index.ts';
import { EMPTY_SLOT } from '../app-view.ts';
import { factText } from '../facts.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import { proofContext, proofExpectation, proofText, type ProofContext } from '../proof-words.ts';
import { t } from '../strings/index.ts';

@customElement('ts-proofs')
export class TsProofs extends LitElement {
  static override styles = [
    sheet,
    css`
      .head,
      .row {
        display: grid;
        grid-template-columns: 20px minmax(0, 29fr) minmax(0, 41fr) minmax(0, 27fr) 16px;
        gap: 2px 14px;
      }
      .head {
        align-items: baseline;
        padding-bottom: 5px;
        color: var(--ink-3);
        font-size: 12.5px;
      }
      h2 {
        grid-column: 1 / 3;
        color: var(--ink);
        font-size: 14px;
        font-weight: 600;
      }
      li {
        border-top: 1px solid var(--line);
      }
      .row {
        padding: 7px 0;
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      summary {
        cursor: pointer;
        list-style: none;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        background: color-mix(in oklab, var(--stone-1) 60%, transparent);
      }
      .title {
        font-size: 14px;
        font-weight: 500;
      }
      .seen {
        color: var(--ink);
      }
      .wanted,
      .waiting .title,
      .waiting .seen {
        color: var(--ink-2);
      }
      .waiting .title {
        font-weight: 400;
      }
      .remedy {
        grid-column: 3 / 5;
        color: var(--ink-2);
      }
      .remedy b {
        color: var(--ink);
        font-weight: 550;
      }
      .label {
        display: none;
        color: var(--ink-3);
      }
      summary .icon {
        width: 16px;
        height: 16px;
        margin-top: 2px;
        color: var(--ink-3);
        transition: transform 0.12s;
      }
      [open] summary .icon {
        transform: rotate(90deg);
      }
      .raw {
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--s-2) var(--s-5);
        margin: 2px 0 12px 34px;
        padding: 10px 14px;
        border: 1px solid var(--line);
        border-radius: var(--r-2);
        background: var(--stone-1);
        font-size: 12.5px;
        line-height: 19px;
      }
      h3 {
        margin-bottom: 2px;
        font-size: 12.5px;
        font-weight: 550;
        color: var(--ink-2);
      }
      .raw dl {
        display: grid;
        grid-template-columns: minmax(90px, auto) 1fr;
        gap: 0 var(--s-3);
      }
      dt {
        color: var(--ink-3);
      }
      dd {
        font-family: var(--mono);
        font-size: 12px;
        overflow-wrap: anywhere;
      }
      .reason {
        grid-column: 1 / -1;
        color: var(--ink-2);
      }
      @media (max-width: 820px) {
        .head span {
          display: none;
        }
        .row {
          grid-template-columns: 20px minmax(0, 1fr) 16px;
          gap: 2px 12px;
          min-height: 44px;
          padding: 10px 0;
        }
        .seen,
        .wanted,
        .remedy {
          grid-column: 2;
        }
        .pass .wanted,
        .waiting .seen {
          display: none;
        }
        .label {
          display: inline;
        }
        summary .icon {
          grid-area: 1 / 3;
        }
        .raw {
          grid-template-columns: 1fr;
          margin-left: 0;
        }
      }
    `,
  ];

  @property({ attribute: false }) view: SlotSnapshot = EMPTY_SLOT;

  #facts(title: string, facts: Facts): TemplateResult | typeof nothing {
    const entries = Object.entries(facts);
    if (entries.length === 0) return nothing;
    return html`<div>
      <h3>${title}</h3>
      <dl>
        ${entries.map(
          ([name, value]) =>
            html`<dt>${t.proofs.fact(factText(name))}</dt>
              <dd>${factText(value, 4000)}</dd>`,
        )}
      </dl>
    </div>`;
  }

  #proof(proof: Proof<ProofId>, context: ProofContext): TemplateResult {
    const { outcome } = proof;
    const words = proofText(proof, context);
    return html`<details>
      <summary class="row ${outcome}">
        ${tick(outcome)}
        <span class="title"><span class="sr">${t.proofs.outcome[outcome]}: </span>${rich(words.title)}</span>
        <span class="seen"><span class="sr">${t.proofs.seen}: </span>${rich(words.seen)}</span>
        <span class="wanted"><span class="label">${t.proofs.wanted}: </span>${rich(words.wanted)}</span>
        ${icon('chevron')} ${words.remedy === null ? nothing : html`<span class="remedy"><b>${t.proofs.remedy}:</b> ${rich(words.remedy)}</span>`}
      </summary>
      <div class="raw">
        ${this.#facts(t.proofs.seen, proof.seen)} ${this.#facts(t.proofs.wanted, proof.wanted)}
        ${proof.reason === undefined ? nothing : html`<p class="reason">${t.proofs.reason}: <code>${factText(proof.reason)}</code></p>`}
        ${Object.keys(proof.seen).length + Object.keys(proof.wanted).length === 0 ? html`<p class="reason">${t.proofs.noFacts}</p>` : nothing}
      </div>
    </details>`;
  }

  #waiting(id: ProofId, { root }: ProofContext): TemplateResult {
    const words = proofExpectation(id, root);
    return html`<div class="row waiting">
      ${tick('waiting')}
      <span class="title">${rich(words.title)}</span>
      <span class="seen" aria-label=${t.proofs.notYet} role="note">–</span>
      <span class="wanted"><span class="label">${t.proofs.wanted}: </span>${rich(words.wanted)}</span>
    </div>`;
  }

  override render(): TemplateResult {
    const context = proofContext(this.view);
    const made = new Map(this.view.proofs.map((proof) => [proof.id, proof]));
    return html`<div class="head">
        <h2>${t.proofs.title}</h2>
        <span aria-hidden="true">${t.proofs.seen}</span><span aria-hidden="true">${t.proofs.wanted}</span>
      </div>
      <ol>
        ${PROOF_IDS.map((id) => {
          const proof = made.get(id);
          return html`<li data-proof=${id} data-outcome=${proof?.outcome ?? nothing}>
            ${proof === undefined ? this.#waiting(id, context) : this.#proof(proof, context)}
          </li>`;
        })}
      </ol>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-proofs': TsProofs;
  }
}
