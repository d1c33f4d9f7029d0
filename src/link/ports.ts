/**
 * Which serial ports the page may use: support, choosing, remembering, coming and going.
 * Floor: link. Knows nothing of slots or boards.
 * Reference: Web Serial API sections 3 and 4.1–4.3; Permissions Policy "serial".
 */
import { TouchstoneError, type BytePort, type PortErrorCode } from '../base/index.ts';
import { WebSerialPort } from './web-serial-port.ts';

/** `unsupported`: this browser has no Web Serial. `insecure`: the page is not served over https or from localhost.
 * `blocked`: a permissions policy (usually of a surrounding frame) forbids it. */
export type SerialSupport = 'ok' | 'unsupported' | 'insecure' | 'blocked';

/** What ports.ts needs of the browser; tests bring their own. */
export interface SerialPlace {
  readonly isSecureContext: boolean;
  readonly navigator: { readonly serial?: Serial };
  readonly document?: { readonly featurePolicy?: { allowsFeature(feature: string): boolean } };
}

/** A port that came (plugged in, or chosen) or went. */
export interface PortChange {
  readonly kind: 'connected' | 'disconnected';
  readonly port: BytePort;
}

const browser = (): SerialPlace => globalThis as unknown as SerialPlace;

const known = new WeakMap<SerialPort, WebSerialPort>();

/** One `BytePort` for one browser handle, so that a slot recognises its port when it comes back. */
function bytePort(port: SerialPort): WebSerialPort {
  let wrapped = known.get(port);
  if (wrapped === undefined) {
    wrapped = new WebSerialPort(port);
    known.set(port, wrapped);
  }
  return wrapped;
}

/** Whether this page can use serial ports at all. */
export function serialSupport(place: SerialPlace = browser()): SerialSupport {
  if (!place.isSecureContext) return 'insecure'; // Web Serial is [SecureContext]: nothing else can be said
  if (place.navigator.serial === undefined) return 'unsupported';
  return place.document?.featurePolicy?.allowsFeature('serial') === false ? 'blocked' : 'ok';
}

function serialOf(place: SerialPlace): Serial {
  const { serial } = place.navigator;
  if (serial === undefined) throw new TouchstoneError<PortErrorCode>('port-unsupported', { support: serialSupport(place) });
  return serial;
}

function refused(error: unknown): TouchstoneError {
  return new TouchstoneError<PortErrorCode>('port-denied', { reason: error instanceof Error ? error.name : typeof error }, error);
}

/** Shows the browser's chooser; null when the person chose none. Must be called from a user gesture. @throws port-unsupported, port-denied */
export async function requestPort(place: SerialPlace = browser()): Promise<BytePort | null> {
  const serial = serialOf(place);
  try {
    return bytePort(await serial.requestPort());
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFoundError') return null;
    throw refused(error);
  }
}

/** Ports permitted before and plugged in now. @throws port-unsupported, port-denied */
export async function grantedPorts(place: SerialPlace = browser()): Promise<readonly BytePort[]> {
  const serial = serialOf(place);
  try {
    return (await serial.getPorts()).map(bytePort);
  } catch (error) {
    throw refused(error);
  }
}

/** Calls `listener` when a permitted port comes or goes. Returns the function that stops it. Does nothing where Web Serial is missing. */
export function watchPorts(listener: (change: PortChange) => void, place: SerialPlace = browser()): () => void {
  const { serial } = place.navigator;
  if (serial === undefined) return () => undefined;
  // Both events are fired at the port and bubble to navigator.serial: the port is the target.
  const tell =
    (kind: PortChange['kind']) =>
    (event: Event): void => {
      listener({ kind, port: bytePort(event.target as SerialPort) });
    };
  const connected = tell('connected');
  const disconnected = tell('disconnected');
  serial.addEventListener('connect', connected);
  serial.addEventListener('disconnect', disconnected);
  return () => {
    serial.removeEventListener('connect', connected);
    serial.removeEventListener('disconnect', disconnected);
  };
}
