/** The numbers of a file, or of all of them, as cells of a row: each with what it counts. Floor: ui. */
import { html, nothing, type TemplateResult } from 'lit';
import { count } from '../format.ts';
import { tick, type TickName } from '../look/icons.ts';
import { manifestWords } from '../strings/late.ts';
import type { FileCounts } from './file-totals.ts';

const words = manifestWords.files;

const cell = (value: number, label: string, shape: TickName | null): TemplateResult =>
  html`<span class="number ${value === 0 ? 'nought' : ''}"
    >${shape === null || value === 0 ? nothing : tick(shape)}${count(value)} <span class="label">${label}</span></span
  >`;

/** Nothing to say is an empty cell, which a narrow page leaves out. */
const seldom = (value: number, label: string, shape: TickName | null): TemplateResult =>
  value === 0 ? html`<span class="number none"></span>` : cell(value, label, shape);

function twice({ same, different }: FileCounts['duplicates']): TemplateResult {
  if (different > 0)
    return html`<span class="number"
      >${tick('fail')}${count(different)} <span class="label">${words.twice(different)}</span> ${words.different(different)}</span
    >`;
  return same > 0 ? html`<span class="number">${count(same)} <span class="label">${words.twice(same)},</span> ${words.same}</span>` : seldom(0, '', null);
}

/** Five cells: entries, verified, failed, without certificates, duplicates. */
export const countCells = ({ entries, verified, failed, withoutCertificates, duplicates }: FileCounts): TemplateResult =>
  html`${cell(entries, words.entriesLabel(entries), null)} ${cell(verified, words.verified, 'pass')} ${cell(failed, words.failed, 'fail')}
  ${seldom(withoutCertificates, words.without, 'unmeasured')} ${twice(duplicates)}`;
