/**
 * What stands in a manifest file, opened: facts and counts, signers, chips that stand more than once, what is wrong with entries.
 * Floor: ui. Templates only; ts-manifest.ts draws them. Names from a file are hostile text.
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { ManifestSnapshot } from '../../bench/index.ts';
import { factList, factText, reader } from '../facts.ts';
import { count, serialGroups } from '../format.ts';
import { tick } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { reasonWords } from '../proof-words.ts';
import { entryWords, manifestWords } from '../strings/late.ts';

const words = manifestWords.details;
/** Problems, names of a kind and other files drawn at most; the rest is counted. */
const SHOWN_PROBLEMS = 200;
const SHOWN_NAMES = 12;
const SHOWN_FILES = 5;

type Problem = ManifestSnapshot['problems'][number];
type Signer = ManifestSnapshot['signers'][number];
type Tally = ManifestSnapshot['partNumbers'][number];

/** Words for what is wrong with an entry; unknown reasons still show code and facts. */
function problemWords(problem: Problem): string {
  const reason = reasonWords(problem.reason);
  if (reason !== undefined) return [reason.seen(reader(problem.facts)), reason.remedy ?? ''].filter((part) => part !== '').join('. ');
  return [factText(problem.reason), factList(problem.facts)].filter((part) => part !== '').join(': ');
}

const term = (name: string, value: TemplateResult | string): TemplateResult =>
  html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;

/** Names with how often they stand there; one name that all entries have needs no number. */
function tallies(list: readonly Tally[], all: number): TemplateResult | string {
  if (list.length === 0) return words.notSaid;
  const shown = list.slice(0, SHOWN_NAMES);
  const rest = list.slice(SHOWN_NAMES).reduce((sum, { entries }) => sum + entries, 0);
  const named = [...shown, ...(rest === 0 ? [] : [{ name: '', entries: rest }])];
  return html`${named.map(
    ({ name, entries }) =>
      html`<span class="tally">${name === '' ? words.others : factText(name, 80)}${entries === all ? nothing : html` <b>(${count(entries)})</b>`}</span> `,
  )}`;
}

const hasExpired = ({ notAfter }: Signer, nowMs: number): boolean => !notAfter.startsWith('9999') && Date.parse(notAfter) < nowMs;

const signerRow = (signer: Signer, nowMs: number): TemplateResult =>
  html`<div class="signer">
    <span>${factText(signer.name)}, ${words.origin[signer.origin]}</span
    ><span class="quiet">${entryWords.entry.validityValue(signer.notBefore, signer.notAfter)}${hasExpired(signer, nowMs) ? `, ${words.expired}` : ''}</span
    ><span class="quiet">${manifestWords.importing.entries(signer.entries)}</span>
  </div>`;

function signedBy({ signers }: ManifestSnapshot, nowMs: number): TemplateResult | string {
  if (signers.length === 0) return manifestWords.files.noSigners;
  return html`${signers.map((signer) => signerRow(signer, nowMs))}
  ${signers.some((signer) => hasExpired(signer, nowMs)) ? html`<p class="quiet">${words.expiredHint}</p>` : nothing}`;
}

function duplicates({ duplicates: { same, different, otherFiles } }: ManifestSnapshot): TemplateResult | typeof nothing {
  if (same === 0 && different === 0) return nothing;
  const names = otherFiles.slice(0, SHOWN_FILES).map((name) => factText(name));
  const files = otherFiles.length;
  return term(
    words.twice,
    html`${different === 0 ? nothing : html`<p class="line wrong" data-duplicates="different">${tick('fail')}<b>${words.different(different, files)}</b></p>`}
    ${same === 0 ? nothing : html`<p data-duplicates="same">${words.same(same, files)}</p>`}
    ${files === 0 ? nothing : html`<p class="quiet">${words.otherFiles(names, files - names.length)}</p>`}
    ${different === 0 ? nothing : html`<p class="quiet">${words.differentHint}</p>`}`,
  );
}

function sizeWords({ sizeBytes, storage, demo }: ManifestSnapshot): string {
  if (storage === 'kept') return words.sizeKept(sizeBytes);
  return demo ? words.sizeDemo(sizeBytes) : words.sizeNotKept(sizeBytes);
}

/** Everything that is known of the file beside its problems. */
export function manifestFacts(manifest: ManifestSnapshot, nowMs: number): TemplateResult {
  const { entries, firstProvisioned: first, lastProvisioned: last } = manifest;
  return html`<dl>
    ${duplicates(manifest)} ${term(words.partNumbers, tallies(manifest.partNumbers, entries))} ${term(words.models, tallies(manifest.models, entries))}
    ${term(words.versions, tallies(manifest.versions, entries))}
    ${term(words.provisioned, first === null ? words.notSaid : words.provisionedValue(factText(first, 40), factText(last ?? first, 40)))}
    ${term(words.signedBy, signedBy(manifest, nowMs))} ${term(words.size, sizeWords(manifest))}
  </dl>`;
}

const problemRow = (problem: Problem): TemplateResult =>
  html`<li>
    <span>${words.problemAt(problem.index)}</span
    ><span class="serial mono">${problem.uniqueId === null ? nothing : serialGroups(factText(problem.uniqueId)).map((group) => html`<i>${group}</i>`)}</span
    ><span>${rich(problemWords(problem))}</span>
  </li>`;

/** Entries that could not be read or verified. */
export function manifestProblems({ problems, failed }: ManifestSnapshot): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  const found = Math.max(problems.length, failed); // app lists only the first few
  const listed = problems.slice(0, SHOWN_PROBLEMS);
  return html`<h4>${words.problems(found)}</h4>
    <ol tabindex="0" aria-label=${words.problems(found)}>
      ${listed.map(problemRow)} ${found > listed.length ? html`<li class="more">${words.moreProblems(found - listed.length)}</li>` : nothing}
    </ol>`;
}

/** What can only be matched by its serial number. */
export const withoutHint = (without: number): TemplateResult | typeof nothing =>
  without === 0 ? nothing : html`<p class="line hint">${tick('unmeasured')}${words.withoutHint(without)}</p>`;
