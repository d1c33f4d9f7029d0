/**
 * The page begins here: one shell element, one desk, and the events between them.
 * Floor: app. Decides nothing; desk.ts does.
 */
import { isTouchstoneError } from '../base/index.ts';
import { onUi, TsApp, type UiEventMap, type UiEventName } from '../ui/index.ts';
import { Desk } from './desk.ts';

declare const __APP_VERSION__: string;

const shell = document.querySelector('ts-app') ?? document.body.appendChild(new TsApp());
const desk = new Desk(
  (view) => {
    shell.view = view;
  },
  { app: __APP_VERSION__, firmware: null, build: null },
);

type Listeners = { readonly [Name in Exclude<UiEventName, 'choose-files'>]: (detail: UiEventMap[Name]) => unknown };

const listeners: Listeners = {
  navigate: ({ screen }) => {
    desk.store.change({ screen });
  },
  connect: () => desk.connect(),
  'use-port': ({ index }) => desk.usePort(index),
  'try-virtual': () => desk.tryVirtual(),
  'leave-virtual': () => desk.leaveVirtual(),
  check: ({ path }) => desk.check(path),
  cancel: () => desk.cancel(),
  disconnect: () => desk.disconnect(),
  'add-files': ({ files }) => desk.shelf.addFiles(files),
  'remove-manifest': ({ id }) => {
    desk.shelf.remove(id);
  },
  'undo-remove': ({ id }) => {
    desk.shelf.undoRemove(id);
  },
  'find-entries': ({ text }) => {
    desk.entries.find(text);
  },
  'open-entry': ({ manifestId, index }) => desk.entries.open(manifestId, index),
  'close-entry': () => {
    desk.entries.close();
  },
  'plan-export': (choice) => desk.entries.plan(choice),
  'write-export': () => desk.entries.write(),
  'close-export': () => {
    desk.entries.closeExport();
  },
  'add-signer': ({ files }) => desk.shelf.addSigners(files),
  'remove-signer': ({ id }) => desk.shelf.removeSigner(id),
  'set-bus': (bus) => {
    desk.setBus(bus);
  },
  'set-fastest-baud-rate': ({ baudRate }) => {
    desk.setFastestBaudRate(baudRate);
  },
  'set-shortcuts': ({ shortcuts }) => {
    desk.setShortcuts(shortcuts);
  },
  'set-virtual-fault': ({ faultId }) => desk.setVirtualFault(faultId),
  unplug: () => desk.setVirtualPlugged('out'),
  plug: () => desk.setVirtualPlugged('in'),
  'clear-log': () => {
    desk.clearLog();
  },
  'save-log': () => {
    desk.saveLog();
  },
  'dismiss-notice': ({ id }) => {
    desk.store.dismiss(id);
  },
};

/** Nothing a person did may fail in silence. */
function failed(error: unknown): void {
  if (isTouchstoneError(error)) desk.store.notice(error.code, error.facts);
  else desk.store.notice('unexpected', { message: error instanceof Error ? error.message : String(error) });
}

for (const name of Object.keys(listeners) as (keyof Listeners)[]) {
  onUi(shell, name, (detail) => {
    const work = async (): Promise<unknown> => (listeners[name] as (value: unknown) => unknown)(detail);
    work().catch(failed);
  });
}
