/** What page and timer thread say to each other. Floor: app. */

/** The page wants to be told when so much time has passed. */
export interface SteadyRequest {
  readonly id: number;
  readonly durationMs: number;
}

/** The time of this request has come. */
export interface SteadyAnswer {
  readonly id: number;
}
