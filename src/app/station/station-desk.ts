/**
 * Everything behind the bench with several slots: what the person did goes to the station, its pictures go to the screen, its records to the disk.
 * Floor: app. Loaded when a bench has more than one slot. Holds no port: slots do.
 */
import { TouchstoneError, isTouchstoneError, type BytePort, type Clock, type Facts } from '../../base/index.ts';
import {
  loadStation,
  type CheckTools,
  type OutcomeDetail,
  type RecordStore,
  type RunDraft,
  type RunErrorCode,
  type RunRecord,
  type RunSummary,
  type Station,
} from '../../bench/index.ts';
import type { Pack } from '../../board/index.ts';
import { watchReturn } from '../../link/index.ts';
import type { StationAction, StationView } from '../../ui/index.ts';
import type { CloudDesk } from '../cloud/cloud-desk.ts';
import type { FirmwareDesk } from '../firmware/firmware-desk.ts';
import { KeptRates } from '../firmware/rate-memory.ts';
import type { VirtualBench } from '../virtual/bench.ts';
import type { VirtualStart } from '../virtual/messages.ts';
import { Awake } from './awake.ts';
import { bind, isBindingAction, type BindingAction } from './binding-actions.ts';
import { keepHeads } from '../records/kept-heads.ts';
import { askToKeep, browserStorage } from '../manifests/storage-state.ts';
import { lookAtSpace } from '../records/space.ts';
import { hashPin, isPin, keepStation, readStation, type KeptStation } from './kept-station.ts';
import { PlanShelf, planCard } from './plan-shelf.ts';
import { BEFORE_A_SHIFT, LOCKED } from './locked-acts.ts';
import { openedLog } from './opened-log.ts';
import { PlanDesk, isPlanAction } from './plan-desk.ts';
import { NO_PLAN_FILES, type PlanFiles } from './plan-files.ts';
import { meaningOfScan } from './scan-meaning.ts';
import { useCard, useLabel } from './scanned.ts';
import { doToSlot } from './slot-actions.ts';
import type { StationDeskErrorCode } from './station-errors.ts';
import { packAnywhere, seenAnywhere, sharedOf, type SharedGuard } from '../store/shared-guard.ts';
import { Today } from './today.ts';
import { VirtualBoards } from './virtual-boards.ts';

export interface StationDeskTools {
  readonly show: (view: StationView | null) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly check: CheckTools;
  readonly firmware: () => Promise<FirmwareDesk>;
  readonly cloud: () => Promise<CloudDesk>;
  readonly versions: () => { readonly page: string; readonly firmware: string | null; readonly build: string | null };
  readonly pins: () => { readonly sda: number; readonly scl: number; readonly clockKHz: number };
  readonly fastestBaudRate: () => number;
  /** Ports that the browser lets us use now. */
  readonly ports: () => Promise<readonly BytePort[]>;
  readonly choosePort: () => Promise<BytePort | null>;
  /** A virtual board for a slot. */
  readonly virtualBoard: (start: VirtualStart) => Promise<VirtualBench>;
  readonly leaveVirtual: () => Promise<void>;
  /** A run was recorded; resolves when whoever shows records knows. */
  readonly recorded: (row: RunSummary) => Promise<void>;
  /** The store that several stations share; null where there is none. */
  readonly shared?: () => Promise<SharedGuard | null>;
  readonly planFiles?: PlanFiles;
  /** No slots any more: the guided workspace. */
  readonly noSlots: () => void;
  /** Others only in tests. */
  readonly clock?: Clock;
  readonly openStore?: () => Promise<RecordStore>;
}

const NOTHING_TODAY: StationView['today'] = { units: 0, passedFirst: 0, passedLast: 0, runs: 0 };

