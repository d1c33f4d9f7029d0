/**
 * What a monitor shows at one moment: plain values that ui renders.
 * Floor: bench. Holds no port.
 */

/** `waiting`: the cable is out, and the port is opened again when it comes back. */
export type MonitorState = 'off' | 'opening' | 'open' | 'waiting';

export interface MonitorSnapshot {
  readonly state: MonitorState;
  readonly baudRate: number;
  /** Whether a port that comes back is opened again. */
  readonly reconnect: 'on' | 'off';
}

/** What is put behind a line that is sent. */
export type LineEnding = 'none' | 'cr' | 'lf' | 'crlf';

/** Whether a line that is sent stands in the log. */
export type SendEcho = 'shown' | 'hidden';
