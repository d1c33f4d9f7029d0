/**
 * `ts-run`: one run in full, in a dialog: phases in time, reasons, measurements with limits, log, facts, place in the chain; earlier and later runs of the unit.
 * Floor: ui. Emits `records`. Everything in a record may come from another station: it is shown as text and made harmless.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { Measurement, RecordedBench, RecordedPart, RunRecord } from '../../bench/index.ts';
import { EMPTY_SLOT } from '../app-view.ts';
import { emit } from '../events.ts';
import { factText } from '../facts.ts';
import { logTime, seconds, size } from '../format.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import '../slot/ts-proofs.ts';
import { limitText } from '../station/limit-text.ts';
import { reasonLine } from '../station/reason-words.ts';
import { recordsWords } from '../strings/en-records.ts';
import { visibleText } from '../visible-text.ts';
import { markStyles, outcomeMark, outcomeTick } from './outcome-mark.ts';
import { barStyles, phaseBars } from './phase-bars.ts';
import { recordsStyles } from './records-styles.ts';
import { EXPORT_FORMATS, type OpenedRun, type Problem, type RecordFormat, type RunPlace } from './records-view.ts';
import { runStyles } from './run-styles.ts';
import { phaseName, problemWords, unitWord } from './run-words.ts';
import { dayTime, figure } from './times.ts';

const w = recordsWords.run;
/** They stopped nothing. */
const NOTES = ['unit-claimed', 'unit-retest', 'store-not-asked', 'slot-not-certain'];

@customElement('ts-run')
export class TsRun extends LitElement {
  static override styles = [sheet, dialogStyles, recordsStyles, markStyles, barStyles, runStyles];

  @property({ attribute: false }) opened: OpenedRun | null = null;
  /** What went wrong with the last thing that was asked for. */
  @property({ attribute: false }) problem: Problem | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  protected override updated(): void {
    setDialog(this.dialog, this.opened === null ? 'closed' : 'open');
  }

