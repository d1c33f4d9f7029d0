/**
 * How much room is left for records, and from where on somebody must be told.
 * Floor: app. Asks the browser; keeps nothing. Reference: Storage Standard (WHATWG): estimate is what the browser says, not exact.
 */
import type { SpaceView } from '../../ui/index.ts';
import { browserStorage, usageOf, wasPromised, type StorageManagerEnd } from '../manifests/storage-state.ts';

/** Some thousand runs. */
const LEFT_BYTES = 100 * 1024 * 1024;
const FULL = 0.9;

/** `low`: little is left, or most is used. */
export function spaceState(usedBytes: number | null, quotaBytes: number | null): SpaceView['state'] {
  if (usedBytes === null || quotaBytes === null || quotaBytes <= 0) return 'unknown';
  return quotaBytes - usedBytes < LEFT_BYTES || usedBytes / quotaBytes >= FULL ? 'low' : 'enough';
}

/** What the browser says now. */
export async function lookAtSpace(storage: StorageManagerEnd | null = browserStorage()): Promise<SpaceView> {
  const [{ usedBytes, quotaBytes }, persisted] = await Promise.all([usageOf(storage), wasPromised(storage)]);
  return { state: spaceState(usedBytes, quotaBytes), persisted, usedBytes, quotaBytes };
}
