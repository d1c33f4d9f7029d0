/**
 * What the cloud screen remembers in this browser: settings, which service was chosen, how enrollments are made.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input. Ids only: never an answer, never a token.
 */
import { NATIONAL_CLOUDS, type AllocationPolicy, type CloudSettings } from '../../cloud/index.ts';
import type { EnrolChoices } from '../../ui/index.ts';
import { FIRST_VIEW } from './first-view.ts';

export interface KeptCloud {
  /** Null: nothing was typed here; what the site says counts. */
  readonly settings: CloudSettings | null;
  readonly subscriptionId: string | null;
  /** Resource Manager's id of the service. */
  readonly serviceId: string | null;
  readonly choices: EnrolChoices;
}

/** The part of `Storage` that is used. */
export type KeptPlace = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const KEY = 'touchstone.cloud.1';
const LONGEST_TEXT = 400;
const LONGEST_TAGS = 8_192;
const MOST_HUBS = 50;
const POLICIES: readonly AllocationPolicy[] = ['hashed', 'geoLatency', 'static'];
export const NOTHING_KEPT: KeptCloud = { settings: null, subscriptionId: null, serviceId: null, choices: FIRST_VIEW.choices };

type Found = Readonly<Record<string, unknown>>;

const asObject = (value: unknown): Found | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Found) : null);
const asText = (value: unknown, longest = LONGEST_TEXT): string | null => (typeof value === 'string' && value.length <= longest ? value : null);

/** Reads what was kept; anything odd in it is left out. */
export function parseKept(text: string | null): KeptCloud {
  if (text === null) return NOTHING_KEPT;
  let kept: Found | null;
  try {
    kept = asObject(JSON.parse(text));
  } catch {
    return NOTHING_KEPT;
  }
  return {
    settings: settingsOf(kept?.['settings']),
    subscriptionId: asText(kept?.['subscriptionId']),
    serviceId: asText(kept?.['serviceId']),
    choices: choicesOf(kept?.['choices']),
  };
}

function settingsOf(value: unknown): CloudSettings | null {
  const found = asObject(value);
  if (found === null) return null;
  const [clientId, tenant, proxy] = [asText(found['clientId']), asText(found['tenant']), asText(found['proxy'])];
  const cloud = NATIONAL_CLOUDS.find((one) => one === found['cloud']);
  if (clientId === null || tenant === null || proxy === null || cloud === undefined) return null;
  return { clientId, tenant, cloud, proxy };
}

function choicesOf(value: unknown): EnrolChoices {
  const found = asObject(value);
  const usual = FIRST_VIEW.choices;
  const policy = POLICIES.find((one) => one === found?.['allocationPolicy']);
  const hubs: readonly unknown[] = Array.isArray(found?.['hubs']) ? (found['hubs'] as readonly unknown[]) : [];
  return {
    deviceId: asText(found?.['deviceId']) ?? usual.deviceId,
    allocationPolicy: policy ?? usual.allocationPolicy,
    hubs: hubs.filter((hub): hub is string => asText(hub) !== null).slice(0, MOST_HUBS),
    tags: asText(found?.['tags'], LONGEST_TAGS) ?? usual.tags,
  };
}

/** Reads the place; nothing where the browser forbids it. */
export function readKept(place: () => KeptPlace): KeptCloud {
  try {
    return parseKept(place().getItem(KEY));
  } catch {
    return NOTHING_KEPT;
  }
}

/** Keeps it; false when the browser does not let us. */
export function keepCloud(place: () => KeptPlace, kept: KeptCloud): boolean {
  try {
    place().setItem(KEY, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}
