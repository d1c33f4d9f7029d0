/**
 * Whom files are read with: the page's own anchors and signers, and the signers that the person added.
 * Floor: app. Knows no files. trust is loaded when it is first asked.
 */
import type { Believed, ManifestSigner } from '../../trust/index.ts';
import type { KeptSigner } from './kept.ts';

export interface OwnSigner {
  readonly id: number;
  /** Null: it is not kept. */
  readonly keptId: number | null;
  readonly signer: ManifestSigner;
}

/** Whom to believe now, and trust's fingerprint of it. */
export interface Belief {
  readonly believed: Believed;
  readonly readWith: string;
}

export class OwnSigners {
  /** Null: Microchip's. */
  readonly #base: Believed | null;
  #list: readonly OwnSigner[] = [];
  #nextId = 1;
  #belief: (Belief & { readonly list: readonly OwnSigner[] }) | null = null;

  constructor(base: Believed | null) {
    this.#base = base;
  }

  get list(): readonly OwnSigner[] {
    return this.#list;
  }

  has({ x5t }: ManifestSigner): boolean {
    return this.#list.some(({ signer }) => signer.x5t === x5t);
  }

  add(signer: ManifestSigner, keptId: number | null): void {
    if (!this.has(signer)) this.#list = [...this.#list, { id: this.#nextId++, keptId, signer }];
  }

  restore(signers: readonly KeptSigner[]): void {
    for (const { id, signer } of signers) this.add({ ...signer, origin: 'own' }, id);
  }

  /** Takes one away and gives it back; undefined when there is none with this id. */
  remove(id: number): OwnSigner | undefined {
    const gone = this.#list.find((own) => own.id === id);
    this.#list = this.#list.filter((own) => own !== gone);
    return gone;
  }

  clear(): void {
    this.#list = [];
  }

  /** The same object until a signer comes or goes: workers are told once. */
  async belief(): Promise<Belief> {
    for (;;) {
      const list = this.#list;
      if (this.#belief?.list === list) return this.#belief;
      const { MICROCHIP_ANCHOR, MICROCHIP_MANIFEST_SIGNERS, fingerprintOf } = await import('../../trust/index.ts');
      const { anchors, signers } = this.#base ?? { anchors: [MICROCHIP_ANCHOR], signers: MICROCHIP_MANIFEST_SIGNERS };
      const believed: Believed = { anchors, signers: [...signers, ...list.map(({ signer }) => signer)] };
      const readWith = await fingerprintOf(believed);
      if (this.#list === list && this.#belief?.list !== list) this.#belief = { list, believed, readWith };
    }
  }
}
