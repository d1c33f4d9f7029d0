/**
 * What stands above the lines in the log room: levels, tags and times; search.
 * Floor: ui. Draws choices and tells of others; the element holds them.
 */
import { html, type TemplateResult } from 'lit';
import { icon } from '../look/icons.ts';
import { logWords } from '../strings/late.ts';
import { visibleText } from '../visible-text.ts';
import type { FilterWish } from './log-filter.ts';
import { LEVELS, type Level } from './log-head.ts';
import type { LogLines } from './log-lines.ts';
import type { SearchWish } from './log-search.ts';
import { TIME_FORMS, TIME_SOURCES, type TimeForm, type TimeSource } from './log-times.ts';

export interface LogChoices {
  readonly filter: FilterWish;
  readonly search: SearchWish;
  readonly times: TimeSource;
  readonly form: TimeForm;
}

/** What is chosen otherwise; the rest stays as it is then. */
export interface LogChange {
  readonly filter?: Partial<FilterWish>;
  readonly search?: Partial<SearchWish>;
  readonly times?: TimeSource;
  readonly form?: TimeForm;
}
type Change = (change: LogChange) => void;

const valueOf = (event: Event): string => (event.target as HTMLSelectElement | HTMLInputElement).value;
const find = <T extends string>(list: readonly T[], value: string): T | null => list.find((one) => one === value) ?? null;
/** Stands for "all"; no tag is empty. */
const ALL = '';

/** Level, tag, which times and in which form. */
export function choiceBar({ filter, times, form }: LogChoices, tags: readonly string[], change: Change): TemplateResult {
  const shownTags = filter.tag === null || tags.includes(filter.tag) ? tags : [filter.tag, ...tags];
  return html`<select
      data-choice="level"
      aria-label=${logWords.level}
      .value=${filter.level ?? ALL}
      @change=${(event: Event) => change({ filter: { level: find<Level>(LEVELS, valueOf(event)) } })}
    >
      <option value=${ALL} ?selected=${filter.level === null}>${logWords.allLevels}</option>
      ${LEVELS.map((level) => html`<option value=${level} ?selected=${filter.level === level}>${logWords.levels[level]}</option>`)}
    </select>
    <select
      data-choice="tag"
      aria-label=${logWords.tag}
      @change=${(event: Event) => change({ filter: { tag: valueOf(event) === ALL ? null : valueOf(event) } })}
    >
      <option value=${ALL} ?selected=${filter.tag === null}>${logWords.allTags}</option>
      ${shownTags.map((tag) => html`<option value=${tag} ?selected=${filter.tag === tag}>${visibleText(tag, 40)}</option>`)}
    </select>
    <select
      data-choice="times"
      aria-label=${logWords.times}
      @change=${(event: Event) => change({ times: find<TimeSource>(TIME_SOURCES, valueOf(event)) ?? 'host' })}
    >
      ${TIME_SOURCES.map((one) => html`<option value=${one} ?selected=${times === one}>${logWords.timeSources[one]}</option>`)}
    </select>
    <select
      data-choice="form"
      aria-label=${logWords.timeForm}
      ?disabled=${times === 'none'}
      @change=${(event: Event) => change({ form: find<TimeForm>(TIME_FORMS, valueOf(event)) ?? 'relative' })}
    >
      ${TIME_FORMS.map((one) => html`<option value=${one} ?selected=${form === one}>${logWords.timeForms[one]}</option>`)}
    </select>`;
}

function searchWords(lines: LogLines): string {
  const { search } = lines;
  switch (search.state) {
    case 'off':
      return '';
    case 'invalid':
      return logWords.invalid;
    case 'stopped':
      return logWords.stopped;
    case 'looking':
      return lines.place === 0 ? logWords.foundMore(search.count) : logWords.found(lines.place, search.count);
    case 'done':
      return search.count === 0 ? logWords.notFound : logWords.found(lines.place, search.count);
  }
}

/** The field, whether it is an expression, what was found, and the way from one to the next. */
export function searchBar(wish: SearchWish, lines: LogLines, change: Change, step: (to: 'next' | 'previous') => void): TemplateResult {
  const { search } = lines;
  const isRegex = wish.kind === 'regex';
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? 'previous' : 'next');
    else if (event.key === 'Escape') change({ search: { text: '' } });
    else return;
    event.preventDefault();
  };
  return html`<div class="search" role="search">
    <input
      type="search"
      data-field="search"
      aria-label=${logWords.search}
      placeholder=${logWords.search}
      spellcheck="false"
      autocomplete="off"
      maxlength="500"
      aria-invalid=${search.state === 'invalid' || search.state === 'stopped' ? 'true' : 'false'}
      .value=${wish.text}
      @input=${(event: Event) => change({ search: { text: valueOf(event) } })}
      @keydown=${onKey}
    />
    <button
      type="button"
      class="btn small toggle"
      data-action="search-regex"
      aria-pressed=${isRegex ? 'true' : 'false'}
      aria-label=${logWords.regex}
      title=${logWords.regex}
      @click=${() => change({ search: { kind: isRegex ? 'text' : 'regex' } })}
    >
      <code>${logWords.regexSign}</code>
    </button>
    <button
      type="button"
      class="btn small arrow up"
      data-action="search-previous"
      aria-label=${logWords.previous}
      title=${logWords.previous}
      ?disabled=${search.count === 0}
      @click=${() => step('previous')}
    >
      ${icon('chevron')}
    </button>
    <button
      type="button"
      class="btn small arrow down"
      data-action="search-next"
      aria-label=${logWords.next}
      title=${logWords.next}
      ?disabled=${search.count === 0}
      @click=${() => step('next')}
    >
      ${icon('chevron')}
    </button>
    <span class="found-count" role="status" data-search-state=${search.state} data-search-count=${search.count}>${searchWords(lines)}</span>
  </div>`;
}
