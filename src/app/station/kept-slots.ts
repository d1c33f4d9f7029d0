/** How many slots this bench had at the last visit: all that the first picture needs to know of kept-station.ts. Floor: app. */
export const STATION_KEY = 'touchstone.station.1';
export const MOST_SLOTS = 32;

/** 0, one board step by step, when nothing was kept, or nothing that makes sense. */
export function keptSlots(): number {
  try {
    return slotsOf((JSON.parse(localStorage.getItem(STATION_KEY) ?? 'null') as { readonly slots?: unknown } | null)?.slots);
  } catch {
    return 0;
  }
}

export const slotsOf = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= MOST_SLOTS ? value : 0);