  #go(place: RunPlace | null, words: string, action: string): TemplateResult {
    return html`<button
      type="button"
      class="btn small"
      data-action=${action}
      ?disabled=${place === null}
      @click=${() => place !== null && emit(this, 'records', { act: 'open-run', chain: place.chain, number: place.number })}
    >
      ${words}
    </button>`;
  }

  #head({ record, previous, next, nth, of }: OpenedRun): TemplateResult {
    const unit = record.chip?.serialNumber ?? record.board?.mac ?? recordsWords.noUnit;
    return html`<div class="head">
      <div>
        <h2 id="title">
          ${outcomeMark(record.outcome)}
          <span class="mono">${factText(unit, 60)}</span> ${record.virtual ? html`<span class="demo">${recordsWords.demo}</span>` : nothing}
          ${record.purpose === 'production' ? nothing : html`<span class="tag">${recordsWords.purposes[record.purpose]}</span>`}
        </h2>
        <p class="quiet">
          ${w.title(record.link.number)} · ${dayTime(record.endMs)} · ${w.took} ${seconds(record.endMs - record.startMs)} · ${rich(w.nth(nth, of))}
        </p>
        <div class="buttons">${this.#go(previous, w.previous, 'previous-run')} ${this.#go(next, w.next, 'next-run')}</div>
      </div>
      <button type="button" class="btn small" data-action="close-run" autofocus @click=${() => this.dialog.close()}>${w.close} <kbd>Esc</kbd></button>
    </div>`;
  }

  #why(record: RunRecord): TemplateResult | typeof nothing {
    if (record.details.length === 0) return nothing;
    return html`<section>
      <h3>${w.proofs}</h3>
      <ul class="why">
        ${record.details.map((detail) => {
          const { what, action } = reasonLine(detail, record.virtual ? 'demo' : 'microchip');
          return html`<li class="line">
            ${NOTES.includes(detail.code) ? tick('unmeasured') : outcomeTick(record.outcome)}<span>${rich(what)}<small>${rich(action)}</small></span>
          </li>`;
        })}
      </ul>
    </section>`;
  }

  #proofs({ record, proofs }: OpenedRun): readonly TemplateResult[] {
    const port = { kind: record.virtual ? 'virtual' : 'real' } as const;
    return proofs.map(
      ({ phase, proofs: made }) =>
        html`<section data-proofs-of=${factText(phase, 80)}>
          ${proofs.length === 1 ? nothing : html`<h3>${phaseName(phase)}</h3>`}
          <ts-proofs .view=${{ ...EMPTY_SLOT, phase: 'done', port, proofs: made }}></ts-proofs>
        </section>`,
    );
  }

  #measurement(row: Measurement): TemplateResult {
    const isOut = row.outcome === 'fail' || row.outcome === 'unset';
    const value = row.value === null ? w.unset : `${typeof row.value === 'number' ? figure(row.value) : factText(row.value, 200)} ${unitWord(row.unit)}`.trim();
    return html`<tr role="row" data-measurement=${factText(row.name, 80)}>
      <td role="cell" class="tick-cell">${outcomeTick(isOut ? 'fail' : row.outcome === 'pass' ? 'pass' : 'skip')}<span class="sr">${row.outcome}</span></td>
      <td role="cell">${factText(row.name, 80)}</td>
      <td role="cell" class=${isOut ? 'out' : ''}><code>${value}</code></td>
      <td role="cell">${row.limits.map((limit) => factText(limitText(limit), 120)).join(', ')}</td>
    </tr>`;
  }

  #measurements({ phases }: RunRecord): TemplateResult | typeof nothing {
    const shown = phases.map(({ name, measurements }) => ({ name, rows: measurements.filter(({ value, outcome }) => value !== null || outcome === 'unset') }));
    if (shown.every(({ rows }) => rows.length === 0)) return nothing;
    const { columns } = w;
    return html`<section>
      <h3>${recordsWords.yields.measurements}</h3>
      <div class="table" tabindex="0" role="region" aria-label=${recordsWords.yields.measurements}>
        <table role="table">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col"><span class="sr">${columns.outcome}</span></th>
              ${[columns.measurement, columns.value, columns.limits].map((column) => html`<th role="columnheader" scope="col">${column}</th>`)}
            </tr>
          </thead>
          ${shown
            .filter(({ rows }) => rows.length > 0)
            .map(
              ({ name, rows }) =>
                html`<tbody role="rowgroup">
                  <tr role="row">
                    <th role="rowheader" scope="rowgroup" colspan="4" class="phase">${phaseName(name)}</th>
                  </tr>
                  ${rows.map((row) => this.#measurement(row))}
                </tbody>`,
            )}
        </table>
      </div>
    </section>`;
  }

  #attachments({ phases }: RunRecord): TemplateResult | typeof nothing {
    const all = phases.flatMap((phase) => phase.attachments.map((attachment) => ({ phase: phase.name, ...attachment })));
    if (all.length === 0) return nothing;
    return html`<section>
      <h3>${w.attachments}</h3>
      <ul class="why">
        ${all.map(
          ({ phase, name, text }) =>
            html`<li class="buttons">
              <span>${phaseName(phase)} · ${factText(name, 80)} · ${size(text.length)}</span>
              <button
                type="button"
                class="btn small"
                data-action="save-attachment"
                @click=${() => emit(this, 'records', { act: 'save-attachment', phase, name })}
              >
                ${w.save}
              </button>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #log({ log, logDropped }: RunRecord): TemplateResult {
    return html`<details class="log">
      <summary><h3>${w.log}</h3></summary>
      ${logDropped > 0 ? html`<p class="quiet">${w.logDropped(logDropped)}</p>` : nothing}
      ${
        log.length === 0
          ? html`<p class="quiet">${w.noLog}</p>`
          : html`<pre tabindex="0">${log.map(({ atMs, source, text }) => `${logTime(atMs)}  ${source.padEnd(6)} ${visibleText(text, 400)}\n`)}</pre>`
      }
    </details>`;
  }

  #facts({ record, integrity }: OpenedRun): TemplateResult {
    const { fields: f } = w;
    const { board, chip, entry, enrolment, plan, pack, versions, firmware, link } = record;
    const rows: readonly (readonly [name: string, value: string | null | undefined, kind?: 'mono'])[] = [
      [f.started, dayTime(record.startMs)],
      [f.ended, dayTime(record.endMs)],
      [f.station, record.station],
      [f.slot, String(record.slot)],
      [f.operator, record.operator],
      [f.workOrder, record.workOrder],
      [f.label, record.label, 'mono'],
      [f.purpose, recordsWords.purposes[record.virtual ? 'demo' : record.purpose]],
      [
        f.board,
        board === null ? null : [board.chipName, board.revision, board.flashSizeBytes === 0 ? null : size(board.flashSizeBytes)].filter(Boolean).join(' · '),
      ],
      [f.mac, board?.mac, 'mono'],
      [f.chip, chip?.model],
      [f.serial, chip?.serialNumber, 'mono'],
      [f.commonName, chip?.commonName, 'mono'],
      [f.deviceCertificate, chip?.deviceCertificate, 'mono'],
      [f.signerCertificate, chip?.signerCertificate, 'mono'],
      [f.entry, entry === null ? null : `${entry.fileName} · ${entry.index + 1}`],
      [f.enrolment, enrolment === null ? null : `${enrolment.registrationId} · ${enrolment.service} · ${enrolment.idScope}`],
      [f.plan, `${plan.name} · ${plan.version}`],
      [f.planFingerprint, plan.fingerprint, 'mono'],
      [f.pack, pack?.name],
      [f.packFingerprint, pack?.fingerprint, 'mono'],
      [f.bench, benchText(firmware?.bench ?? null)],
      [f.benchHash, firmware?.bench?.sha256, 'mono'],
      [f.benchOnChip, firmware?.bench?.md5, 'mono'],
      ...(firmware?.flash ?? []).map((part) => [f.onChip(hexOf(part.offset)), partText(part), 'mono'] as const),
      [f.versions, [versions.page, versions.firmware ?? '–', versions.build ?? '–'].join(' · ')],
    ];
    const chained: typeof rows = [
      [f.id, record.id, 'mono'],
      [f.chain, `${link.chain} · ${link.number}`, 'mono'],
      [f.previous, link.previous, 'mono'],
      [f.hash, link.hash, 'mono'],
    ];
    const list = (all: typeof rows): TemplateResult =>
      html`<dl>
        ${all.map(([name, value, kind]) =>
          value === null || value === undefined || value === ''
            ? nothing
            : html`<dt>${name}</dt>
                <dd class=${kind ?? ''}>${factText(value, 300)}</dd>`,
        )}
      </dl>`;
    return html`<section>
        <h3>${w.facts}</h3>
        ${list(rows)}
      </section>
      <section data-integrity=${integrity}>
        <h3>${w.chain}</h3>
        <p class="line">${outcomeTick(integrity === 'whole' ? 'pass' : 'fail')}<span>${w[integrity]}</span></p>
        ${list(chained)}
      </section>`;
  }

  #exports(): TemplateResult {
    const words = this.problem === null ? null : problemWords(this.problem);
    return html`${words === null ? nothing : html`<p class="line problem" role="alert">${outcomeTick('fail')}<span>${rich(words.what)}. ${rich(words.action)}</span></p>`}
      <div class="buttons">
        <button type="button" class="btn small" data-action="print-run" @click=${() => emit(this, 'records', { act: 'print-run', name: '' })}>
          ${w.print}
        </button>
        ${EXPORT_FORMATS.map(
          (format: RecordFormat) =>
            html`<button
              type="button"
              class="btn small"
              data-export-run=${format}
              @click=${() => emit(this, 'records', { act: 'export', format, what: 'opened' })}
            >
              ${recordsWords.formats[format].name}
            </button>`,
        )}
      </div>`;
  }

  override render(): TemplateResult {
    const { opened } = this;
    return html`<dialog
      aria-labelledby="title"
      data-opened-run=${opened?.record.id ?? ''}
      @close=${() => this.opened !== null && emit(this, 'records', { act: 'close-run' })}
      @keydown=${(event: Event) => event.stopPropagation()}
    >
      ${
        opened === null
          ? nothing
          : html`${this.#head(opened)}
              <div class="body">
                ${this.#why(opened.record)}
                <section>
                  <h3>${w.timeline}</h3>
                  ${phaseBars(opened.record)}
                </section>
                ${this.#proofs(opened)} ${this.#measurements(opened.record)} ${this.#attachments(opened.record)} ${this.#log(opened.record)}
                ${this.#facts(opened)} ${this.#exports()}
              </div>`
      }
    </dialog>`;
  }
}

const hexOf = (offset: number): string => `0x${offset.toString(16)}`;
const benchText = (bench: RecordedBench | null): string | null =>
  bench === null ? null : [bench.version, bench.build, bench.place === 'unknown' ? '' : w.places(bench.place)].filter(Boolean).join(' · ');

/** A part as it was read back from the flash. */
const partText = ({ name, bytes, md5, how }: RecordedPart): string => [md5 ?? w.notReadBack, size(bytes), name, w.written[how]].join(' · ');

declare global {
  interface HTMLElementTagNameMap {
    'ts-run': TsRun;
  }
}
