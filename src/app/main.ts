/**
 * The page begins here: one shell element, one desk, and the events between them.
 * Floor: app. Decides nothing; desk.ts does.
 */
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

type Listeners = { readonly [Name in Exclude<UiEventName, 'choose-files' | 'choose-folder' | 'show-line'>]: (detail: UiEventMap[Name]) => unknown };

const listeners: Listeners = {
  navigate: async ({ screen }) => {
    desk.store.change({ screen });
    if (screen === 'records') await desk.records({ act: 'read' }); // while the screen itself is still on its way
  },
  connect: () => desk.connect(),
  'use-port': ({ index }) => desk.usePort(index),
  'try-virtual': () => desk.tryVirtual(),
  'leave-virtual': () => desk.leaveVirtual(),
  check: ({ path }) => desk.check(path),
  cancel: () => desk.cancel(),
  disconnect: () => desk.disconnect(),
  'add-files': async (drop) => (await desk.manifests()).shelf.addFiles(drop),
  'cancel-import': async () => (await desk.manifests()).shelf.cancelImport(),
  'dismiss-refused': async () => (await desk.manifests()).shelf.dismissRefused(),
  'remove-manifest': async ({ id }) => (await desk.manifests()).shelf.remove(id),
  'undo-remove': async ({ id }) => (await desk.manifests()).shelf.undoRemove(id),
  'find-entries': async ({ text }) => (await desk.manifests()).entries.find(text),
  'filter-entries': async (filter) => (await desk.manifests()).entries.filter(filter),
  'select-entries': async (rows) => (await desk.manifests()).entries.select(rows),
  'clear-selection': async () => (await desk.manifests()).entries.clearSelection(),
  'open-entry': async ({ manifestId, index }) => (await desk.manifests()).entries.open(manifestId, index),
  'close-entry': async () => (await desk.manifests()).entries.close(),
  'plan-export': async (choice) => (await desk.manifests()).entries.plan(choice),
  'write-export': async () => (await desk.manifests()).entries.write(),
  'close-export': async () => (await desk.manifests()).entries.closeExport(),
  'save-all-files': async () => (await desk.manifests()).saveAllFiles(),
  'delete-all': async () => (await desk.manifests()).shelf.deleteAll(),
  firmware: (action) => desk.firmware(action),
  station: (action) => desk.station(action),
  cloud: (action) => desk.cloud(action),
  shared: async (action) => (await desk.shared.get()).perform(action),
  'shared-files': async (action) => (await (await desk.shared.get()).files.get()).perform(action),
  records: (action) => desk.records(action),
  'add-signer': async ({ files }) => (await desk.manifests()).shelf.addSigners(files),
  'remove-signer': async ({ id }) => (await desk.manifests()).shelf.removeSigner(id),
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
  understanding: (action) => desk.understanding.perform(action),
  'clear-log': () => {
    desk.clearLog();
  },
  'save-log': ({ format }) => desk.saveLog(format),
  'monitor-start': () => desk.monitor.start(),
  'monitor-stop': () => desk.monitor.stop(),
  'monitor-send': ({ text, ending, echo }) => desk.monitor.send(text, ending, echo),
  'monitor-ending': ({ ending }) => {
    desk.setSendEnding(ending);
  },
  'monitor-reset': ({ into }) => desk.monitor.reset(into),
  'monitor-baud': ({ baudRate }) => desk.monitor.setBaudRate(baudRate),
  'monitor-reconnect': ({ reconnect }) => {
    desk.monitor.setReconnect(reconnect);
  },
  'dismiss-notice': ({ id }) => {
    desk.store.dismiss(id);
  },
};

for (const name of Object.keys(listeners) as (keyof Listeners)[]) {
  onUi(shell, name, (detail) => {
    const work = async (): Promise<unknown> => (listeners[name] as (value: unknown) => unknown)(detail);
    work().catch((error: unknown) => {
      desk.failed(error); // nothing a person did may fail in silence
    });
  });
}

try {
  if (sessionStorage.getItem('touchstone.signing-in') !== null) desk.store.change({ screen: 'cloud' }); // cloud/sign-in-mark.ts: somebody comes back from a sign-in
} catch {
  // storage is forbidden in this browser: nobody left a mark
}
