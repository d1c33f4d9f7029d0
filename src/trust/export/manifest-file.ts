/**
 * A smaller manifest: entries byte for byte as they were in their files, so that each verifies as before.
 * Floor: trust. Looks into no entry; Microchip signs entries one by one for exactly this.
 * Reference: Microchip "Trust Platform Manifest File Format" section 1.3 (splitting into smaller manifests).
 */
import { MANIFEST_MAX_BYTES, type ManifestEntry } from '../manifest/manifest.ts';

/** One file of the export. */
export interface ManifestPart {
  readonly entries: number;
  readonly chunks: () => AsyncIterable<Uint8Array<ArrayBuffer>>;
}

/** What this page writes it can read again; a character has at most three bytes in UTF-8. */
const PART_CHARACTERS = Math.floor(MANIFEST_MAX_BYTES / 3);
const CHUNK_ENTRIES = 500;

/** Splits the entries into files that are not too large. */
export function manifestParts(entries: readonly ManifestEntry[]): readonly ManifestPart[] {
  const parts: ManifestEntry[][] = [[]];
  let characters = 0;
  for (const entry of entries) {
    characters += entry.rawText.length + 2;
    if (characters > PART_CHARACTERS && parts.at(-1)?.length !== 0) {
      parts.push([]);
      characters = entry.rawText.length + 2;
    }
    parts.at(-1)?.push(entry);
  }
  return parts.map((part) => ({ entries: part.length, chunks: () => manifestChunks(part) }));
}

async function* manifestChunks(entries: readonly ManifestEntry[]): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  for (let start = 0; start < entries.length; start += CHUNK_ENTRIES) {
    const texts = entries.slice(start, start + CHUNK_ENTRIES).map(({ rawText }) => rawText);
    yield encoder.encode(`${start === 0 ? '[\n' : ',\n'}${texts.join(',\n')}`);
    await Promise.resolve();
  }
  yield encoder.encode(entries.length === 0 ? '[]\n' : '\n]\n');
}
