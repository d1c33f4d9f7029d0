/**
 * Wires the page: what the person did goes to slot, ports and shelf; what they say goes to the shell.
 * Floor: app. The only chooser between real and virtual.
 */
import { isTouchstoneError, type BytePort } from '../base/index.ts';
import { LogBook, Slot, type CheckPath, type FlashRequest, type LineEnding } from '../bench/index.ts';
import {
  EMPTY_VIEW,
  type AppView,
  type BusSettings,
  type CloudAction,
  type FirmwareAction,
  type LogView,
  type RecordsAction,
  type StationAction,
  type VirtualFaultId,
} from '../ui/index.ts';
import type { RecordedLine } from '../sim/index.ts';
import type { Believed } from '../trust/index.ts';
import { checkTools } from './check-tools.ts';
import { Late } from './late.ts';
import type { RoomParts } from './late-rooms.ts';
import { logView } from './log-view.ts';
import type { ManifestDesk } from './manifests/manifest-desk.ts';
import { MonitorDesk } from './monitor-desk.ts';
import type { CloudDesk } from './cloud/cloud-desk.ts';
import type { FirmwareDesk } from './firmware/firmware-desk.ts';
import type { RecordsDesk } from './records/records-desk.ts';
import { RealPorts } from './real-ports.ts';
import { keepRemembered, readRemembered } from './remembered.ts';
import { saveLog } from './save-log.ts';
import { keptSlots } from './station/kept-slots.ts';
import type { StationDesk } from './station/station-desk.ts';
import { readKeptStore } from './store/kept-store.ts';
import { LateUnderstanding } from './understanding/late-understanding.ts';
import { ViewStore } from './view-store.ts';
import type { VirtualBench } from './virtual/bench.ts';

