/**
 * Where a long list stands when its track is shorter than the list: browsers cut an element at 17 to 33 million pixels, a million log lines are 19.
 * Floor: ui. Pure; knows pixels and no elements. `top` is the place in the list, `scroll` the place in the track.
 * Near both ends a pixel is a pixel; between them the track is squeezed. Small moves (wheel, keys, a finger) are taken as they are wherever
 * they happen, and the small difference is settled when the scrolling has come to rest (`settled`).
 */

/** The longest track. */
const TRACK_PX = 8_000_000;
/** Near the ends. */
const EXACT_PX = 100_000;
/** A move of more windows than this is a drag of the bar, or a jump. */
const SMALL_MOVE_WINDOWS = 2;

export interface ScrollSize {
  /** Height of the whole list, and of what is seen of it. */
  readonly listPx: number;
  readonly windowPx: number;
}

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));

/** Height of the track. */
export const trackPx = ({ listPx }: ScrollSize): number => Math.min(listPx, TRACK_PX);

const mostTop = ({ listPx, windowPx }: ScrollSize): number => Math.max(0, listPx - windowPx);
const mostScroll = (size: ScrollSize): number => Math.max(0, trackPx(size) - size.windowPx);

/** Place in the list for a place in the track. */
export function topOf(scroll: number, size: ScrollSize): number {
  const [top, most] = [mostTop(size), mostScroll(size)];
  const at = clamp(scroll, most);
  if (top === most) return at;
  if (at <= EXACT_PX) return at;
  if (at >= most - EXACT_PX) return top - (most - at);
  return EXACT_PX + ((at - EXACT_PX) * (top - 2 * EXACT_PX)) / (most - 2 * EXACT_PX);
}

/** Place in the track for a place in the list. */
export function scrollOf(place: number, size: ScrollSize): number {
  const [top, most] = [mostTop(size), mostScroll(size)];
  const at = clamp(place, top);
  if (top === most || at <= EXACT_PX) return at;
  if (at >= top - EXACT_PX) return most - (top - at);
  return EXACT_PX + ((at - EXACT_PX) * (most - 2 * EXACT_PX)) / (top - 2 * EXACT_PX);
}

/** Where the list stands after the track was scrolled from `before` to `scroll`. */
export function scrolled(before: { readonly top: number; readonly scroll: number }, scroll: number, size: ScrollSize): number {
  const move = scroll - before.scroll;
  if (scroll <= 0) return 0;
  if (scroll >= mostScroll(size)) return mostTop(size);
  return Math.abs(move) <= SMALL_MOVE_WINDOWS * size.windowPx ? clamp(before.top + move, mostTop(size)) : topOf(scroll, size);
}
