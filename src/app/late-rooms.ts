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
import type { Late } from './late.ts';
import type { ManifestDesk } from './manifests/manifest-desk.ts';
import type { RecordsDesk } from './records/records-desk.ts';
import type { RealPorts } from './real-ports.ts';
import type { StationDesk } from './station/station-desk.ts';
import { readKeptStore } from './store/kept-store.ts';
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
  readonly shared: Late<StoreDesk>;
  readonly flash: (request: FlashRequest) => Promise<'done' | 'not-done'>;
  /** What virtual boards in slots believe; null: there are none. */
  readonly slotsBelieve: (believed: Believed | null) => void;
}

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
  const [{ RecordsDesk }] = await Promise.all([import('./records/records-desk.ts'), loadStation()]);
  return new RecordsDesk({
    show: (records) => {
      store.change({ records });
    },
  });
}

/** The shared store: loaded where this browser has one, or when its card is opened. */
export async function openStoreRoom({ store, cloud, records }: RoomParts): Promise<StoreDesk> {
  const { StoreDesk } = await import('./store/store-desk.ts');
  return new StoreDesk({
    show: (shared) => {
      store.change({ shared });
    },
    notice: store.notice.bind(store),
    cloud: () => cloud.get(),
    recorded: async (row) => {
      await (await records.begun)?.recorded(row);
    },
  });
}

export async function openStationRoom({ store, check, firmware, cloud, ports, manifests, records, shared, slotsBelieve }: RoomParts): Promise<StationDesk> {
  const { StationDesk } = await import('./station/station-desk.ts');
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
    virtualBoard: async () => {
      const virtual = await (await import('./virtual/bench.ts')).openVirtualBench();
      if (demo === null) {
        demo = virtual;
        slotsBelieve(virtual.believed);
        const { shelf } = await manifests();
        await shelf.addDemo(virtual.manifest.fileName, virtual.manifest.bytes, virtual.believed);
      }
      return virtual;
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
    oneSlot: () => {
      store.change({ slots: 1, station: null });
    },
  });
}
