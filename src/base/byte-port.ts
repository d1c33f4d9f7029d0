/**
 * A serial port as the house sees it: bytes both ways, two modem lines, and the possibility of losing it.
 * Floor: base. Knows nothing of Web Serial (link) or of the virtual board (sim); both implement this.
 */

/** What the port says of itself. `kind` decides which anchors count: a demo root never counts for a real port. */
export interface PortIdentity {
  readonly kind: 'real' | 'virtual';
  /** USB ids of the bridge, when the browser knows them. */
  readonly usbVendorId?: number;
  readonly usbProductId?: number;
}

/** Why a port could not be opened or was lost.
 * `port-busy`: another program or tab holds it. `port-denied`: the system refused access (on Linux: group dialout).
 * `port-lost`: the cable or the bridge went away. `port-closed`: used while closed. `port-unsupported`: no Web Serial here. */
export type PortErrorCode = 'port-busy' | 'port-denied' | 'port-lost' | 'port-closed' | 'port-unsupported';

export interface BytePort {
  readonly identity: PortIdentity;
  /** Opens at 8N1 without flow control. @throws port-busy, port-denied, port-lost */
  open(baudRate: number): Promise<void>;
  /** Closes and forgets unread bytes; never throws; a closed port may be opened again. */
  close(): Promise<void>;
  /** Changes the rate of an open port (Web Serial: close and reopen). Bytes under way may be lost. @throws port-lost */
  setBaudRate(baudRate: number): Promise<void>;
  /** Resolves when the bytes were handed on. @throws port-lost, port-closed */
  write(bytes: Uint8Array): Promise<void>;
  /** Sets both lines in one call. `true` asserts the line (electrically low). @throws port-lost, port-closed */
  setSignals(signals: { readonly dataTerminalReady: boolean; readonly requestToSend: boolean }): Promise<void>;
  /** Calls `listener` with every chunk read, in order, while open. Returns a function that stops it. */
  onBytes(listener: (bytes: Uint8Array) => void): () => void;
  /** Calls `listener` once when the device goes away while open. Returns a function that stops it. */
  onLost(listener: () => void): () => void;
}
