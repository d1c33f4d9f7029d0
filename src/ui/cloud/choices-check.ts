/**
 * What is wrong with a form before it is sent: device id template, tags, hub, settings of sign-in.
 * Floor: ui. Pure. Finds only what is wrong for every chip; the cloud room decides for each.
 * Reference: IoT Hub "Identity registry" (device id: 128 characters of a set); "Device twins" (names without dot, dollar sign, space).
 */
import type { CloudSettings } from '../../cloud/index.ts';
import type { EnrolChoices } from './cloud-view.ts';

export type DeviceIdProblem = 'device-id-empty' | 'device-id-long' | 'device-id-characters' | 'placeholder';
export type TagsProblem = 'tags-json' | 'tags-object' | 'tags-name' | 'placeholder';

const PLACEHOLDER = /\{[^{}"]*\}/g;
const KNOWN: ReadonlySet<string> = new Set(['{cn}', '{serial}', '{part}', '{lot}']);
const DEVICE_ID = /^[A-Za-z0-9\-.+%_#*?!(),:=@$']*$/;
const LONGEST_DEVICE_ID = 128;
const TWIN_NAME = /[\u0000-\u001f\u007f-\u009f.$ ]/;

const isUnknown = (text: string): boolean => (text.match(PLACEHOLDER) ?? []).some((found) => !KNOWN.has(found));

export function deviceIdProblem(template: string): DeviceIdProblem | null {
  if (template === '') return 'device-id-empty';
  if (isUnknown(template)) return 'placeholder';
  const fixed = template.replace(PLACEHOLDER, '');
  if (!DEVICE_ID.test(fixed)) return 'device-id-characters';
  return fixed.length > LONGEST_DEVICE_ID ? 'device-id-long' : null;
}

export function tagsProblem(text: string): TagsProblem | null {
  if (text.trim() === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'tags-json';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'tags-object';
  return problemInside(value);
}

function problemInside(value: unknown): TagsProblem | null {
  if (typeof value === 'string') return isUnknown(value) ? 'placeholder' : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inner] of Object.entries(value)) {
    if (!Array.isArray(value) && TWIN_NAME.test(name)) return 'tags-name';
    const problem = problemInside(inner);
    if (problem !== null) return problem;
  }
  return null;
}

export const isHubMissing = ({ allocationPolicy, hubs }: EnrolChoices): boolean => allocationPolicy === 'static' && hubs.length === 0;

export const areChoicesWhole = (choices: EnrolChoices): boolean =>
  deviceIdProblem(choices.deviceId) === null && tagsProblem(choices.tags) === null && !isHubMissing(choices);

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** Fields that cannot be right, whatever the tenant. */
export function settingsProblems({ clientId, tenant, proxy }: CloudSettings): readonly ('clientId' | 'tenant' | 'proxy')[] {
  const problems: ('clientId' | 'tenant' | 'proxy')[] = [];
  if (!GUID.test(clientId)) problems.push('clientId');
  if (!GUID.test(tenant) && !DOMAIN.test(tenant)) problems.push('tenant');
  if (proxy !== '' && !/^https?:\/\/[^\s]+$/i.test(proxy)) problems.push('proxy');
  return problems;
}
