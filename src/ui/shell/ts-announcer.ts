/**
 * `ts-announcer`: says aloud what changed on the bench: steps politely, the verdict politely, a fault at once.
 * Floor: ui. Draws nothing; its live regions never leave the page, because a region that appears with its text is not read.
 */
import { LitElement, html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SlotSnapshot } from '../../bench/index.ts';
import { spokenWords } from '../connect/connect-words.ts';
import type { UnderstoodLog } from '../connect/understanding-view.ts';
import { EMPTY_SLOT } from '../app-view.ts';
import { advise } from '../advice.ts';
import { isDemo } from '../proof-words.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';

/** What is said politely about a slot; empty when there is nothing to say. */
function politeWords(slot: SlotSnapshot): string {
  switch (slot.phase) {
    case 'running': {
      const index = slot.steps.findIndex((step) => step.state === 'running');
      const step = slot.steps[index];
      return step === undefined ? '' : t.say.step(t.steps[step.id].title, index + 1, slot.steps.length);
    }
    case 'done': {
      const verdict = slot.verdict;
      if (verdict === null) return '';
      const words = t.verdicts[verdict.kind];
      return t.say.verdict(words.word, words.title, t.banner.tally(verdict.passed, verdict.failed, verdict.unmeasured), isDemo(slot) ? t.banner.demo : '');
    }
    case 'aborted':
      return t.banner.aborted.title;
    case 'ready':
      return slot.port?.kind === 'virtual' ? t.banner.readyVirtual.title : t.banner.ready.title;
    case 'lost':
      return slot.verdict === null ? '' : t.banner.unplugged;
    default:
      return '';
  }
}

/** What is said at once: faults and the lost cable. */
function urgentWords(slot: SlotSnapshot): string {
  if (slot.phase === 'lost') return slot.verdict !== null ? '' : `${t.banner.lost.title}. ${t.banner.lost.text}`;
  if (slot.phase !== 'failed' || slot.fault === null) return '';
  const { what, remedy } = advise(slot.fault.code, slot.fault.facts, slot.pins);
  return `${what}. ${remedy}`;
}

@customElement('ts-announcer')
export class TsAnnouncer extends LitElement {
  static override styles = sheet;

  @property({ attribute: false }) slotView: SlotSnapshot = EMPTY_SLOT;

  @property({ attribute: false }) understood: UnderstoodLog | null = null;

  override render(): TemplateResult {
    const said = spokenWords(this.understood);
    return html`<div class="sr" role="status">${politeWords(this.slotView)}</div>
      <div class="sr" role="alert">${urgentWords(this.slotView)}</div>
      <div class="sr" role="status" data-say="connect">${said.polite}</div>
      <div class="sr" role="alert" data-say="trouble">${said.urgent}</div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-announcer': TsAnnouncer;
  }
}
