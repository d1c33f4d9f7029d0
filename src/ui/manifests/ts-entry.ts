/**
 * `ts-entry`: one manifest entry opened: what it says, every check with its evidence, both certificates, the raw JSON.
 * Floor: ui. Emits `close-entry`; a verified entry can be sent to the cloud screen (`cloud`, `navigate`). Everything shown comes from a file and is hostile text; what is copied is exact.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import type { CertificateDescription, EntryDescription } from '../../trust/index.ts';
import type { EnrolRecord } from '../cloud/cloud-view.ts';
import { emit } from '../events.ts';
import { factText, reader } from '../facts.ts';
import { serialGroups } from '../format.ts';
import { dialogStyles, setDialog } from '../look/dialog.ts';
import { icon, tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import '../look/ts-copy.ts';
import { entryWords } from '../strings/late.ts';
import { visibleText } from '../visible-text.ts';
import type { OpenedEntry } from './entries-view.ts';
import { entryStyles } from './entry-styles.ts';
import { reasonText, verdictShape, verdictWords } from './entry-verdict.ts';

const words = entryWords.entry;
/** Longer raw text is cut on the screen, never in the copy. */
const RAW_SHOWN = 12_000;

type Check = EntryDescription['checks'][number];
type Term = readonly [name: string, value: TemplateResult | string | null];

@customElement('ts-entry')
export class TsEntry extends LitElement {
  static override styles = [sheet, dialogStyles, entryStyles];

  @property({ attribute: false }) opened: OpenedEntry | null = null;
  @query('dialog') private readonly dialog!: HTMLDialogElement;

  override updated(): void {
    setDialog(this.dialog, this.opened === null ? 'closed' : 'open');
  }

