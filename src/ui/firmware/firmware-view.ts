/**
 * What the firmware screen shows beside the slot, and what can be done there.
 * Floor: ui. Types only; plain values without the packs' bytes. Values of settings are secrets: they are here while the page is open, and nowhere else.
 */
import type { Facts } from '../../base/index.ts';
import type { Pack, PackPart, PackWarning } from '../../board/index.ts';
import type { NvsEncoding, NvsPlaceholder, Partition } from '../../formats/index.ts';

/** `bundled`: came with the page. `kept`: is kept in this browser. `here`: goes when the page is closed. */
export type PackOrigin = 'bundled' | 'kept' | 'here';

export interface PackCard {
  /** Its name among the packs. */
  readonly fingerprint: string;
  /** Hostile text. */
  readonly name: string;
  readonly chip: string | null;
  readonly bytes: number;
  readonly parts: number;
  readonly warnings: number;
  readonly origin: PackOrigin;
}

export type PackPartView = Omit<PackPart, 'bytes'> & { readonly size: number };

/** The chosen pack in full. */
export interface OpenedPack extends Omit<PackCard, 'parts' | 'warnings'> {
  readonly flashSizeBytes: number | null;
  readonly parts: readonly PackPartView[];
  readonly partitions: readonly Partition[] | null;
  readonly warnings: readonly PackWarning[];
  /** What erasing the whole chip usually takes. */
  readonly eraseMs: number;
}

/** Files that gave no pack. `label`: whose; empty for the whole drop. */
export interface PackRefusal {
  readonly label: string;
  readonly code: string;
  readonly facts: Facts;
}

export interface SettingsRow {
  readonly namespace: string;
  readonly key: string;
  readonly encoding: NvsEncoding;
  readonly value: string;
  readonly secret: 'secret' | 'plain';
}

export interface SettingsView {
  readonly use: 'off' | 'on';
  /** Names of the pack's NVS partitions; none: the pack takes no settings. */
  readonly partitions: readonly { readonly name: string; readonly size: number }[];
  readonly partition: string;
  readonly rows: readonly SettingsRow[];
  /** One row per board, instead of the form. `next`: from 1, where rows are taken in order. */
  readonly table: { readonly rows: number; readonly identifiedBy: readonly NvsPlaceholder[]; readonly next: number } | null;
  /** Why they cannot be written. */
  readonly problem: { readonly code: string; readonly facts: Facts } | null;
  /** What the board must tell. */
  readonly needs: readonly NvsPlaceholder[];
  /** `held`: by the lock. */
  readonly held: 'held' | 'open';
}

export interface FirmwareView {
  readonly packs: readonly PackCard[];
  /** Null while no pack is chosen. */
  readonly pack: OpenedPack | null;
  /** `locked`: the chosen pack, and how it is written, for the line. */
  readonly lock: 'locked' | 'unlocked';
  /** The pack removed last, while that can be undone. */
  readonly removed: { readonly fingerprint: string; readonly name: string } | null;
  /** What is being read. */
  readonly reading: string | null;
  readonly refused: readonly PackRefusal[];
  readonly erase: Pack['erase'];
  readonly rewrite: 'skip-same' | 'always';
  readonly settings: SettingsView;
  /** For packs that do not tell theirs. */
  readonly chips: readonly string[];
  readonly encodings: readonly NvsEncoding[];
}

/** What the person did on the firmware screen. */
export type FirmwareAction =
  | { readonly act: 'open' }
  /** `entries`: of a drop, folders among them. */
  | { readonly act: 'add'; readonly files: readonly File[]; readonly entries: readonly FileSystemEntry[] }
  | { readonly act: 'fetch'; readonly url: string }
  | { readonly act: 'choose' | 'remove' | 'undo-remove' | 'export'; readonly fingerprint: string }
  | { readonly act: 'lock'; readonly lock: 'locked' | 'unlocked' }
  | { readonly act: 'tell-chip'; readonly chip: string }
  /** For a file whose place nothing says: reads the drop again. */
  | { readonly act: 'tell-offset'; readonly path: string; readonly offset: number }
  | { readonly act: 'forget-refused' }
  | { readonly act: 'set-erase'; readonly erase: Pack['erase'] }
  | { readonly act: 'set-rewrite'; readonly rewrite: 'skip-same' | 'always' }
  | { readonly act: 'use-settings'; readonly use: 'off' | 'on' }
  | { readonly act: 'set-partition'; readonly partition: string }
  | { readonly act: 'set-rows'; readonly rows: readonly SettingsRow[] }
  /** CSV: a small table, or one row per board. */
  | { readonly act: 'load-settings'; readonly text: string }
  | { readonly act: 'clear-settings' }
  | { readonly act: 'flash' };
