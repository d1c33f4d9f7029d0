/**
 * When to look at an enrollment again: soon at first and after something changed, then ever more rarely, and never once it is settled.
 * Floor: cloud. Pure: knows no clock and sends nothing. Every look is a billed operation of the service.
 * Reference: Azure IoT DPS limits (operations a minute a service); pricing page, "billable operations".
 */
import type { RegistrationState } from '../model.ts';

const FIRST_MS = 5_000;
const LONGEST_MS = 60_000;
const GROWTH = 1.5;

export interface Look {
  readonly status: RegistrationState['status'];
  /** True when this look saw something else than the look before. */
  readonly changed: boolean;
  /** The wait before this look; null when it was the first. */
  readonly previousMs: number | null;
}

/** True for a status that stays until somebody does something: assigned, failed, disabled. */
export const isSettled = (status: RegistrationState['status']): boolean => status === 'assigned' || status === 'failed' || status === 'disabled';

/** Milliseconds until the next look; null when there is nothing to wait for. */
export function nextLookMs({ status, changed, previousMs }: Look): number | null {
  if (isSettled(status)) return null;
  if (changed || previousMs === null) return FIRST_MS;
  return Math.min(LONGEST_MS, Math.max(FIRST_MS, previousMs * GROWTH));
}
