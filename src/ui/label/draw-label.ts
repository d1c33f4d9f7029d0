/**
 * A label as an SVG element, millimetre for millimetre: its coordinates are the label's own.
 * Floor: ui. Contents are filled in already. Made of elements and attributes only, which the page's policy allows; nothing is taken as markup.
 */
import type { LabelElement, LabelTemplate } from '../../bench/index.ts';
import { visibleText } from '../visible-text.ts';
import { codePath } from './codes.ts';

const SVG = 'http://www.w3.org/2000/svg';
const FONT = 'Arial, Helvetica, "Liberation Sans", sans-serif';
/** Of the height of the letters, from the line's upper edge. */
const BASELINE = 0.8;

export interface DrawnLabel {
  readonly element: SVGSVGElement;
  /** Contents that could not become their code; they are drawn as an empty box. */
  readonly failed: readonly { readonly kind: LabelElement['kind']; readonly content: string }[];
}

function make(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, String(value));
  return element;
}

/** Draws a label; an empty content is left out. */
export function drawLabel(label: LabelTemplate): DrawnLabel {
  const { width, height } = label;
  const root = make('svg', {
    viewBox: `0 0 ${width} ${height}`,
    width: `${width}mm`,
    height: `${height}mm`,
    role: 'img',
    'aria-label': label.name,
  }) as SVGSVGElement;
  root.append(make('rect', { width, height, fill: '#fff' }));
  const failed: DrawnLabel['failed'][number][] = [];
  for (const element of label.elements) {
    if (element.content.trim() === '') continue;
    if (element.kind === 'text') root.append(text(element));
    else {
      const drawn = code(element);
      if (drawn === null) failed.push({ kind: element.kind, content: element.content });
      root.append(drawn ?? box(element));
    }
  }
  return { element: root, failed };
}

function text({ x, y, size, content, weight }: Extract<LabelElement, { kind: 'text' }>): SVGElement {
  const line = make('text', {
    x,
    y: y + size * BASELINE,
    'font-size': size,
    'font-family': FONT,
    'font-weight': weight,
    fill: '#000',
    'xml:space': 'preserve',
  });
  line.textContent = visibleText(content, 400);
  return line;
}

type CodeElement = Exclude<LabelElement, { kind: 'text' }>;

const widthOf = (element: CodeElement): number => (element.kind === 'code128' ? element.width : element.size);

function code(element: CodeElement): SVGElement | null {
  const path = codePath(element.kind, element.content);
  if (path === null || path.width === 0 || path.height === 0) return null;
  const { x, y, size } = element;
  const scale = `${widthOf(element) / path.width} ${size / path.height}`;
  return make('path', {
    d: path.d,
    transform: `translate(${x} ${y}) scale(${scale})`,
    fill: '#000',
    'fill-rule': 'evenodd',
    'shape-rendering': 'crispEdges',
    'data-code': element.kind,
  });
}

const box = (element: CodeElement): SVGElement =>
  make('rect', {
    x: element.x,
    y: element.y,
    width: widthOf(element),
    height: element.size,
    fill: 'none',
    stroke: '#000',
    'stroke-width': 0.2,
    'stroke-dasharray': '1 1',
  });
