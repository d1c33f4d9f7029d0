/** What the page draws as codes is read back by another library, at the dots of a printer with 203 dpi. */
import { describe, expect, it } from 'vitest';
import { codePath, type CodeKind, type CodePath } from '../../../src/ui/label/codes.ts';
import { readCodes, type Picture } from '../../support/barcode-reader.ts';

const FORMATS: Readonly<Record<CodeKind, string>> = { qr: 'QRCode', datamatrix: 'DataMatrix', code128: 'Code128' };
/** Of white around the code. */
const QUIET_DOTS = 30;
const BAR_DOTS = 48;

type Point = readonly [number, number];

/** The closed contours of a path made of M, L, H, V and their small letters. */
function contours({ d }: CodePath): readonly (readonly Point[])[] {
  const all: Point[][] = [];
  let [x, y] = [0, 0];
  for (const [, letter = '', numbers = ''] of d.matchAll(/([MLHVhvz])([^MLHVhvz]*)/g)) {
    const [first = 0, second = 0] = numbers.trim().split(/[ ,]+/).map(Number);
    if (letter === 'z') continue;
    if (letter === 'M') all.push([]);
    if (letter === 'M' || letter === 'L') [x, y] = [first, second];
    else if (letter === 'H') x = first;
    else if (letter === 'V') y = first;
    else if (letter === 'h') x += first;
    else y += first;
    all.at(-1)?.push([x, y]);
  }
  return all;
}

/** Dots by the even-odd rule at their middles; `dots` of them a module. */
function printed(kind: CodeKind, path: CodePath, dots: number): Picture {
  const lines = contours(path);
  const across = path.width * dots;
  const down = kind === 'code128' ? BAR_DOTS : path.height * dots;
  const [width, height] = [Math.round(across) + 2 * QUIET_DOTS, Math.round(down) + 2 * QUIET_DOTS];
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let row = 0; row < down; row++) {
    const y = ((row + 0.5) * path.height) / down;
    const crossings = lines
      .flatMap((points) =>
        points.flatMap(([x1, y1], index) => {
          const [x2, y2] = points[(index + 1) % points.length] as Point;
          return y1 > y === y2 > y ? [] : [((x2 - x1) * (y - y1)) / (y2 - y1) + x1];
        }),
      )
      .sort((one, other) => one - other);
    for (let column = 0; column < across; column++) {
      const x = (column + 0.5) / dots;
      if (crossings.filter((crossing) => crossing < x).length % 2 === 0) continue;
      data.fill(0, ((row + QUIET_DOTS) * width + column + QUIET_DOTS) * 4, ((row + QUIET_DOTS) * width + column + QUIET_DOTS) * 4 + 3);
    }
  }
  return { width, height, data };
}

const CONTENTS = [
  '0123A23F29F9366A01',
  'sn0123A23F29F9366A01',
  '24:0A:C4:00:00:01',
  '00000000-0000-4000-8000-000000000000',
  'WO 17/B',
  '1',
  '0000000000',
  'x'.repeat(60),
];

describe.each(Object.keys(FORMATS) as CodeKind[])('a %s code', (kind) => {
  it.each(CONTENTS)('says %s, and nothing else is read', async (content) => {
    const path = codePath(kind, content);
    expect(path).not.toBeNull();
    expect(await readCodes(printed(kind, path as CodePath, 3))).toEqual([{ format: FORMATS[kind], text: content }]);
  });
});

it.each(['qr', 'datamatrix'] as const)('a %s code says letters beyond ASCII as they are', async (kind) => {
  expect(await readCodes(printed(kind, codePath(kind, 'Grüße 0123') as CodePath, 3))).toEqual([{ format: FORMATS[kind], text: 'Grüße 0123' }]);
});
