/**
 * Times as they stand on the cloud screen.
 * Floor: ui. What this page saw is in the person's own time; what Azure wrote stays UTC and says so.
 */
const two = (value: number): string => String(value).padStart(2, '0');

/** "14:05:09", in local time. */
export function clockTime(atMs: number): string {
  const date = new Date(atMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** "2026-11-23 14:05", in local time. */
export function dayTime(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "2026-11-23T07:33:30.1234567Z" → "2026-11-23 07:33 UTC"; anything else, and Azure's "0001-01-01…" for never, is null. */
export function azureTime(text: string | null): string | null {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\d(?:\.\d{1,9})?(?:Z|\+00:00)?$/.exec(text ?? '');
  return found === null || (found[1] ?? '').startsWith('0001') ? null : `${found[1]} ${found[2]} UTC`;
}
