/**
 * Texts with placeholders: {cn}, {serial}, {part} and {lot}.
 * Floor: cloud. Pure. Knows neither device ids nor JSON; what goes wrong is thrown under the code that the caller names.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { CloudErrorCode } from '../errors.ts';

/** What may be put into a text; null: this entry has none. */
export interface TemplateValues {
  readonly cn: string;
  /** Upper-case hex. */
  readonly serial: string | null;
  readonly part: string | null;
  readonly lot: string | null;
}

/** Anything between braces is meant as a placeholder; a brace alone is a brace. */
const PLACEHOLDER = /\{([^{}"]*)\}/g;
const NAMES = ['cn', 'serial', 'part', 'lot'] as const satisfies readonly (keyof TemplateValues)[];

const nameOf = (inner: string): keyof TemplateValues | undefined => NAMES.find((name) => name === inner);

/** The first placeholder that nobody knows, braces included; null when all are known. */
export function unknownPlaceholder(template: string): string | null {
  for (const [whole, inner] of template.matchAll(PLACEHOLDER)) if (nameOf(inner as string) === undefined) return whole;
  return null;
}

/** True when something between braces stands in the text. */
export const hasPlaceholder = (template: string): boolean => template.search(PLACEHOLDER) >= 0;

/**
 * Fills each placeholder once: what is put in is never looked at again.
 * @throws `code` with facts `why` (`placeholder`: not known; `value`: this entry has none) and `placeholder`
 */
export function fillTemplate(template: string, values: TemplateValues, code: 'enrol-device-id' | 'enrol-tags' = 'enrol-device-id'): string {
  return template.replace(PLACEHOLDER, (placeholder, inner: string) => {
    const name = nameOf(inner);
    if (name === undefined) throw new TouchstoneError<CloudErrorCode>(code, { ...who(code, template), why: 'placeholder', placeholder });
    const value = values[name];
    if (value === null || value === '') throw new TouchstoneError<CloudErrorCode>(code, { ...who(code, template), why: 'value', placeholder });
    return value;
  });
}

const who = (code: 'enrol-device-id' | 'enrol-tags', template: string): { readonly deviceId?: string } =>
  code === 'enrol-device-id' ? { deviceId: template } : {};
