/**
 * What the person did: every event that leaves the ui, with its details.
 * Floor: ui. Events bubble and are composed. On the DOM each name carries the prefix `ts-`, because browsers fire a `cancel` of their own.
 */
import type { CheckPath, LineEnding, SendEcho } from '../bench/index.ts';
import type { BusSettings, Screen, VirtualFaultId } from './app-view.ts';
import type { CloudAction } from './cloud/cloud-view.ts';
import type { UnderstandingAction } from './connect/understanding-view.ts';
import type { RecordsAction } from './records/records-view.ts';
import type { SharedFilesAction } from './store/shared-files-view.ts';
import type { StoreAction } from './store/store-view.ts';
import type { StationAction } from './station/station-view.ts';
import type { FirmwareAction } from './firmware/firmware-view.ts';
import type { EntriesFilter, ExportChoice } from './manifests/entries-view.ts';

/** Name → detail. `Record<string, never>`: the name says it all. */
export interface UiEventMap {
  readonly navigate: { readonly screen: Screen };
  /** Open the browser's port chooser. */
  readonly connect: Nothing;
  /** Use a port that was granted before, without a chooser. */
  readonly 'use-port': { readonly index: number };
  readonly 'try-virtual': Nothing;
  readonly 'leave-virtual': Nothing;
  readonly check: { readonly path: CheckPath };
  readonly cancel: Nothing;
  readonly disconnect: Nothing;
  /** Files that were dropped or chosen. `folder`: what is no .json and no .zip in it is passed over; `skipped` counts those that ui did not even read. */
  readonly 'add-files': { readonly files: readonly File[]; readonly from: 'files' | 'folder'; readonly skipped: number };
  readonly 'cancel-import': Nothing;
  /** Puts away what stands about files that were not taken. */
  readonly 'dismiss-refused': Nothing;
  readonly 'remove-manifest': { readonly id: number };
  readonly 'undo-remove': { readonly id: number };
  /** Any part of a serial number, as it was typed or scanned. */
  readonly 'find-entries': { readonly text: string };
  readonly 'filter-entries': EntriesFilter;
  /** Rows `from` to `to` of the found ones, both included. */
  readonly 'select-entries': { readonly from: number; readonly to: number; readonly state: 'on' | 'off' };
  /** Takes the selection of all entries back, found or not. */
  readonly 'clear-selection': Nothing;
  readonly 'open-entry': { readonly manifestId: number; readonly index: number };
  readonly 'close-entry': Nothing;
  /** Open the export, or choose something else in it. */
  readonly 'plan-export': ExportChoice;
  readonly 'write-export': Nothing;
  /** Leave the export; what is being written stops. */
  readonly 'close-export': Nothing;
  /** Everything on the firmware screen: one event, because one room behind it is loaded late. */
  readonly firmware: FirmwareAction;
  /** Everything on the cloud screen, likewise. */
  readonly cloud: CloudAction;
  /** Everything about the shared store, likewise. */
  readonly shared: StoreAction;
  /** Plans and manifests in the shared store. */
  readonly 'shared-files': SharedFilesAction;
  /** Everything on the records screen, likewise. */
  readonly records: RecordsAction;
  /** Everything on a bench with slots, likewise. */
  readonly station: StationAction;
  readonly 'add-signer': { readonly files: readonly File[] };
  readonly 'remove-signer': { readonly id: number };
  readonly 'set-bus': BusSettings;
  readonly 'set-fastest-baud-rate': { readonly baudRate: number };
  readonly 'set-shortcuts': { readonly shortcuts: 'on' | 'off' };
  readonly 'set-virtual-fault': { readonly faultId: VirtualFaultId };
  readonly unplug: Nothing;
  readonly plug: Nothing;
  /** Everything about the understood log: one event, because the room behind it is loaded late. */
  readonly understanding: UnderstandingAction;
  /** Asks the log room to show a line by its number; app has nothing to do. */
  readonly 'show-line': { readonly number: number };
  readonly 'clear-log': Nothing;
  /** `json`: one object a line, with timestamps. */
  readonly 'save-log': { readonly format: 'text' | 'json' };
  /** Open the attached port as a plain monitor, or close it again. */
  readonly 'monitor-start': Nothing;
  readonly 'monitor-stop': Nothing;
  readonly 'monitor-send': { readonly text: string; readonly ending: LineEnding; readonly echo: SendEcho };
  readonly 'monitor-ending': { readonly ending: LineEnding };
  readonly 'monitor-reset': { readonly into: 'firmware' | 'loader' };
  readonly 'monitor-baud': { readonly baudRate: number };
  readonly 'monitor-reconnect': { readonly reconnect: 'on' | 'off' };
  readonly 'dismiss-notice': { readonly id: number };
  /** Asks `ts-app` to open its chooser for files or a folder; app has nothing to do. */
  readonly 'choose-files': Nothing;
  readonly 'choose-folder': Nothing;
  /** All kept files, as they came, in one zip. */
  readonly 'save-all-files': Nothing;
  /** Takes all manifests and own signers away for good; ui has asked before. */
  readonly 'delete-all': Nothing;
}

type Nothing = Readonly<Record<string, never>>;

export type UiEventName = keyof UiEventMap;

/** Tells whoever listens above `source` what the person did. */
export function emit<Name extends UiEventName>(source: EventTarget, name: Name, detail: UiEventMap[Name]): void {
  source.dispatchEvent(new CustomEvent(`ts-${name}`, { detail, bubbles: true, composed: true }));
}

/** Listens for one kind of event on `target`; returns a function that stops it. */
export function onUi<Name extends UiEventName>(target: EventTarget, name: Name, listener: (detail: UiEventMap[Name]) => void): () => void {
  const heard = (event: Event): void => listener((event as CustomEvent<UiEventMap[Name]>).detail);
  target.addEventListener(`ts-${name}`, heard);
  return () => target.removeEventListener(`ts-${name}`, heard);
}
