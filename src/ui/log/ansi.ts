/**
 * Colours of a board's text: escape sequences in, runs of text with one of a few colours out.
 * Floor: ui. Pure. Takes foreground and weight only: no background, no concealed and no inverse text, so that nothing can be hidden; every
 * line begins without colour. 16, 256 and true colours become the nearest of the palette (log-styles.ts), which is readable in both themes.
 * Reference: ECMA-48 section 8.3.117 (SGR); the 256 colours as xterm has them.
 */

export type Ink = 'plain' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan' | 'grey';

export interface Run {
  readonly text: string;
  readonly ink: Ink;
  readonly weight: 'normal' | 'bold';
}

/** Sequences obeyed in one line; the rest of a line made of nothing else stays in the last colour. */
const MAX_RUNS = 64;
const SGR = /\u001b\[([0-9;:]{0,32})m/g;
const BASIC: readonly Ink[] = ['grey', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'plain'];

/** The nearest of the palette: grey for what has little colour, else by hue. */
function inkOf(red: number, green: number, blue: number): Ink {
  const most = Math.max(red, green, blue);
  const span = most - Math.min(red, green, blue);
  if (span < 48) return most > 160 ? 'plain' : 'grey';
  const sixth = most === red ? (green - blue) / span : most === green ? 2 + (blue - red) / span : 4 + (red - green) / span;
  const degrees = (sixth * 60 + 360) % 360;
  if (degrees < 25 || degrees >= 335) return 'red';
  if (degrees < 75) return 'yellow';
  if (degrees < 160) return 'green';
  if (degrees < 200) return 'cyan';
  return degrees < 265 ? 'blue' : 'magenta';
}

function inkOf256(index: number): Ink {
  if (index < 16) return index === 8 ? 'grey' : (BASIC[index % 8] as Ink);
  if (index >= 232) return index > 243 ? 'plain' : 'grey';
  const level = (value: number): number => (value === 0 ? 0 : 55 + 40 * value);
  const cube = index - 16;
  return inkOf(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

const isByte = (value: number | undefined): value is number => value !== undefined && value >= 0 && value <= 255;

interface Look {
  readonly ink: Ink;
  readonly weight: Run['weight'];
}
const PLAIN: Look = { ink: 'plain', weight: 'normal' };

/** What one sequence makes of a look. */
function obey(look: Look, parameters: string): Look {
  const numbers = parameters.split(/[;:]/).map((text) => (text === '' ? 0 : Number(text)));
  let { ink, weight } = look;
  for (let at = 0; at < numbers.length; at++) {
    const code = numbers[at] as number;
    if (code === 0) ({ ink, weight } = PLAIN);
    else if (code === 1) weight = 'bold';
    else if (code === 22) weight = 'normal';
    else if (code === 39) ink = 'plain';
    else if (code >= 30 && code <= 37) ink = BASIC[code - 30] as Ink;
    else if (code >= 90 && code <= 97) ink = BASIC[code - 90] as Ink;
    else if (code === 38 || code === 48) {
      const form = numbers[at + 1];
      const [one, two, three] = numbers.slice(at + 2);
      if (form === 5 && isByte(one)) {
        if (code === 38) ink = inkOf256(one);
        at += 2;
      } else if (form === 2 && isByte(one) && isByte(two) && isByte(three)) {
        if (code === 38) ink = inkOf(one, two, three);
        at += 4;
      } else break; // what follows cannot be told from its parameters
    }
  }
  return { ink, weight };
}

/** Runs of a text without its colour sequences; empty runs are left out. */
export function colourRuns(text: string): readonly Run[] {
  const runs: Run[] = [];
  let look = PLAIN;
  let from = 0;
  const take = (to: number): void => {
    if (to > from) runs.push({ text: text.slice(from, to), ...look });
  };
  for (const match of text.matchAll(SGR)) {
    take(match.index);
    from = match.index + match[0].length;
    if (runs.length < MAX_RUNS) look = obey(look, match[1] ?? '');
    else {
      runs.push({ text: text.slice(from).replace(SGR, ''), ...look });
      return runs;
    }
  }
  take(text.length);
  return runs;
}
