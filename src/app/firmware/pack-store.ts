/**
 * Where packs are kept when the page is closed: one zip a pack, named by its fingerprint, in the browser's own file system for this page.
 * Floor: app. Knows no packs: what is found is as foreign as any drop, and is read and checked like one.
 * Reference: File System Standard (WHATWG), origin private file system.
 */
import type { Pack } from '../../board/index.ts';

/** How the chosen pack goes onto boards. `settings`: whether there are settings for each board, of which no value is ever kept. */
export interface LineTerms {
  readonly erase: Pack['erase'];
  readonly rewrite: 'skip-same' | 'always';
  readonly settings: 'off' | 'on';
}

/** What stays beside the packs. */
export interface KeptChoice extends LineTerms {
  readonly fingerprint: string | null;
  readonly lock: 'locked' | 'unlocked';
}

/** Every method may reject: a browser may forbid storage, or have no room. */
export interface PackStore {
  fingerprints(): Promise<readonly string[]>;
  read(fingerprint: string): Promise<Blob>;
  write(fingerprint: string, zip: Uint8Array): Promise<void>;
  remove(fingerprint: string): Promise<void>;
  choice(): Promise<KeptChoice>;
  keepChoice(choice: KeptChoice): Promise<void>;
}

const FOLDER = 'packs';
const CHOICE = 'choice.json';
const NAME = /^([0-9a-f]{64})\.zip$/;
export const NO_TERMS: LineTerms = { erase: 'what-is-written', rewrite: 'skip-same', settings: 'off' };
const NO_CHOICE: KeptChoice = { fingerprint: null, lock: 'unlocked', ...NO_TERMS };

/** Reads a kept choice; anything odd is none. */
export function parseChoice(text: string): KeptChoice {
  try {
    const kept = JSON.parse(text) as Partial<Record<keyof KeptChoice, unknown>> | null;
    const fingerprint = typeof kept?.fingerprint === 'string' && /^[0-9a-f]{64}$/.test(kept.fingerprint) ? kept.fingerprint : null;
    return {
      fingerprint,
      lock: fingerprint !== null && kept?.lock === 'locked' ? 'locked' : 'unlocked',
      erase: kept?.erase === 'whole-chip' ? 'whole-chip' : 'what-is-written',
      rewrite: kept?.rewrite === 'always' ? 'always' : 'skip-same',
      settings: kept?.settings === 'on' ? 'on' : 'off',
    };
  } catch {
    return NO_CHOICE;
  }
}

/** The origin private file system. */
export class OpfsPackStore implements PackStore {
  async fingerprints(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const [name, handle] of (await this.#folder()).entries()) {
      const fingerprint = NAME.exec(name)?.[1];
      if (fingerprint === undefined || handle.kind !== 'file') continue;
      if ((await (handle as FileSystemFileHandle).getFile()).size > 0) found.push(fingerprint); // else its writing never ended
    }
    return found.sort();
  }

  read(fingerprint: string): Promise<Blob> {
    return this.#read(`${fingerprint}.zip`);
  }

  write(fingerprint: string, zip: Uint8Array): Promise<void> {
    return this.#write(`${fingerprint}.zip`, zip);
  }

  async remove(fingerprint: string): Promise<void> {
    await (await this.#folder()).removeEntry(`${fingerprint}.zip`);
  }

  async choice(): Promise<KeptChoice> {
    try {
      return parseChoice(await (await this.#read(CHOICE)).text());
    } catch {
      return NO_CHOICE; // nothing was chosen yet
    }
  }

  keepChoice(choice: KeptChoice): Promise<void> {
    return this.#write(CHOICE, new TextEncoder().encode(JSON.stringify(choice)));
  }

  async #folder(): Promise<FileSystemDirectoryHandle> {
    return (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  }

  async #read(name: string): Promise<Blob> {
    return (await (await this.#folder()).getFileHandle(name)).getFile();
  }

  /** A file is there whole, or empty, or as it was: the browser swaps the new one in when the stream is closed. */
  async #write(name: string, bytes: Uint8Array): Promise<void> {
    const folder = await this.#folder();
    const handle = await folder.getFileHandle(name, { create: true });
    let stream: FileSystemWritableFileStream | null = null;
    try {
      stream = await handle.createWritable();
      await stream.write(new Uint8Array(bytes));
      await stream.close();
    } catch (error) {
      await stream?.abort().catch(() => undefined);
      if ((await handle.getFile()).size === 0) await folder.removeEntry(name).catch(() => undefined);
      throw error;
    }
  }
}
