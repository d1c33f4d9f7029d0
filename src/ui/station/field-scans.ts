/**
 * A scan that comes while a field has the focus: a line with one of the bench's prefixes is obeyed, and the field is as it was before.
 * Floor: ui. A line without a prefix is what the field was waiting for, and stays in it. Reference: docs/line.md, Keys and scanner.
 */
const GAP_MS = 60;
const PREFIX = /^(?:op|wo|slot|do):./i;

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Watches the keys of fields. */
export class FieldScans {
  #field: Field | null = null;
  #before = '';
  #keys = '';
  #lastMs = Number.NEGATIVE_INFINITY;

  /** The line that this key ends, when it is one of the bench's; null for every other key. The field has its old value then. */
  lineOf(field: Field, key: string, atMs: number): string | null {
    const isNew = field !== this.#field || atMs - this.#lastMs > GAP_MS;
    const keys = isNew ? '' : this.#keys;
    if (key === 'Enter' || key === 'Tab') {
      this.#field = null;
      if (!PREFIX.test(keys)) return null;
      field.value = this.#before;
      return keys;
    }
    if (key.length !== 1) return null; // Shift belongs to the letter after it
    if (isNew) this.#before = field.value;
    this.#field = field;
    this.#keys = keys + key;
    this.#lastMs = atMs;
    return null;
  }
}
