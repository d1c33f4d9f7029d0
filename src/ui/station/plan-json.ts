/** The text of a plan as a form handles it: loose JSON, read without judging; bench's parser judges. Floor: ui. */
import type { FormField } from './station-view.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** An empty object for what is no JSON. */
export function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** An empty object for everything else. */
export const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
/** All members but one. */
export const without = (group: JsonObject, name: string): JsonObject => Object.fromEntries(Object.entries(group).filter(([one]) => one !== name));
/** An empty list for everything else. */
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : []);

/** As it stands in a field; '' for what no field can hold. */
export function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? '' : String(value);
}

/** What was typed, as the file has it; a number that is none stays a text, and the parser says so. */
export function read(type: FormField['type'], typed: string): Json {
  if (type === 'list') return typed.split(',').flatMap((one) => (one.trim() === '' ? [] : [one.trim()]));
  const value = Number(typed);
  return type === 'whole' && typed.trim() !== '' && Number.isFinite(value) ? value : typed;
}