  #closed(): void {
    if (this.opened !== null) emit(this, 'close-entry', {});
  }

  #enrol({ manifestId, index }: OpenedEntry['row']): void {
    emit(this, 'cloud', { act: 'choose-entry', manifestId, index });
    this.dialog.close();
    emit(this, 'navigate', { screen: 'cloud' });
  }

  /** One line of the record of enrolments; what is of the EMULATOR says so. */
  #enrolled({ result, serviceName, who, atMs, emulator }: EnrolRecord): TemplateResult {
    const day = new Date(atMs).toLocaleDateString('sv');
    const said = entryWords.enrolledBy(entryWords.enrolledResults[result], factText(serviceName, 64), factText(who, 120), day);
    return html`<p class="where" data-enrolled=${result}>${said}${emulator ? html` <b class="demo">EMULATOR</b>` : nothing}</p>`;
  }

  #head({ row, enrolled }: OpenedEntry): TemplateResult {
    const serial = row.uniqueId === null ? entryWords.noSerial : serialGroups(factText(row.uniqueId)).map((group) => html`<i>${group}</i>`);
    return html`<div class="head">
      <div>
        <h2 id="title" class=${row.uniqueId === null ? '' : 'mono'}>${serial}</h2>
        <p class="where">${entryWords.at(factText(row.fileName), row.index)}${row.demo ? html` <b class="demo">${entryWords.demo}</b>` : nothing}</p>
        ${enrolled === undefined || enrolled === null ? nothing : this.#enrolled(enrolled)}
      </div>
      ${
        row.verdict === 'verified'
          ? html`<button type="button" class="btn small" data-action="enrol-entry" @click=${() => this.#enrol(row)}>${entryWords.enrol}</button>`
          : nothing
      }
      <button type="button" class="btn small" data-action="close-entry" autofocus @click=${() => this.dialog.close()}>${entryWords.close}</button>
    </div>`;
  }

  #verdict({ row, description }: OpenedEntry): TemplateResult {
    const text =
      row.verdict === 'verified' ? words.verified : row.verdict === 'no-certificate' ? words.noCertificate(description.facts.version) : words.unverified;
    return html`<div class="verdict ${row.verdict}">
      ${tick(verdictShape(row))}
      <div>
        <b>${rich(verdictWords(row))}</b>
        <p>${text}</p>
      </div>
    </div>`;
  }

  #facts({ facts }: EntryDescription): TemplateResult {
    const said = (value: string | null): string => (value === null ? words.notSaid : factText(value));
    return html`<section aria-labelledby="facts">
      <h3 id="facts">${words.facts}</h3>
      ${terms([
        [words.model, said(facts.model)],
        [words.part, said(facts.partNumber)],
        [words.manufacturer, said(facts.manufacturer)],
        [words.provisioner, facts.provisioner === facts.manufacturer ? null : said(facts.provisioner)],
        [words.distributor, facts.distributor === facts.manufacturer ? null : said(facts.distributor)],
        [
          words.provisioned,
          said(facts.provisioningTimestamp)
            .replace('T', ' ')
            .replace(/\.\d+Z$/, 'Z')
            .replace('Z', ' UTC'),
        ],
        [words.group, said(facts.groupId)],
        [words.version, facts.version === null ? words.notSaid : String(facts.version)],
        [words.keys, facts.keySlots.length === 0 ? words.none : words.keySlots(facts.keySlots.map((slot) => factText(slot, 8)))],
      ])}
    </section>`;
  }

  #check(check: Check): TemplateResult {
    const { title, seen } = entryWords.checks[check.id];
    return html`<li data-check=${check.id} data-outcome=${check.outcome}>
      ${tick(check.reason === 'earlier-check' ? 'waiting' : check.outcome)}<span class="title">${title}</span
      ><span class="seen">${rich(check.outcome === 'pass' ? seen(reader(check.seen)) : whyNot(check))}</span>
    </li>`;
  }

  #certificate(title: string, id: 'device' | 'signer', certificate: CertificateDescription): TemplateResult {
    const hex = (value: string | null): TemplateResult | string => (value === null ? words.none : html`<code>${value.toUpperCase()}</code>`);
    const names = certificate.alternativeNames.map((name) => factText(name)).join(', ');
    return html`<section aria-labelledby=${id} data-certificate=${id}>
      <div class="row">
        <h3 id=${id}>${title}</h3>
        <ts-copy .text=${certificate.pem} .label=${words.copyPem(title.toLowerCase())}></ts-copy>
      </div>
      ${terms([
        [words.subject, factText(certificate.subject)],
        [words.issuer, factText(certificate.issuer)],
        [words.validity, words.validityValue(certificate.notBefore, certificate.notAfter)],
        [words.alternativeNames, names === '' ? words.none : names],
        [words.serial, hex(certificate.serial)],
        [words.keyIdentifier, hex(certificate.keyIdentifier)],
        [words.issuerKeyIdentifier, hex(certificate.issuerKeyIdentifier)],
        [words.sha1, hex(certificate.sha1)],
        [words.sha256, hex(certificate.sha256)],
      ])}
      <details>
        <summary>${icon('chevron')}${words.pem}</summary>
        <pre tabindex="0" aria-label="${title}, ${words.pem}">${certificate.pem}</pre>
      </details>
    </section>`;
  }

  #raw({ rawText }: EntryDescription): TemplateResult {
    const lines = rawText.slice(0, RAW_SHOWN).split(/\r\n|\n|\r/);
    const shown = lines.map((line) => visibleText(line, RAW_SHOWN)).join('\n');
    return html`<section>
      <details>
        <summary>${icon('chevron')}${words.raw}</summary>
        <pre class="wrap" tabindex="0" aria-label=${words.raw}>${shown}${rawText.length > RAW_SHOWN ? ' …' : ''}</pre>
        <ts-copy .text=${rawText} .label=${words.copyRaw}></ts-copy>
      </details>
    </section>`;
  }

  override render(): TemplateResult {
    const { opened } = this;
    return html`<dialog aria-labelledby="title" @close=${() => this.#closed()} @keydown=${(event: Event) => event.stopPropagation()}>
      ${
        opened === null
          ? nothing
          : html`${this.#head(opened)}
              <div class="body" data-opened-entry=${opened.row.uniqueId ?? ''}>
                ${this.#verdict(opened)} ${this.#facts(opened.description)}
                <section aria-labelledby="checks">
                  <h3 id="checks">${words.checks}</h3>
                  <ol>
                    ${opened.description.checks.map((check) => this.#check(check))}
                  </ol>
                </section>
                ${opened.description.device === null ? nothing : this.#certificate(words.device, 'device', opened.description.device)}
                ${opened.description.signer === null ? nothing : this.#certificate(words.signer, 'signer', opened.description.signer)}
                ${this.#raw(opened.description)}
              </div>`
      }
    </dialog>`;
  }
}

function whyNot({ reason, seen }: Check): string {
  if (reason === undefined || reason === 'earlier-check') return words.earlier;
  return reason === 'entry-without-certificates' ? words.nothingInside : reasonText(reason, seen);
}

/** Names and values; a value of null is not worth a line. */
const terms = (list: readonly Term[]): TemplateResult =>
  html`<dl>
    ${list.map(([name, value]) =>
      value === null
        ? nothing
        : html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
    )}
  </dl>`;

declare global {
  interface HTMLElementTagNameMap {
    'ts-entry': TsEntry;
  }
}
