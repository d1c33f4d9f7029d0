/**
 * What is shown of plans and manifests in the shared store, and what can be done with them.
 * Floor: ui. Plain values; app makes them. Names that others gave are hostile text.
 */
import type { Facts } from '../../base/index.ts';
import type { PhaseKind } from '../../bench/index.ts';

interface Problem {
  readonly code: string;
  readonly facts: Facts;
}

/** `more`: so many others were not looked at. */
export type SharedList<Row> =
  | { readonly state: 'idle' | 'loading' }
  | { readonly state: 'done'; readonly rows: readonly Row[]; readonly more: number }
  | ({ readonly state: 'failed' } & Problem);

/** A plan of the store. With a problem it is not what its name says, or no plan, and cannot be taken. */
export interface SharedPlan {
  readonly fingerprint: string;
  /** When it was shared, by the clock of the store; milliseconds of the Unix epoch. */
  readonly atMs: number;
  readonly name: string;
  readonly version: string;
  readonly phases: readonly PhaseKind[];
  readonly problem: Problem | null;
}

/** One file on its way to the store or from it. `there`: it was in the store before. */
export type SharedStep = { readonly state: 'idle' | 'reading' | 'running' | 'done' | 'there' } | ({ readonly state: 'failed' } & Problem);

/** A manifest of the store that is not here. */
export interface SharedManifest {
  /** SHA-256 of its bytes. */
  readonly fingerprint: string;
  readonly atMs: number;
  readonly bytes: number;
  /** What whoever shared it calls it; null when nobody said. */
  readonly fileName: string | null;
  readonly step: SharedStep;
}

/** A manifest of this browser on its way to the store. */
export interface ManifestShare {
  readonly id: number;
  readonly step: SharedStep;
}

export interface SharedFilesView {
  readonly plans: SharedList<SharedPlan>;
  readonly manifests: SharedList<SharedManifest>;
  readonly shares: readonly ManifestShare[];
}

/** The longest manifest that can be shared. */
export const SHARED_MANIFEST_BYTES = 256 * 1024 * 1024;

/** What can be done. One event, because the room behind it is loaded late. */
export type SharedFilesAction =
  /** `here`: fingerprints of plans that need not be looked at. */
  | { readonly act: 'list-plans'; readonly here: readonly string[] }
  | { readonly act: 'list-manifests' }
  | { readonly act: 'share-manifest'; readonly id: number }
  | { readonly act: 'take-manifest'; readonly fingerprint: string };
