/**
 * One row of the pool: times, who said it, and the text in pieces. Spans and text nodes are made once and used again.
 * Floor: ui. Writes text nodes only; classes come from a fixed list (ansi.ts), never from a line.
 */
import type { Piece } from './text-pieces.ts';

interface Span {
  readonly element: HTMLElement;
  readonly text: Text;
  look: string;
}

function newSpan(parent: HTMLElement, name: string): Span {
  const element = document.createElement('span');
  const text = document.createTextNode('');
  element.className = name;
  element.append(text);
  parent.append(element);
  return { element, text, look: name };
}

export interface RowContent {
  readonly number: number;
  readonly look: string;
  /** With the spaces that make columns of them. */
  readonly time: string;
  readonly source: string;
  readonly pieces: readonly Piece[];
}

export class LogRow {
  readonly element = document.createElement('div');
  readonly #time: Span;
  readonly #source: Span;
  readonly #text: HTMLElement;
  readonly #spans: Span[] = [];
  /** The line it shows; -1: none, or what it shows is old. */
  number = -1;
  #base = '';
  #look = '';
  #y = Number.NaN;
  #used = 0;

  constructor() {
    this.element.dataset['logLine'] = '';
    this.element.hidden = true;
    this.#time = newSpan(this.element, 'time');
    this.#source = newSpan(this.element, 'source');
    this.#text = document.createElement('span');
    this.#text.className = 'text';
    this.element.append(this.#text);
  }

  hide(): void {
    this.number = -1;
    this.element.hidden = true;
  }

  moveTo(y: number): void {
    if (y === this.#y) return;
    this.#y = y;
    this.element.style.transform = `translateY(${y}px)`;
  }

  /** Marks the row without filling it anew: `selected`, `current`. */
  mark(marks: string): void {
    const look = marks === '' ? this.#base : `${this.#base} ${marks}`;
    if (look === this.#look) return;
    this.#look = look;
    this.element.className = look;
  }

  fill(content: RowContent): void {
    this.number = content.number;
    this.#base = content.look;
    this.element.hidden = false;
    setText(this.#time, content.time);
    setText(this.#source, content.source);
    for (const [index, piece] of content.pieces.entries()) {
      const span = (this.#spans[index] ??= newSpan(this.#text, ''));
      const look = `${piece.ink === 'plain' ? '' : piece.ink}${piece.weight === 'bold' ? ' bold' : ''}${piece.found === 'yes' ? ' found' : ''}`;
      if (span.look !== look) {
        span.look = look;
        span.element.className = look;
      }
      setText(span, piece.text);
    }
    for (let index = content.pieces.length; index < this.#used; index++) setText(this.#spans[index] as Span, '');
    this.#used = content.pieces.length;
  }
}

function setText(span: Span, text: string): void {
  if (span.text.data !== text) span.text.data = text;
}
