/** What the page and the worker that runs regular expressions say to each other. Floor: app. Types only. */

/** `test`: which texts match. `marks`: where, as start, end, start, end … */
export interface MatchRequest {
  readonly id: number;
  readonly kind: 'test' | 'marks';
  readonly pattern: string;
  readonly texts: readonly string[];
}

/** `places`: for `test` one list of indices; for `marks` one list for each text. `slow`: given up after too long. */
export interface MatchAnswer {
  readonly id: number;
  readonly state: 'found' | 'slow' | 'invalid';
  readonly places: readonly (readonly number[])[];
}
