/**
 * How wide a word is in the font that this machine shows it in, so that it can be made as large as its slot allows.
 * Floor: ui. Knows no slots. System fonts differ by a third in width: a fixed share of the slot would be cut off on one machine and small on another.
 */
const known = new Map<string, number>();
let family: string | null = null;
let brush: CanvasRenderingContext2D | null = null;

/** Width of the longest word of `text` in em, for a font of this weight; at least one em. */
export function widestWordEm(text: string, weight: number): number {
  const key = `${weight} ${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  family ??= getComputedStyle(document.body).fontFamily;
  brush ??= document.createElement('canvas').getContext('2d');
  if (brush === null) return text.length;
  brush.font = `${weight} 100px ${family}`;
  const canvas = brush;
  const em = Math.max(1, ...text.split(/\s+/).map((word) => canvas.measureText(word).width / 100));
  if (known.size > 200) known.clear(); // words are few, but a plan may bring its own
  known.set(key, em);
  return em;
}
