/**
 * Many patterns, one walk over the line: an automaton over the patterns' first characters says which are worth trying where.
 * Floor: bench. Knows no rule. Work per line is bounded whatever the line and the patterns say: at most 4,096 characters are looked at,
 * and at most 64 places are tried.
 * Reference: Aho and Corasick, "Efficient string matching", Communications of the ACM 18 (1975), algorithms 1 to 4.
 */
import type { Facts } from '../../base/index.ts';
import { matchPattern, type Pattern } from './pattern.ts';

/** A line is looked at no further than this. */
const LINE_CHARACTERS = 4_096;
const MAX_TRIES = 64;
/** Characters of a pattern's start that go into the automaton; the others are compared when they are hit. */
const KEY_CHARACTERS = 16;
const CODES = 128;

/** A pattern found in a line. */
export interface PatternHit {
  /** Position of the pattern in the list the index was made from. */
  readonly pattern: number;
  readonly at: number;
  readonly facts: Facts;
}

const NO_HITS: readonly PatternHit[] = [];

interface Node {
  readonly next: Map<number, Node>;
  found: readonly number[];
  fail: Node | null;
  state: number;
}

const newNode = (): Node => ({ next: new Map(), found: [], fail: null, state: 0 });

/** Looks for all of its patterns at once. Made once, used for millions of lines. */
export class PatternIndex {
  readonly #patterns: readonly Pattern[];
  /** Character code to column; codes in no key share column 0, which always leads back to the root. */
  readonly #columns = new Uint8Array(CODES);
  /** Row of the next state, already multiplied by the number of columns. */
  readonly #table: Int32Array;
  /** States from here on have found something. */
  readonly #firstFinding: number;
  readonly #found: readonly (readonly number[])[];
  readonly #width: number;

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns;
    let width = 1;
    const root = newNode();
    patterns.forEach(({ start }, pattern) => {
      let node = root;
      for (const character of start.slice(0, KEY_CHARACTERS)) {
        const code = character.charCodeAt(0);
        if (this.#columns[code] === 0) this.#columns[code] = width++;
        const column = this.#columns[code] ?? 0;
        const next = node.next.get(column) ?? newNode();
        node.next.set(column, next);
        node = next;
      }
      node.found = [...node.found, pattern];
    });
    const nodes = withFailures(root);
    const ordered = [...nodes.filter((node) => node.found.length === 0), ...nodes.filter((node) => node.found.length > 0)];
    ordered.forEach((node, state) => (node.state = state * width));
    this.#table = new Int32Array(ordered.length * width);
    // breadth first: a node's failure is nearer to the root, so its row is written before it is copied
    for (const node of nodes) {
      if (node.fail !== null) this.#table.copyWithin(node.state, node.fail.state, node.fail.state + width);
      for (const [column, next] of node.next) this.#table[node.state + column] = next.state;
    }
    this.#width = width;
    this.#firstFinding = ordered.findIndex((node) => node.found.length > 0) * width;
    this.#found = ordered.map((node) => node.found);
  }

  /** The patterns in `line`, by place, and at one place in the order of the list. */
  scan(line: string): readonly PatternHit[] {
    const text = line.length > LINE_CHARACTERS ? line.slice(0, LINE_CHARACTERS) : line;
    const table = this.#table;
    const columns = this.#columns;
    const firstFinding = this.#firstFinding;
    const length = text.length;
    let hits: PatternHit[] | null = null;
    let tries = 0;
    let state = 0;
    if (firstFinding < 0) return NO_HITS;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      state = code < CODES ? (table[state + (columns[code] as number)] as number) : 0;
      if (state < firstFinding) continue;
      for (const pattern of this.#found[state / this.#width] ?? []) {
        if (++tries > MAX_TRIES) return hits === null ? NO_HITS : inOrder(hits);
        const hit = this.#try(pattern, text, index);
        if (hit !== null) (hits ??= []).push(hit);
      }
    }
    return hits === null ? NO_HITS : inOrder(hits);
  }

  /** The key ends at `last`. */
  #try(index: number, text: string, last: number): PatternHit | null {
    const pattern = this.#patterns[index];
    if (pattern === undefined) return null;
    const at = last + 1 - Math.min(pattern.start.length, KEY_CHARACTERS);
    const facts = matchPattern(pattern, text, at);
    return facts === null ? null : { pattern: index, at, facts };
  }
}

/** All nodes breadth first, each with the node of its longest proper ending, whose findings are its own too. */
function withFailures(root: Node): readonly Node[] {
  const nodes = [root];
  for (const node of nodes) {
    for (const [column, next] of node.next) {
      let fail = node.fail;
      while (fail !== null && !fail.next.has(column)) fail = fail.fail;
      next.fail = fail?.next.get(column) ?? root;
      nodes.push(next);
    }
  }
  for (const node of nodes) if (node.fail !== null && node.fail.found.length > 0) node.found = [...node.found, ...node.fail.found];
  return nodes;
}

const inOrder = (hits: PatternHit[]): readonly PatternHit[] => (hits.length === 1 ? hits : hits.sort((a, b) => a.at - b.at || a.pattern - b.pattern));
