/**
 * The tools of a check, loaded when the first check begins: board, trust and the firmware image are not needed for the first screen.
 * Floor: app. Fetches from the page's own site only.
 */
import { TouchstoneError } from '../base/index.ts';
import type { FirmwareErrorCode, FirmwareImage } from '../board/index.ts';
import type { CheckTools } from '../bench/index.ts';
import type { Believed, ManifestFile } from '../trust/index.ts';
import { fetchBytes } from './fetch-bytes.ts';

export interface CheckParts {
  /** Waits for manifests that are just being read. */
  readonly manifests: (portKind: 'real' | 'virtual') => Promise<readonly ManifestFile[]>;
  /** Roots that count for this kind of port. */
  readonly believed: (portKind: 'real' | 'virtual') => Promise<Pick<Believed, 'anchors'>>;
  /** Told once, when the catalogue was read. */
  readonly firmwareKnown: (firmware: FirmwareImage) => void;
}

/** Makes the tools; nothing is loaded yet. */
export function checkTools(parts: CheckParts): CheckTools {
  let firmware: FirmwareImage | null = null;
  return {
    nowMs: () => performance.now(),
    openBoard: async (port, options) => (await import('../board/index.ts')).openBoard(port, options),
    firmware: async (signal) => {
      firmware ??= await loadFirmware(signal);
      parts.firmwareKnown(firmware);
      return firmware;
    },
    readChip: async (transport) => {
      const { readChip } = await import('../chip/index.ts');
      return await readChip(transport, (length) => crypto.getRandomValues(new Uint8Array(length)), sha256);
    },
    proveChip: async (reading, portKind) => {
      const [{ proveChip }, manifests, { anchors }] = await Promise.all([import('../trust/index.ts'), parts.manifests(portKind), parts.believed(portKind)]);
      return await proveChip(reading, { anchors, manifests, nowMs: Date.now() });
    },
  };
}

/** Fetches the bench firmware and holds it against its catalogue. @throws firmware-catalogue, firmware-missing, firmware-hash, firmware-image */
export async function loadFirmware(signal: AbortSignal): Promise<FirmwareImage> {
  const { checkFirmware, findFirmware, parseCatalogue } = await import('../board/index.ts');
  const text = await fetchBytes('firmware/catalogue.json', signal);
  if (text === null) throw new TouchstoneError<FirmwareErrorCode>('firmware-missing', { name: 'catalogue.json' });
  const entry = findFirmware(parseCatalogue(parseJson(text)), 'esp32');
  return await checkFirmware(entry, await fetchBytes(`firmware/${entry.name}`, signal));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw new TouchstoneError<FirmwareErrorCode>('firmware-catalogue', { field: 'json' }, error);
  }
}

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
}
