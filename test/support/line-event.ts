/**
 * What the browser did to a port's lines, as one text line each way: `DTR=0 RTS=1`, `BAUD=921600`, `BREAK=1`.
 * Test support. Knows nothing of sockets; the stand-in (fake-serial/line-report.c) puts the device's name in front.
 */

export type LineEvent =
  | { readonly kind: 'signals'; readonly dataTerminalReady: boolean; readonly requestToSend: boolean }
  | { readonly kind: 'baud'; readonly baudRate: number }
  | { readonly kind: 'break'; readonly asserted: boolean };

/** Reads one event, without name and line end; null when it is none. */
export function parseLineEvent(text: string): LineEvent | null {
  const signals = /^DTR=([01]) RTS=([01])$/.exec(text);
  if (signals) return { kind: 'signals', dataTerminalReady: signals[1] === '1', requestToSend: signals[2] === '1' };
  const baud = /^BAUD=([1-9]\d{0,9})$/.exec(text);
  if (baud) return { kind: 'baud', baudRate: Number(baud[1]) };
  const line = /^BREAK=([01])$/.exec(text);
  return line ? { kind: 'break', asserted: line[1] === '1' } : null;
}

/** Reads `NAME EVENT`; null when it is none. */
export function parseNamedLineEvent(text: string): { readonly name: string; readonly event: LineEvent } | null {
  const space = text.indexOf(' ');
  const event = space > 0 ? parseLineEvent(text.slice(space + 1)) : null;
  return event && { name: text.slice(0, space), event };
}

const bit = (on: boolean): string => (on ? '1' : '0');

/** The text line of an event, without line end. */
export function formatLineEvent(event: LineEvent): string {
  switch (event.kind) {
    case 'signals':
      return `DTR=${bit(event.dataTerminalReady)} RTS=${bit(event.requestToSend)}`;
    case 'baud':
      return `BAUD=${event.baudRate}`;
    case 'break':
      return `BREAK=${bit(event.asserted)}`;
  }
}
