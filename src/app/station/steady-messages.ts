/** What page and timer thread say to each other. Floor: app. */

/** `durationMs` null: it is not waited for any more. */
export interface SteadyRequest {
  readonly id: number;
  readonly durationMs: number | null;
}

/** The time of this wait has come. */
export interface SteadyAnswer {
  readonly id: number;
}
