import { describe, expect, it } from 'vitest';
import { trackOf } from '../../../src/ui/look/row-window.ts';

describe('the track of a long list', () => {
  it('is as long as its rows while a browser can draw it', () => {
    expect(trackOf(100_000, 40, 400)).toEqual({ heightPx: 4_000_000, stride: 1 });
    expect(trackOf(0, 40, 400)).toEqual({ heightPx: 0, stride: 1 });
  });

  it.each([
    [1_000_000, 40],
    [5_000_000, 72],
  ])('of %d rows of %d px stays below what a browser cuts, and its end shows the last row', (count, rowPx) => {
    const viewPx = 399;
    const { heightPx, stride } = trackOf(count, rowPx, viewPx);
    expect(heightPx).toBeLessThan(16_777_216);
    expect((heightPx - viewPx) * stride + viewPx).toBeCloseTo(count * rowPx, 3);
  });
});
