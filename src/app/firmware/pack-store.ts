/**
 * Where packs are kept when the page is closed: one zip a pack, named by its fingerprint, in the browser's own file system for this page.
 * Floor: app. Knows no packs: what is found is as foreign as any drop, and is read and checked like one.
 * Reference: File System Standard (WHATWG), origin private file system.
 */

/** What stays beside the packs. */
export interface KeptChoice {
  readonly fingerprint: string | null;
  readonly lock: 'locked' | 'unlocked';
}

/** Every method may reject: a browser may forbid storage, or have no room. */
export interface PackStore {
  fingerprints(): Promise<readonly string[]>;
  read(fingerprint: string): Promise<Uint8Array>;
  write(fingerprint: string, zip: Uint8Array): Promise<void>;
  remove(fingerprint: string): Promise<void>;
  choice(): Promise<KeptChoice>;
  keepChoice(choice: KeptChoice): Promise<void>;
}

const FOLDER = 'packs';
const CHOICE = 'choice.json';
const NAME = /^([0-9a-f]{64})\.zip$/;
const NO_CHOICE: KeptChoice = { fingerprint: null, lock: 'unlocked' };

/** Reads a kept choice; anything odd is none. */
export function parseChoice(text: string): KeptChoice {
  try {
    const kept = JSON.parse(text) as { readonly fingerprint?: unknown; readonly lock?: unknown } | null;
    const fingerprint = typeof kept?.fingerprint === 'string' && /^[0-9a-f]{64}$/.test(kept.fingerprint) ? kept.fingerprint : null;
    return { fingerprint, lock: fingerprint !== null && kept?.lock === 'locked' ? 'locked' : 'unlocked' };
  } catch {
    return NO_CHOICE;
  }
}

/** The origin private file system. */
export class OpfsPackStore implements PackStore {
  async fingerprints(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const name of (await this.#folder()).keys()) {
      const fingerprint = NAME.exec(name)?.[1];
      if (fingerprint !== undefined) found.push(fingerprint);
    }
    return found.sort();
  }

  read(fingerprint: string): Promise<Uint8Array> {
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
      return parseChoice(new TextDecoder().decode(await this.#read(CHOICE)));
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

  async #read(name: string): Promise<Uint8Array> {
    const file = await (await (await this.#folder()).getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  }

  /** A file is there whole or not at all: the browser swaps it in when the stream is closed. */
  async #write(name: string, bytes: Uint8Array): Promise<void> {
    const stream = await (await (await this.#folder()).getFileHandle(name, { create: true })).createWritable();
    try {
      await stream.write(new Uint8Array(bytes));
      await stream.close();
    } catch (error) {
      await stream.abort().catch(() => undefined);
      throw error;
    }
  }
}