export class StationDesk {
  readonly #tools: StationDeskTools;
  readonly #plans = new PlanShelf();
  readonly #planDesk = new PlanDesk(
    this.#plans,
    (planFingerprint) => this.#change({ planFingerprint }),
    (fingerprint) => this.#planFiles.take(fingerprint),
  );
  #kept: KeptStation = readStation();
  #station: Station | null = null;
  #store: RecordStore | null = null;
  #opening: Promise<Station> | null = null;
  readonly #virtual: VirtualBoards;
  #selected = 1;
  #opened: number | null = null;
  #packName: string | null = null;
  #problem: StationView['problem'] = null;
  #scanned: StationView['scanned'] = null;
  #today: Today | null = null;
  #space: StationView['space'] = 'unknown';
  readonly #awake = new Awake();

  constructor(tools: StationDeskTools) {
    this.#tools = tools;
    this.#virtual = new VirtualBoards({ open: tools.virtualBoard, leave: tools.leaveVirtual, changed: () => this.#show() });
  }

  async perform(action: StationAction): Promise<void> {
    const station = await this.#open();
    this.#problem = null;
    try {
      const isEnd = action.act === 'teach' && action.number === null; // nothing is taught by it, and closing the set-up may say it late
      if (!isEnd && this.#kept.lock === 'locked' && this.#kept.slots > 0 && LOCKED.includes(action.act))
        throw new TouchstoneError<StationDeskErrorCode>('shift-not-locked');
      if (!isEnd && station.picture.shift === 'on' && BEFORE_A_SHIFT.includes(action.act)) throw new TouchstoneError<StationDeskErrorCode>('shift-is-on');
      await this.#do(action, station);
      await this.#nameThePack();
    } catch (error) {
      this.#problem = detailOf(error);
    }
    this.#show();
  }

  /** Of the pack that is chosen now; asked for only where the plan flashes one, because its room is heavy. */
  async #nameThePack(): Promise<void> {
    const { wantsPack } = planCard(this.#plan);
    this.#packName = wantsPack ? ((await (await this.#tools.firmware()).packFor(''))?.name ?? null) : null;
  }

  /** A port was plugged in or pulled out. */
  async presence(port: BytePort, presence: 'gone' | 'back'): Promise<void> {
    const station = await this.#open();
    if (presence === 'gone') station.gone(port);
    else await station.appeared(port);
    await this.#keepTaught(station);
  }

  #open(): Promise<Station> {
    this.#opening ??= this.#start().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  async #start(): Promise<Station> {
    const tools = this.#tools;
    const { Station, RecordStore } = await loadStation();
    await this.#plans.open();
    this.#store = await (tools.openStore ?? (() => RecordStore.open()))();
    const clock = tools.clock ?? (await import('./steady-clock.ts')).startSteadyClock();
    const { resetBoard } = await import('../../board/index.ts');
    const check: CheckTools = {
      ...tools.check,
      openBoard: (port, options) => tools.check.openBoard(port, { ...options, clock }),
      watchReturn: (port) => watchReturn(port, { clock }),
    };
    const station = new Station({
      tools: {
        check,
        clock,
        epochMs: () => Date.now(),
        seenBefore: (serialNumber, mac, run) => seenAnywhere(this.#records, tools.shared, serialNumber, mac, run),
        pack: (fingerprint) => this.#pack(fingerprint),
        settings: async (partition, fingerprint) => (await tools.firmware()).settingsFor(partition, fingerprint),
        rates: new KeptRates(),
        resetBoard: (wire, { identity }, into) => resetBoard(wire, identity, into, clock),
        enrol: async (proven, signal) => (await tools.cloud()).line.enrol(proven, signal),
        readState: async (registrationId, signal) => (await tools.cloud()).line.waitForState(registrationId, signal),
        print: async (label, run, signal) => (await import('../records/label-desk.ts')).printRunLabel(label, run, signal),
      },
      keep: (draft) => this.#keep(draft),
      newId: () => crypto.randomUUID(),
      versions: tools.versions,
      pins: tools.pins,
      fastestBaudRate: tools.fastestBaudRate,
      show: () => this.#show(),
      taughtChanged: () => void this.#keepTaught(station),
    });
    this.#station = station;
    void this.#lookAtSpace();
    await station.setSlots(this.#kept.slots, this.#kept.taught, this.#kept.order);
    this.#today = await Today.of(await this.#records.pages(), Date.now());
    await station.arePluggedIn(await tools.ports());
    this.#show();
    return station;
  }

  get #records(): RecordStore {
    if (this.#store === null) throw new Error('the records were not opened');
    return this.#store;
  }

  async #keep(draft: RunDraft): Promise<RunRecord> {
    const shared = await sharedOf(this.#tools.shared);
    const record = await this.#records.append(shared?.noted(draft) ?? draft);
    shared?.recorded();
    keepHeads([record.link]);
    const row = (await loadStation()).summarize(record);
    this.#today?.add(row, Date.now());
    this.#virtual.ran(row);
    void this.#tools.recorded(row).catch(() => undefined); // whoever shows records reads them anew the next time
    void this.#lookAtSpace();
    return record;
  }

  async #lookAtSpace(): Promise<void> {
    const { state } = await lookAtSpace();
    if (state === this.#space) return;
    this.#space = state;
    this.#show();
  }

  async #do(action: StationAction, station: Station): Promise<void> {
    if (isPlanAction(action)) return this.#planDesk.perform(action);
    if (isBindingAction(action)) return (await bind(action, station, this.#tools.choosePort)) === 'changed' ? this.#keepTaught(station) : undefined;
    switch (action.act) {
      case 'open':
        return;
      case 'set-slots':
        return this.#setSlots(station, action.count);
      case 'set-name':
        this.#change({ name: action.name.slice(0, 40) });
        return;
      case 'rehearse-plan':
        await this.#planDesk.keepDraft();
        await this.#virtual.putIn(station);
        return this.#startShift(station, station.picture.operator, station.picture.workOrder, 'keep');
      case 'start-shift':
        return this.#startShift(station, action.operator, action.workOrder);
      case 'end-shift':
        return this.#endShift(station);
      case 'set-purpose':
        station.setPurpose(action.purpose);
        return;
      case 'scan':
        return this.#scan(station, action.text);
      case 'lock':
        this.#change({ lock: 'locked', pin: action.pin === '' ? this.#kept.pin : await hashPin(action.pin) });
        return;
      case 'unlock':
        if (this.#kept.pin !== null && !(await isPin(action.pin, this.#kept.pin))) throw new TouchstoneError<StationDeskErrorCode>('pin-wrong');
        this.#change({ lock: 'unlocked' });
        return;
      case 'set-sounds':
        this.#change({ sounds: action.sounds });
        return;
      case 'put-boards':
        return action.boards === 'virtual' ? this.#virtual.putIn(station) : this.#takeVirtual(station);
      case 'close-slot':
        this.#opened = null;
        return;
      default:
        return this.#doToSlot(action, station);
    }
  }

  async #doToSlot(action: Exclude<Extract<StationAction, { readonly number: number | null }>, BindingAction>, station: Station): Promise<void> {
    const slot = station.slots[(action.number ?? 0) - 1];
    if (slot === undefined || action.number === null) return;
    const isHandAtBench = action.act === 'pull-board' || action.act === 'plug-board' || action.act === 'set-fault';
    if (!isHandAtBench) this.#selected = action.number;
    if (action.act === 'open-slot') this.#opened = action.number;
    else await doToSlot(action, action.number, station, this.#virtual);
  }

  async #setSlots(station: Station, count: number): Promise<void> {
    await this.#takeVirtual(station);
    await station.setSlots(count, this.#kept.taught);
    await station.arePluggedIn(await this.#tools.ports());
    this.#selected = 1;
    this.#opened = null;
    this.#change({ slots: count < 1 ? 0 : station.slots.length });
    if (count >= 1) return;
    await station.slots[0]?.bind(null, 'taught');
    this.#tools.noSlots();
  }

  /** `keep`: the plan is being tried, and is nobody else's yet. */
  async #startShift(station: Station, operator: string, workOrder: string, tell: 'share' | 'keep' = 'share'): Promise<void> {
    const { plan: asWritten, fingerprint, origin } = this.#plan;
    const plan = await this.#planFiles.ready(asWritten, this.#virtual.pictures.length > 0 ? 'virtual' : 'real');
    const name = this.#kept.name === '' ? 'bench' : this.#kept.name;
    for (const phase of plan.phases) if (phase.kind === 'flash-pack') await this.#pack(phase.settings.fingerprint); // better said now than by every board
    if (station.picture.shift === 'off') this.#virtual.newShift();
    station.startShift({ station: name, operator, workOrder, plan, planFingerprint: fingerprint });
    if (origin === 'own' && tell === 'share') this.#planFiles.share(fingerprint, (await this.#plans.text(fingerprint)) ?? '');
    void askToKeep(browserStorage()).then(() => this.#lookAtSpace()); // some browsers ask the person: nobody waits for it
    await this.#awake.hold();
  }

  async #endShift(station: Station): Promise<void> {
    station.endShift();
    await this.#awake.release();
  }

  /** @throws run-no-pack */
  async #pack(fingerprint: string): Promise<Pack> {
    const found = await packAnywhere(this.#tools.firmware, this.#tools.shared, fingerprint);
    if (found === null) throw new TouchstoneError<RunErrorCode>('run-no-pack', { fingerprint });
    return found;
  }

  get #planFiles(): PlanFiles {
    return this.#tools.planFiles ?? NO_PLAN_FILES;
  }

  get #plan(): NonNullable<ReturnType<PlanShelf['find']>> {
    const found = this.#plans.find(this.#kept.planFingerprint) ?? this.#plans.plans[0];
    if (found === undefined) throw new Error('no plan comes with the page');
    return found;
  }

  async #scan(station: Station, text: string): Promise<void> {
    const meaning = meaningOfScan(text, this.#plan.plan.guards.labelForm);
    this.#scanned = { text, meaning: meaning.kind };
    switch (meaning.kind) {
      case 'operator':
        station.setOperator(meaning.operator);
        return;
      case 'work-order':
        station.setWorkOrder(meaning.workOrder);
        return;
      case 'slot':
        if (meaning.number <= station.slots.length) this.#selected = meaning.number;
        return;
      case 'label':
        this.#selected = useLabel(station, meaning.label, this.#selected);
        return;
      case 'start': {
        const { shift, operator, workOrder } = station.picture;
        if (shift === 'off') return this.#startShift(station, operator, workOrder);
        useCard(station, 'start', this.#selected);
        return;
      }
      case 'end':
        return this.#endShift(station);
      default:
        this.#selected = useCard(station, meaning.kind, this.#selected) ?? this.#selected;
    }
  }

  /** Real ports that are there get their slots back. */
  async #takeVirtual(station: Station): Promise<void> {
    if (this.#virtual.pictures.length === 0) return;
    await this.#virtual.takeOut(station);
    await station.arePluggedIn(await this.#tools.ports());
  }

  async #keepTaught(station: Station): Promise<void> {
    const order = station.orderOf(await this.#tools.ports());
    this.#change({ taught: station.taught, order });
  }

  #change(change: Partial<KeptStation>): void {
    this.#kept = { ...this.#kept, ...change };
    if (!keepStation(this.#kept)) this.#tools.notice('not-remembered');
  }

  #show(): void {
    const station = this.#station;
    if (station === null) return;
    const { slots, name, lock, pin, sounds } = this.#kept;
    if (slots === 0) return this.#tools.show(null);
    const opened = this.#opened;
    this.#tools.show({
      picture: station.picture,
      stationName: name,
      teaching: station.teaching,
      plans: this.#plans.plans.map(planCard),
      planFingerprint: this.#plan.fingerprint,
      packName: this.#packName,
      lock,
      hasPin: pin !== null,
      sounds,
      selected: this.#selected,
      opened,
      openedLog: opened === null ? null : openedLog(station.log(opened)),
      today: this.#today?.view(Date.now()) ?? NOTHING_TODAY,
      problem: this.#problem,
      scanned: this.#scanned,
      space: this.#space,
      virtual: this.#virtual.pictures.length > 0,
      boards: this.#virtual.pictures,
      draft: this.#planDesk.draft,
    });
  }
}

const detailOf = (error: unknown): OutcomeDetail =>
  isTouchstoneError(error)
    ? { code: error.code, facts: error.facts }
    : { code: 'unexpected', facts: { message: error instanceof Error ? error.message : String(error) } };
