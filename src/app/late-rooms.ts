/**
 * How the rooms that are not needed for the first screen are furnished: firmware, cloud, records, the bench with several slots.
 * Floor: app. Loaded with the first of them.
 */
import type { BytePort } from '../base/index.ts';
import { loadStation, type CheckTools, type FlashRequest, type Slot } from '../bench/index.ts';
import type { Believed } from '../trust/index.ts';
import { loadFirmware } from './check-tools.ts';
import type { CloudDesk } from './cloud/cloud-desk.ts';
import type { FirmwareDesk } from './firmware/firmware-desk.ts';
import { Late } from './late.ts';
import type { ManifestDesk } from './manifests/manifest-desk.ts';
import type { RecordsDesk } from './records/records-desk.ts';
import type { RealPorts } from './real-ports.ts';
import type { PlanFiles } from './station/plan-files.ts';
import type { StationDesk } from './station/station-desk.ts';
import { readKeptStore } from './store/kept-store.ts';
import type { SharedFiles } from './store/shared-files.ts';
import type { StoreDesk } from './store/store-desk.ts';
import type { ViewStore } from './view-store.ts';
import type { VirtualBench } from './virtual/bench.ts';

/** What the rooms get of the page. */
export interface RoomParts {
  readonly store: ViewStore;
  readonly slot: Slot;
  readonly ports: RealPorts;
  readonly check: CheckTools;
  readonly manifests: () => Promise<ManifestDesk>;
  readonly firmware: Late<FirmwareDesk>;
  readonly cloud: Late<CloudDesk>;
  readonly records: Late<RecordsDesk>;
  readonly shared: Late<StoreRoom>;
  readonly flash: (request: FlashRequest) => Promise<'done' | 'not-done'>;
  /** What virtual boards in slots believe; null: there are none. */
  readonly slotsBelieve: (believed: Believed | null) => void;
}

/** The shared store, and the files in it: those are loaded when somebody asks for one. */
export type StoreRoom = StoreDesk & { readonly files: Late<SharedFiles> };

export async function openFirmwareRoom({ store, flash }: RoomParts): Promise<FirmwareDesk> {
  const { FirmwareDesk } = await import('./firmware/firmware-desk.ts');
  return new FirmwareDesk({
    show: (firmware) => {
      store.change({ firmware });
    },
    notice: store.notice.bind(store),
    benchFirmware: loadFirmware,
    flash,
  });
}

export async function openCloudRoom({ store, manifests, slot, shared }: RoomParts): Promise<CloudDesk> {
  const { CloudDesk } = await import('./cloud/cloud-desk.ts');
  return new CloudDesk({
    show: (cloud) => {
      store.change({ cloud });
      void shared.begun?.then((desk) => desk.sessionIs(cloud)).catch(() => undefined);
    },
    notice: store.notice.bind(store),
    manifests,
    slot,
  });
}

export async function openRecordsRoom({ store }: RoomParts): Promise<RecordsDesk> {
  const [{ RecordsDesk }, { sentUntil }] = await Promise.all([import('./records/records-desk.ts'), import('./store/sent-until.ts'), loadStation()]);
  return new RecordsDesk({
    show: (records) => {
      store.change({ records });
    },
    isShown: () => store.view.screen === 'records',
    sentUntil,
  });
}

/** The shared store: loaded where this browser has one, or when its card is opened. */
export async function openStoreRoom({ store, cloud, records, manifests }: RoomParts): Promise<StoreRoom> {
  const { StoreDesk } = await import('./store/store-desk.ts');
  let place = '';
  const files = new Late(async () => {
    const { SharedFiles } = await import('./store/shared-files.ts');
    return new SharedFiles({
      show: (sharedFiles) => {
        store.change({ sharedFiles });
      },
      open: () => desk.open(),
      shelf: async () => (await manifests()).shelf,
    });
  });
  const desk = new StoreDesk({
    show: (shared) => {
      const now = `${shared.place.endpoint}/${shared.place.container}`;
      if (now !== place) void files.begun?.then((begun) => begun.otherStore());
      place = now;
      store.change({ shared });
      void records.begun?.then((begun) => begun.sentMore()).catch(() => undefined);
    },
    notice: store.notice.bind(store),
    cloud: () => cloud.get(),
    recorded: async (row) => {
      await (await records.begun)?.recorded(row);
    },
  });
  return Object.assign(desk, { files });
}

/** Plans and manifests of the shared store, for a bench with slots. */
async function openPlanFiles({ store, shared, manifests }: RoomParts): Promise<PlanFiles> {
  const { withManifests } = await import('./store/manifests-for-plan.ts');
  const ofStore = async (): Promise<SharedFiles | null> => (readKeptStore() === null ? null : (await shared.get()).files.get());
  return {
    ready: (plan, boards) =>
      withManifests(plan, boards, {
        shelf: async () => (await manifests()).shelf,
        shared: ofStore,
        fetching: (fileName) => {
          store.notice('manifest-fetching', { fileName });
        },
      }),
    share: (fingerprint, text) =>
      void ofStore().then(
        (files) => files?.sharePlan(fingerprint, text),
        () => undefined,
      ),
    take: async (fingerprint) => (await (await shared.get()).files.get()).plan(fingerprint),
  };
}

export async function openStationRoom(parts: RoomParts): Promise<StationDesk> {
  const { store, check, firmware, cloud, ports, manifests, records, shared, slotsBelieve } = parts;
  const [{ StationDesk }, planFiles] = await Promise.all([import('./station/station-desk.ts'), openPlanFiles(parts)]);
  let demo: VirtualBench | null = null;
  return new StationDesk({
    show: (station) => {
      store.change({ station, ...(station === null ? {} : { slots: station.picture.slots.length }) });
    },
    notice: store.notice.bind(store),
    check,
    firmware: () => firmware.get(),
    cloud: () => cloud.get(),
    versions: () => ({ page: store.view.versions.app, firmware: store.view.versions.firmware, build: store.view.versions.build }),
    pins: () => store.view.bus,
    fastestBaudRate: () => store.view.fastestBaudRate,
    ports: async (): Promise<readonly BytePort[]> => {
      await ports.refresh();
      return ports.all;
    },
    choosePort: () => ports.choose(),
    virtualBoard: async (start) => {
      const { openVirtualBench, fetchDemo } = await import('./virtual/bench.ts');
      if (demo !== null) return openVirtualBench(start);
      const { TRAY_MANIFEST } = await import('./virtual/tray.ts');
      const tray = await fetchDemo(TRAY_MANIFEST);
      demo = await openVirtualBench(start);
      const { believed, manifest } = demo;
      slotsBelieve(believed);
      const { shelf } = await manifests();
      await shelf.addDemo(manifest.fileName, manifest.bytes, believed);
      await shelf.addDemo(TRAY_MANIFEST, tray, believed);
      return demo;
    },
    leaveVirtual: async () => {
      demo = null;
      slotsBelieve(null);
      await (await manifests()).shelf.removeDemo();
    },
    recorded: async (row) => {
      await (await records.begun)?.recorded(row);
    },
    shared: async () => (shared.begun !== null || readKeptStore() !== null ? shared.get() : null),
    planFiles,
    noSlots: () => {
      store.change({ slots: 0, station: null });
    },
  });
}
