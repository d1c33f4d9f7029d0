/**
 * How fast a job is lately, and how long the rest takes at that rate.
 * Floor: cloud. Pure but for the time that is given in. Memory is some thirty numbers.
 */
const BUCKET_MS = 2_000;
const BUCKETS = 15;
/** Less than this says nothing yet. */
const LEAST_MS = 3_000;

export class JobSpeed {
  readonly #ended = new Float64Array(BUCKETS);
  readonly #bucketOf = new Float64Array(BUCKETS).fill(Number.NEGATIVE_INFINITY);
  #startMs: number | null = null;

  /** From now on; what was before a pause does not count. */
  start(nowMs: number): void {
    this.#startMs = nowMs;
    this.#bucketOf.fill(Number.NEGATIVE_INFINITY);
  }

  add(count: number, nowMs: number): void {
    const bucket = Math.floor(nowMs / BUCKET_MS);
    const at = bucket % BUCKETS;
    if (this.#bucketOf[at] !== bucket) {
      this.#bucketOf[at] = bucket;
      this.#ended[at] = 0;
    }
    this.#ended[at] = (this.#ended[at] ?? 0) + count;
  }

  /** Entries a minute over the last half minute; null before there is something to measure. */
  perMinute(nowMs: number): number | null {
    if (this.#startMs === null || nowMs - this.#startMs < LEAST_MS) return null;
    const oldest = Math.floor(nowMs / BUCKET_MS) - BUCKETS + 1;
    const sinceMs = Math.max(this.#startMs, oldest * BUCKET_MS);
    let ended = 0;
    for (let at = 0; at < BUCKETS; at++) if ((this.#bucketOf[at] ?? Number.NEGATIVE_INFINITY) >= oldest) ended += this.#ended[at] ?? 0;
    return ended === 0 ? null : (ended * 60_000) / (nowMs - sinceMs);
  }
}
