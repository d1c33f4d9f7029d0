/**
 * Text from outside, made harmless and visible: no colour codes, no control characters, no direction tricks, no endless lines.
 * Floor: ui. Knows nothing of elements; what it gives goes into text nodes only.
 * Reference: ECMA-48 section 5.4 (control sequences); Unicode Standard Annex 9 (bidirectional controls).
 */

/** ESC [ … final byte, and ESC ] … (BEL or ESC \). Bounded, so that a hostile line cannot make the search slow. */
const ANSI = /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,256}(?:\u0007|\u001b\\))/g;
const TAB = /\t/g;
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** As programmers write it: no font lacks these. */
function picture(character: string): string {
  const hex = character.charCodeAt(0).toString(16);
  return hex.length <= 2 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** One line, safe to show: colour codes dropped, control and direction characters shown as escapes, cut at `limit` characters. */
export function visibleText(text: string, limit = 2000): string {
  const cut = text.length > limit ? text.slice(0, limit) : text;
  const shown = cut.replace(ANSI, '').replace(TAB, '  ').replace(HIDDEN, picture);
  return cut === text ? shown : `${shown} … +${text.length - limit}`;
}
