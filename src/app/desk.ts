/**
 * Wires the page: what the person did goes to slot, ports and shelf; what they say goes to the shell.
 * Floor: app. The only chooser between real and virtual.
 */
import { isTouchstoneError, type BytePort } from '../base/index.ts';
import { LogBook, Slot, type CheckPath, type FlashRequest } from '../bench/index.ts';
import { EMPTY_VIEW, type AppView, type BusSettings, type FirmwareAction, type LogView, type VirtualFaultId } from '../ui/index.ts';
import { checkTools, loadFirmware } from './check-tools.ts';
import { logView } from './log-view.ts';
import type { ManifestDesk } from './manifests/manifest-desk.ts';
import { MonitorDesk } from './monitor-desk.ts';
import type { FirmwareDesk } from './firmware/firmware-desk.ts';
import { RealPorts } from './real-ports.ts';
import { keepRemembered, readRemembered } from './remembered.ts';
import { saveLog } from './save-log.ts';
import { ViewStore } from './view-store.ts';
import type { VirtualBench } from './virtual/bench.ts';

export class Desk {
  readonly store: ViewStore;
  readonly monitor: MonitorDesk;
  readonly #slot: Slot;
  readonly #log: LogBook;
  readonly #logView: LogView;
  readonly #ports: RealPorts;
  #port: BytePort | null = null;
  #virtual: VirtualBench | null = null;
  #firmware: Promise<FirmwareDesk> | null = null;
  #manifests: Promise<ManifestDesk> | null = null;

  constructor(draw: (view: AppView) => void, versions: AppView['versions']) {
    const { bus, fastestBaudRate, shortcuts } = readRemembered();
    this.#log = new LogBook(() => performance.now());
    this.#logView = logView(this.#log);
    this.store = new ViewStore({ ...EMPTY_VIEW, bus, fastestBaudRate, shortcuts, versions, log: this.#logView }, draw);
    const notice = this.store.notice.bind(this.store);
    const change = this.store.change.bind(this.store);
    this.#ports = new RealPorts({
      show: (grantedPorts) => {
        change({ grantedPorts });
      },
      notice,
      presence: (port, presence) => {
        if (port === this.#port) this.#portPresence(presence);
        else if (presence === 'back' && this.#isSuccessor(port)) void this.#use(port);
      },
    });
    const tools = checkTools({
      manifests: async (portKind) => {
        const { shelf } = await this.manifests();
        await shelf.settled();
        return shelf.manifestsFor(portKind);
      },
      believed: async (portKind) =>
        portKind === 'virtual' && this.#virtual !== null ? this.#virtual.believed : { anchors: [(await import('../trust/index.ts')).MICROCHIP_ANCHOR] },
      firmwareKnown: ({ version, buildId }) => {
        if (this.store.view.versions.build !== buildId) change({ versions: { ...versions, firmware: version, build: buildId } });
      },
    });
    this.#slot = new Slot(tools, this.#log);
    this.#slot.setPins(bus);
    this.#slot.setFastestBaudRate(fastestBaudRate);
    this.#slot.onChange((slot) => {
      change({ slot });
    });
    this.#slot.onFlash((flashing) => {
      change({ flashing });
    });
    this.monitor = new MonitorDesk(this.store.view.monitor, {
      log: this.#log,
      show: (monitor) => {
        change({ monitor });
      },
      failed: this.failed.bind(this),
    });
    this.#log.onChange(() => {
      this.store.touch();
    });
    change({ serialSupport: this.#ports.support });
    void this.#ports.refresh();
    afterPicture(() => void this.manifests().catch(() => undefined)); // it is asked for again when it is needed
  }

  /** Shelf and entries: loaded after the first picture, or when somebody asks. Who asks first is served first. */
  manifests(): Promise<ManifestDesk> {
    this.#manifests ??= import('./manifests/manifest-desk.ts').then(
      ({ ManifestDesk }) => new ManifestDesk({ show: this.store.change.bind(this.store), notice: this.store.notice.bind(this.store) }),
      (error: unknown) => {
        this.#manifests = null;
        throw error;
      },
    );
    return this.#manifests;
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
      await this.#use(virtual.port);
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
    this.#firmware ??= this.#loadFirmware();
    const desk = await this.#firmware.catch((error: unknown) => {
      this.#firmware = null; // over a bad line: asked for again with the next thing that is done
      throw error;
    });
    await desk.perform(action);
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

  async setVirtualFault(faultId: VirtualFaultId): Promise<void> {
    const virtual = this.#virtual;
    if (virtual === null) return;
    await this.#slot.cancel();
    await virtual.setFault(faultId);
    await this.#use(virtual.port); // another part lies on the bench: the old verdict is not its verdict
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

  async #loadFirmware(): Promise<FirmwareDesk> {
    const { FirmwareDesk } = await import('./firmware/firmware-desk.ts');
    return new FirmwareDesk({
      show: (firmware) => {
        this.store.change({ firmware });
      },
      notice: this.store.notice.bind(this.store),
      benchFirmware: loadFirmware,
      flash: (request) => this.#flash(request),
    });
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
    const { bus, fastestBaudRate, shortcuts } = this.store.view;
    if (!keepRemembered({ bus, fastestBaudRate, shortcuts })) this.store.notice('not-remembered');
  }
}

/** Runs when the first picture was drawn; a hidden page draws none. */
function afterPicture(work: () => void): void {
  if (document.hidden) setTimeout(work);
  else requestAnimationFrame(() => setTimeout(work));
}
