/**
 * Codes that scanners read, as a path: QR, Data Matrix, Code 128.
 * Floor: ui. bwip-js enters here only (its `generic` end, which draws on what it is given). Knows no label.
 * What is drawn is read back by another library in test/unit/ui/label-read.test.ts.
 * Reference: bwip-js, src/drawing-svg.js (where a line's dots are); ISO/IEC 18004 (QR), 16022 (Data Matrix), 15417 (Code 128); quiet zones are the label's business.
 */
import { code128, datamatrix, qrcode, type BwipDrawing } from './bwip.ts';

/** A path in modules; `width` × `height` of them. Overlapping contours are holes: fill it with the even-odd rule. */
export interface CodePath {
  readonly d: string;
  readonly width: number;
  readonly height: number;
}

const ENCODERS = { qr: qrcode, datamatrix, code128 } as const;
const OPTIONS = { qr: { eclevel: 'M' }, datamatrix: { format: 'square' }, code128: { includetext: false } } as const;

export type CodeKind = keyof typeof ENCODERS;

/** Null when this content cannot be such a code: too long, or letters that it does not have. */
export function codePath(kind: CodeKind, content: string): CodePath | null {
  try {
    return ENCODERS[kind]({ bcid: kind, text: content, scale: 1, ...OPTIONS[kind] }, pathDrawing());
  } catch {
    return null;
  }
}

function pathDrawing(): BwipDrawing<CodePath> {
  const parts: string[] = [];
  let size = { width: 0, height: 0 };
  return {
    scale: () => null,
    measure: () => ({ width: 0, ascent: 0, descent: 0 }),
    init: (width, height) => {
      size = { width, height };
    },
    line: (x0, y0, x1, y1, lineWidth) => {
      // bwip-js counts in dots: the middle of a line of odd width lies half a dot before what it says, and the dot where a line begins belongs to it
      const before = Math.ceil(lineWidth / 2);
      if (x0 === x1) parts.push(`M${x0 - before} ${Math.min(y0 + 1, y1)}h${lineWidth}V${Math.max(y0 + 1, y1)}h${-lineWidth}z`);
      else parts.push(`M${Math.min(x0 + 1, x1)} ${y0 - before}H${Math.max(x0 + 1, x1)}v${lineWidth}H${Math.min(x0 + 1, x1)}z`);
    },
    polygon: (points) => {
      parts.push(`M${points.map(([x, y]) => `${x} ${y}`).join('L')}z`);
    },
    hexagon: () => undefined,
    ellipse: () => undefined,
    fill: () => undefined,
    text: () => undefined,
    end: () => ({ d: parts.join(''), ...size }),
  };
}