export class Desk {
  readonly store: ViewStore;
  readonly monitor: MonitorDesk;
  readonly understanding: LateUnderstanding;
  readonly #slot: Slot;
  readonly #log: LogBook;
  readonly #logView: LogView;
  readonly #ports: RealPorts;
  #port: BytePort | null = null;
  #virtual: VirtualBench | null = null;
  readonly #manifests = new Late<ManifestDesk>(async () => {
    const { ManifestDesk } = await import('./manifests/manifest-desk.ts');
    return new ManifestDesk({ show: this.store.change.bind(this.store), notice: this.store.notice.bind(this.store) });
  });
  readonly #firmware = new Late<FirmwareDesk>(async () => (await import('./late-rooms.ts')).openFirmwareRoom(this.#roomParts));
  readonly #cloud = new Late<CloudDesk>(async () => (await import('./late-rooms.ts')).openCloudRoom(this.#roomParts));
  readonly #station = new Late<StationDesk>(async () => (await import('./late-rooms.ts')).openStationRoom(this.#roomParts));
  readonly #records = new Late<RecordsDesk>(async () => (await import('./late-rooms.ts')).openRecordsRoom(this.#roomParts));
  readonly shared = new Late(async () => (await import('./late-rooms.ts')).openStoreRoom(this.#roomParts));
  readonly #roomParts: RoomParts;
  #slotsBelieve: Believed | null = null;

  constructor(draw: (view: AppView) => void, versions: AppView['versions']) {
    const { bus, fastestBaudRate, shortcuts, monitor } = readRemembered();
    const { ending: sendEnding, ...rate } = monitor;
    this.#log = new LogBook(() => performance.now());
    this.#logView = logView(this.#log);
    const kept = { slots: keptSlots(), bus, fastestBaudRate, shortcuts, sendEnding, monitor: { ...EMPTY_VIEW.monitor, ...rate } };
    this.store = new ViewStore({ ...EMPTY_VIEW, ...kept, versions, log: this.#logView }, draw);
    const notice = this.store.notice.bind(this.store);
    const change = this.store.change.bind(this.store);
    this.#ports = new RealPorts({
      show: (grantedPorts) => {
        change({ grantedPorts });
      },
      notice,
      presence: (port, presence) => {
        if (this.store.view.slots > 0) void this.#station.get().then((station) => station.presence(port, presence), this.failed.bind(this));
        else if (port === this.#port) this.#portPresence(presence);
        else if (presence === 'back' && this.#isSuccessor(port)) void this.#use(port);
      },
    });
    const tools = checkTools({
      manifests: async (portKind) => {
        const { shelf } = await this.manifests();
        await shelf.settled();
        return shelf.manifestsFor(portKind);
      },
      believed: async (portKind) => {
        const demo = portKind === 'virtual' ? (this.#virtual?.believed ?? this.#slotsBelieve) : null; // a demo root never counts for a real port
        return demo ?? { anchors: [(await import('../trust/index.ts')).MICROCHIP_ANCHOR] };
      },
      firmwareKnown: ({ version, buildId }) => {
        if (this.store.view.versions.build !== buildId) change({ versions: { ...versions, firmware: version, build: buildId } });
      },
    });
    this.#slot = new Slot(tools, this.#log);
    this.#roomParts = {
      store: this.store,
      slot: this.#slot,
      ports: this.#ports,
      check: tools,
      manifests: () => this.manifests(),
      firmware: this.#firmware,
      cloud: this.#cloud,
      records: this.#records,
      shared: this.shared,
      flash: this.#flash.bind(this),
      slotsBelieve: (believed) => {
        this.#slotsBelieve = believed;
      },
    };
    this.#slot.setPins(bus);
    this.#slot.setFastestBaudRate(fastestBaudRate);
    this.#slot.onChange((slot) => {
      change({ slot });
      this.#liveChanged();
    });
    this.#slot.onFlash((flashing) => {
      change({ flashing });
    });
    this.#slot.onMove(async (port) => {
      this.#port = port;
      await this.monitor.use(port);
    });
    this.understanding = new LateUnderstanding({
      log: this.#log,
      nowMs: () => performance.now() - this.#log.startMs,
      isLive: () => this.store.view.monitor.state === 'open' || this.#slot.snapshot.phase === 'running' || this.store.view.pending === 'flash',
      show: (understanding) => {
        change({ understanding });
      },
      play: this.#play.bind(this),
      stopPlaying: async () => {
        await this.#virtual?.port.stopPlaying();
      },
    });
    this.monitor = new MonitorDesk(this.store.view.monitor, {
      log: this.#log,
      show: (monitor) => {
        const { baudRate, reconnect } = this.store.view.monitor;
        change({ monitor });
        if (monitor.baudRate !== baudRate || monitor.reconnect !== reconnect) this.#remember();
        this.#liveChanged();
      },
      failed: this.failed.bind(this),
    });
    this.#log.onChange(() => {
      this.store.grew();
      this.understanding.grew();
    });
    change({ serialSupport: this.#ports.support });
    void this.#ports.refresh();
    if (this.store.view.slots > 0) afterPicture(() => void this.station({ act: 'open' }).catch(this.failed.bind(this)));
    if (readKeptStore() !== null) afterPicture(() => void this.shared.get().catch(() => undefined)); // what waits is sent
    afterPicture(() => void this.manifests().catch(() => undefined)); // it is asked for again when it is needed
  }

  /** Shelf and entries: loaded after the first picture, or when somebody asks. */
  manifests(): Promise<ManifestDesk> {
    return this.#manifests.get();
  }

  async connect(): Promise<void> {
    this.store.change({ pending: 'connect' });
    const port = await this.#ports.choose();
    this.store.change({ pending: null });
    if (port !== null) await this.#useReal(port);
  }

  async usePort(index: number): Promise<void> {
    const port = this.#ports.at(index);
    if (port !== undefined) await this.#useReal(port);
  }

  /** Loads and starts the virtual bench; the manifest of its order comes with it. */
  async tryVirtual(): Promise<void> {
    if (this.#virtual !== null || this.store.view.pending !== null) return;
    this.store.change({ pending: 'virtual' });
    try {
      const { openVirtualBench } = await import('./virtual/bench.ts');
      const virtual = await openVirtualBench();
      this.#virtual = virtual;
      virtual.port.onLost(() => {
        this.#virtualLost(virtual);
      });
      virtual.port.onPlayed((by) => {
        this.understanding.played(by);
      });
      await this.#use(virtual.port);
      this.understanding.newBoard();
      this.store.change({ virtual: { active: true, faultId: 'genuine', plugged: true } });
      const { shelf } = await this.manifests();
      if (virtual === this.#virtual) await shelf.addDemo(virtual.manifest.fileName, virtual.manifest.bytes, virtual.believed);
    } catch {
      this.store.notice('virtual-failed');
    } finally {
      this.store.change({ pending: null });
    }
  }

  async leaveVirtual(): Promise<void> {
    await this.#slot.detach();
    await this.#leavePort();
    await this.#endVirtual();
  }

  async check(path: CheckPath): Promise<void> {
    if (this.#slot.snapshot.phase === 'running') return;
    await this.#virtual?.arm();
    this.#log.add('page', path === 'ram' ? 'check-ram' : 'check-flash');
    await this.monitor.lend(() => this.#slot.check(path));
  }

  /** Whatever is done on the firmware screen; its room is loaded when that is first opened. */
  async firmware(action: FirmwareAction): Promise<void> {
    await (await this.#firmware.get()).perform(action);
  }

  /** Whatever is done on the cloud screen; its room is loaded when that is first opened. */
  async cloud(action: CloudAction): Promise<void> {
    await (await this.#cloud.get()).perform(action);
  }

  /** Whatever is done on the records screen; its room is loaded when that is first opened. */
  async records(action: RecordsAction): Promise<void> {
    await (await this.#records.get()).perform(action);
  }

  /** Whatever is done on a bench with slots; its room is loaded when there are any. */
  async station(action: StationAction): Promise<void> {
    if (action.act === 'set-slots' && action.count > 0 && this.store.view.slots === 0) {
      await this.disconnect();
      this.store.change({ slots: action.count, screen: 'bench' });
    }
    await (await this.#station.get()).perform(action);
  }

  async cancel(): Promise<void> {
    await this.#slot.cancel();
  }

  async disconnect(): Promise<void> {
    if (this.#virtual !== null) return this.leaveVirtual();
    await this.#slot.detach();
    await this.#leavePort();
  }

  setBus(bus: BusSettings): void {
    this.#slot.setPins(bus);
    this.store.change({ bus });
    this.#remember();
  }

  setFastestBaudRate(fastestBaudRate: number): void {
    this.#slot.setFastestBaudRate(fastestBaudRate);
    this.store.change({ fastestBaudRate });
    this.#remember();
  }

  setShortcuts(shortcuts: 'on' | 'off'): void {
    this.store.change({ shortcuts });
    this.#remember();
  }

  setSendEnding(sendEnding: LineEnding): void {
    this.store.change({ sendEnding });
    this.#remember();
  }

  async setVirtualFault(faultId: VirtualFaultId): Promise<void> {
    const virtual = this.#virtual;
    if (virtual === null) return;
    await this.#slot.cancel();
    await virtual.setFault(faultId);
    await this.#use(virtual.port); // another part lies on the bench: the old verdict is not its verdict
    this.understanding.newBoard();
    this.store.change({ virtual: { active: true, faultId, plugged: true } });
  }

  async setVirtualPlugged(state: 'in' | 'out'): Promise<void> {
    const virtual = this.#virtual;
    if (virtual === null) return;
    await (state === 'in' ? virtual.port.plug() : virtual.port.unplug());
    this.#portPresence(state === 'in' ? 'back' : 'gone');
    this.store.change({ virtual: { ...this.store.view.virtual, plugged: state === 'in' } });
  }

  clearLog(): void {
    this.#log.clear();
  }

  async saveLog(format: 'text' | 'json'): Promise<void> {
    this.store.notice('log-saved', { fileName: await saveLog(this.#log, this.#logView, this.store.view.slot, format) });
  }

  /** Says what went wrong. */
  failed(error: unknown): void {
    if (isTouchstoneError(error)) this.store.notice(error.code, error.facts);
    else this.store.notice('unexpected', { message: error instanceof Error ? error.message : String(error) });
  }

  #liveChanged(): void {
    this.understanding.liveIs(`${this.store.view.monitor.state} ${this.#slot.snapshot.phase}`);
  }

  /** The virtual board says a recorded log; a real board is let go first. */
  async #play(lines: readonly RecordedLine[], speed: number, begin: () => void): Promise<'playing' | 'not-playing'> {
    if (this.store.view.pending !== null || this.#slot.snapshot.phase === 'running') return 'not-playing';
    if (this.#virtual === null) {
      await this.disconnect();
      await this.tryVirtual();
    }
    const virtual = this.#virtual;
    if (virtual === null) return 'not-playing'; // it has been said why
    if (!this.store.view.virtual.plugged) await this.setVirtualPlugged('in');
    this.store.change({ screen: 'log' });
    await this.monitor.start();
    await virtual.port.stopPlaying();
    this.#log.add('page', 'recording');
    begin();
    await virtual.port.play(lines, speed);
    return 'playing';
  }

  /** A check and a flashing are never under way at once. */
  async #flash(request: FlashRequest): Promise<'done' | 'not-done'> {
    if (this.store.view.pending !== null || this.#slot.snapshot.phase === 'running') return 'not-done';
    this.store.change({ pending: 'flash' });
    try {
      await this.#virtual?.arm();
      this.#log.add('page', 'flash-pack');
      await this.monitor.lend(async () => {
        await this.#slot.flash(request);
      });
      return this.#slot.flashing?.phase === 'done' ? 'done' : 'not-done';
    } finally {
      this.store.change({ pending: null });
    }
  }

  /** A board that comes back is a new port to the browser (a new SerialPort for every plugging in): known by its bridge, while the slot waits for one. */
  #isSuccessor({ identity }: BytePort): boolean {
    const before = this.#port?.identity;
    if (this.#slot.snapshot.phase !== 'lost' || before?.kind !== 'real') return false;
    return before.usbVendorId === identity.usbVendorId && before.usbProductId === identity.usbProductId;
  }

  async #useReal(port: BytePort): Promise<void> {
    await this.#endVirtual();
    if (port !== this.#port) this.understanding.newBoard();
    await this.#use(port);
  }

  async #use(port: BytePort): Promise<void> {
    this.#port = port;
    await this.#slot.attach(port);
    await this.monitor.use(port);
  }

  async #leavePort(): Promise<void> {
    this.#port = null;
    await this.monitor.use(null);
  }

  #portPresence(presence: 'gone' | 'back'): void {
    this.#slot.portPresence(presence);
    if (presence === 'back') void this.monitor.portBack();
  }

  async #endVirtual(): Promise<void> {
    const virtual = this.#virtual;
    if (virtual === null) return;
    this.#virtual = null;
    this.store.change({ virtual: { active: false, faultId: 'genuine', plugged: true } });
    await this.#slot.detach();
    await this.#leavePort();
    virtual.close();
    await (await this.manifests()).shelf.removeDemo();
  }

  /** The cable came out by a fault or by hand; a port tells once, so listen again. */
  #virtualLost(virtual: VirtualBench): void {
    if (virtual !== this.#virtual) return;
    this.store.change({ virtual: { ...this.store.view.virtual, plugged: false } });
    virtual.port.onLost(() => {
      this.#virtualLost(virtual);
    });
  }

  #remember(): void {
    const { bus, fastestBaudRate, shortcuts, sendEnding, monitor } = this.store.view;
    const { baudRate, reconnect } = monitor;
    if (!keepRemembered({ bus, fastestBaudRate, shortcuts, monitor: { baudRate, reconnect, ending: sendEnding } })) this.store.notice('not-remembered');
  }
}

/** Runs when the first picture was drawn; a hidden page draws none. */
function afterPicture(work: () => void): void {
  if (document.hidden) setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}
