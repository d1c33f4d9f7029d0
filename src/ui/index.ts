/** The door of ui: the shell element, the state it shows, the events it sends. Importing it defines `<ts-app>`. */
export { TsApp } from './shell/ts-app.ts';
export { EMPTY_VIEW, FASTEST_BAUD_RATES, FREE_PINS } from './app-view.ts';
export type { AppView, BusSettings, GrantedPort, LineMatcher, LogView, Notice, SerialSupport, VirtualFaultId } from './app-view.ts';
export type { EntriesView, EntryRow, EntryVerdict, ExportChoice, ExportView, OpenedEntry } from './manifests/entries-view.ts';
export type { FirmwareAction, FirmwareView, OpenedPack, PackCard, PackOrigin, PackRefusal, SettingsRow, SettingsView } from './firmware/firmware-view.ts';
export { onUi } from './events.ts';
export { loadLogFile } from './log/load-log-file.ts';
export type { UiEventMap, UiEventName } from './events.ts';
