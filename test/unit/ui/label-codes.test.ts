/** Codes as paths: every module of what is drawn is a module of the code, as bwip-js tells them apart from any drawing. */
import bwip from 'bwip-js/generic';
import { describe, expect, it } from 'vitest';
import { codePath, type CodePath } from '../../../src/ui/label/codes.ts';

interface Matrix {
  readonly pixs: readonly number[];
  readonly pixx: number;
  readonly pixy: number;
}

/** Whether a point is dark, by the even-odd rule over the path's closed contours of straight lines. */
function isDark({ d }: CodePath, x: number, y: number): boolean {
  let isIn = false;
  for (const contour of d.split('z').filter((part) => part !== '')) {
    const points = contour
      .slice(1)
      .split('L')
      .map((pair) => pair.split(' ').map(Number) as [number, number]);
    for (const [index, [x1, y1]] of points.entries()) {
      const [x2, y2] = points[(index + 1) % points.length] as [number, number];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) isIn = !isIn;
    }
  }
  return isIn;
}

describe.each([
  ['qr', 'qrcode', { eclevel: 'M' }],
  ['datamatrix', 'datamatrix', { format: 'square' }],
] as const)('a %s code', (kind, name, options) => {
  it.each(['0123A23F29F9366A01', '24:0A:C4:00:00:01', 'Grüße 0123', 'x'.repeat(120)])('of %s has the modules that it must have', (content) => {
    const path = codePath(kind, content) as CodePath;
    const [{ pixs, pixx, pixy }] = (bwip as unknown as { raw(options: object): readonly [Matrix] }).raw({ bcid: name, text: content, ...options });
    const module = path.width / pixx;
    expect(path.height / pixy).toBe(module);
    const drawn = Array.from({ length: pixx * pixy }, (_, at) => (isDark(path, ((at % pixx) + 0.5) * module, (Math.floor(at / pixx) + 0.5) * module) ? 1 : 0));
    expect(drawn).toEqual([...pixs]);
  });
});

it('a Code 128 is bars of the whole height', () => {
  const path = codePath('code128', '24:0A:C4:00:00:01') as CodePath;
  expect(path.width).toBeGreaterThan(100);
  expect(path.d.split('z').length - 1).toBeGreaterThan(40);
});

it.each([
  ['qr', 'x'.repeat(4000)],
  ['datamatrix', 'x'.repeat(4000)],
  ['code128', 'x'.repeat(4000)],
  ['qr', ''],
] as const)('a content that a %s cannot hold is no code', (kind, content) => {
  expect(codePath(kind, content)).toBeNull();
});
