/**
 * From a fresh loader to a line that writes flash: the rate, the stub, the size of the flash.
 * Floor: board. Knows the order of steps for each kind of chip and connection; what is written is flash/.
 * Reference: esptool __init__.py (stub, change_baud, attach_flash, flash_set_parameters; in secure download mode none of the first two).
 */
import { changeLoaderRate, restateStubRate } from './baud.ts';
import { rereadFlashId, type KnownChip } from './chip-identity.ts';
import { attachFlash, nullIfRefused, flashSizeOf, setFlashSize } from './flash-chip.ts';
import type { LoaderSession } from './session.ts';
import { runStub } from './stub.ts';

/** A loader that is ready to write flash. */
export interface OpenLine {
  readonly session: LoaderSession;
  /** `stub`: compressed, any address, verified. `rom`: plain, whole sectors; slow. */
  readonly writer: 'stub' | 'rom';
  readonly blockBytes: number;
  readonly flashId: number | null;
  /** 0 when not known. */
  readonly flashSizeBytes: number;
}

export type LineStage = 'speed' | 'stub';

const STUB_BLOCK_BYTES = 0x4000;
const USB_OTG_BLOCK_BYTES = 0x800;
const ROM_BLOCK_BYTES = 0x400;

/** Makes the line as fast as `baudRate`; null when it died on the way to that rate, and only a reset helps.
 * `expectedSizeBytes`: used where the flash does not tell its size. @throws board-loader, port-lost, or the signal's reason */
export async function openLine(
  session: LoaderSession,
  { identity, kind, magic }: KnownChip,
  baudRate: number,
  expectedSizeBytes: number | null,
  onStage: (stage: LineStage) => void,
): Promise<OpenLine | null> {
  const { connection, security } = identity;
  const rom = kind.stub === 'no-stub' || security.secureDownload;
  const change = connection === 'bridge' && magic !== null && baudRate !== session.context.wire.baudRate;
  if (change && kind.stub !== 'late') {
    onStage('speed');
    if (!(await changeLoaderRate(session, baudRate, magic))) return null;
  }
  if (!rom) {
    onStage('stub');
    await runStub(session, kind.name, identity.revision);
    if (change && !(await settleRate(session, baudRate, magic, kind.stub === 'late' ? () => onStage('speed') : undefined))) return null;
  } else if (security.secureDownload) await attachFlash(session, kind.name);
  const flashId = identity.flashId ?? (security.secureDownload ? null : await rereadFlashId(session));
  const flashSizeBytes = flashId === null ? 0 : flashSizeOf(flashId);
  const size = flashSizeBytes > 0 ? flashSizeBytes : (expectedSizeBytes ?? 0);
  if (size > 0) await nullIfRefused(() => setFlashSize(session, size)); // a loader that does not know the command writes what it can
  const blockBytes = rom ? ROM_BLOCK_BYTES : connection === 'usb-otg' ? USB_OTG_BLOCK_BYTES : STUB_BLOCK_BYTES;
  return { session, writer: rom ? 'rom' : 'stub', blockBytes, flashId, flashSizeBytes };
}

/** The stub runs: at the wanted rate already, or still at another. */
async function settleRate(session: LoaderSession, baudRate: number, magic: number, onSpeed: (() => void) | undefined): Promise<boolean> {
  onSpeed?.();
  if (session.context.wire.baudRate === baudRate) return await restateStubRate(session, magic);
  return await changeLoaderRate(session, baudRate, magic);
}
