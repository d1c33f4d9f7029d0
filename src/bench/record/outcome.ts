/**
 * The words for how something ended: a run, a phase, a measurement.
 * Floor: bench. Knows no colours and no sentences.
 * Reference: OpenHTF core/test_record.py, core/phase_descriptor.py and core/measurements.py (`Outcome`, `PhaseOutcome`), in lower case.
 */

/** `pass`, `fail`: the part. `error`: the bench. `timeout`: the run as a whole took too long. `aborted`: a person stopped it. */
export const OUTCOMES = ['pass', 'fail', 'error', 'timeout', 'aborted'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** `skip`: not run, because an earlier phase stopped the run, or nothing was to be done. */
export const PHASE_OUTCOMES = ['pass', 'fail', 'error', 'skip'] as const;
export type PhaseOutcome = (typeof PHASE_OUTCOMES)[number];

/** `unset`: declared and never measured; it is not a pass. `skipped`: its phase was not run. */
export const MEASUREMENT_OUTCOMES = ['pass', 'fail', 'unset', 'skipped'] as const;
export type MeasurementOutcome = (typeof MEASUREMENT_OUTCOMES)[number];
