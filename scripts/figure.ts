/** One figure: a JSON line that says what was measured, how much it is, and how far from the goal. */

export interface Figure {
  readonly figure: string;
  readonly value: number;
  readonly unit: string;
  readonly [more: string]: string | number | readonly number[];
}

/** Prints the line. */
export const print = (figure: Figure): void => {
  console.log(JSON.stringify(figure));
};

export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

/** The middle one; NaN of nothing. */
export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
