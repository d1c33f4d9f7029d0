/**
 * The virtual bench: a board in a worker, the demo chips that can lie on it, and the manifest of their order.
 * Floor: app. Loaded when somebody presses the button; the anchors it brings count for its own port only.
 */
import { TouchstoneError, fromHex } from '../../base/index.ts';
import type { Fault } from '../../sim/index.ts';
import identity from '../../sim/demo/identity.json';
import type { Believed } from '../../trust/index.ts';
import type { VirtualFaultId } from '../../ui/index.ts';
import { fetchBytes } from '../fetch-bytes.ts';
import { trustedWorkerUrl } from '../worker-url.ts';
import demo from './demo-anchor.json';
import type { VirtualStart } from './messages.ts';
import { startVirtualPort, type WorkerPort } from './virtual-port.ts';
import workerAddress from './worker.ts?worker&url';

/** `virtual-failed`: the demo files could not be fetched, or the worker did not start. */
export type VirtualErrorCode = 'virtual-failed';

/** What the choices of the page mean on the board. Numbers were chosen so that the fault falls into the middle of a check. */
const FAULTS: Readonly<Record<VirtualFaultId, readonly Fault[]>> = {
  genuine: [],
  'chip-absent': [{ kind: 'chip-absent' }],
  'sda-stuck': [{ kind: 'sda-stuck' }],
  'no-wake': [{ kind: 'no-wake' }],
  'wrong-address-36': [{ kind: 'wrong-address', address: 0x36 }],
  'wrong-address-60': [{ kind: 'wrong-address', address: 0x60 }],
  'crc-noise': [{ kind: 'crc-noise', everyNth: 7 }],
  'chip-stops-answering': [{ kind: 'chip-stops-answering', afterCommands: 10 }],
  'blank-unlocked': [{ kind: 'blank-unlocked' }],
  'replayed-dump': [{ kind: 'replayed-dump' }],
  'other-ca': [{ kind: 'other-ca' }],
  'line-noise': [{ kind: 'line-noise', atBytes: [1400, 1900] }],
  'self-reset': [{ kind: 'self-reset', afterCommands: 8 }],
  'cable-pulled': [{ kind: 'cable-pulled', afterBytes: 6000 }],
};

/** The same, but striking somewhere else: after so many bytes or commands. Faults that strike at no place stay as they are. */
function faultsAt(faultId: VirtualFaultId, strikesAt: number | null): readonly Fault[] {
  if (strikesAt === null) return FAULTS[faultId];
  switch (faultId) {
    case 'chip-stops-answering':
      return [{ kind: 'chip-stops-answering', afterCommands: strikesAt }];
    case 'line-noise':
      return [{ kind: 'line-noise', atBytes: [strikesAt] }];
    case 'self-reset':
      return [{ kind: 'self-reset', afterCommands: strikesAt }];
    case 'cable-pulled':
      return [{ kind: 'cable-pulled', afterBytes: strikesAt }];
    default:
      return FAULTS[faultId];
  }
}

const MANIFEST = 'touchstone-demo-manifest.json';

const publicKeyOf = <T extends { readonly publicKey: string }>(file: T): Omit<T, 'publicKey'> & { readonly publicKey: Uint8Array } => ({
  ...file,
  publicKey: fromHex(file.publicKey),
});

const BELIEVED: Believed = {
  anchors: [{ ...publicKeyOf(demo.anchor), origin: 'demo' }],
  signers: [{ ...publicKeyOf(demo.manifestSigner), origin: 'demo' }],
};

export class VirtualBench {
  readonly port: WorkerPort;
  readonly believed = BELIEVED;
  readonly manifest: { readonly fileName: string; readonly bytes: Uint8Array<ArrayBuffer> };
  #faults = FAULTS.genuine;
  /** A cable is pulled once; put back, it stays. */
  #cable: 'in' | 'pulled-once' = 'in';

  constructor(port: WorkerPort, manifest: Uint8Array<ArrayBuffer>) {
    this.port = port;
    port.onCablePulled(() => void (this.#cable = 'pulled-once'));
    this.manifest = { fileName: MANIFEST, bytes: manifest };
  }

  /** Puts another part on the bench, with the cable in. `strikesAt`: bytes or commands after which it happens; null for the middle of a check.
   * `start`: on another board; null keeps the one that is there, with what lies in its flash. @throws sim-identity, bytes-text, port-lost */
  async setFault(faultId: VirtualFaultId, strikesAt: number | null = null, start: VirtualStart | null = null): Promise<void> {
    this.#faults = faultsAt(faultId, strikesAt);
    this.#cable = 'in';
    await this.port.unplug(); // another part is put on without power: what is counted since power-on begins anew
    if (start === null) return this.plugIn();
    await this.port.start(start);
    await this.arm();
  }

  /** Puts the cable back: the board starts, and its fault, if it has one, is ready to happen; no earlier one does. */
  async plugIn(): Promise<void> {
    await this.port.setFaults([]);
    await this.port.plug();
    await this.arm();
  }

  /** Lets faults that count bytes or time begin to count now. */
  async arm(): Promise<void> {
    await this.port.setFaults(this.#cable === 'in' ? this.#faults : []);
  }

  close(): void {
    this.port.terminate();
  }
}

/** A file of the demo's folder. @throws virtual-failed */
export async function fetchDemo(fileName: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetchBytes(`demo/${fileName}`, AbortSignal.timeout(15_000));
  if (bytes === null) throw new TouchstoneError<VirtualErrorCode>('virtual-failed', { fileName });
  return bytes;
}

/** Starts a board: the demo's one, if no other is wanted. @throws virtual-failed */
export async function openVirtualBench(start: VirtualStart = { identity }): Promise<VirtualBench> {
  try {
    const manifest = await fetchDemo(MANIFEST);
    const worker = new Worker(trustedWorkerUrl(new URL(workerAddress, import.meta.url)), { type: 'module' });
    return new VirtualBench(await startVirtualPort(worker, start), manifest);
  } catch (error) {
    throw error instanceof TouchstoneError ? error : new TouchstoneError<VirtualErrorCode>('virtual-failed', {}, error);
  }
}
