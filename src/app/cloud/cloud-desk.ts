/**
 * Everything behind the cloud screen: takes what the person did to the desk it belongs to, and shows one view of them all.
 * Floor: app. Loaded when the screen is first opened; until a person signs in nothing is sent anywhere but for config.json beside the page.
 */
import type { Facts } from '../../base/index.ts';
import type { Slot } from '../../bench/index.ts';
import { readSiteConfig, type CloudResource, type CloudSettings, type SiteConfig } from '../../cloud/index.ts';
import type { CloudAction, CloudView, EnrolSource } from '../../ui/index.ts';
import type { ManifestDesk } from '../manifests/manifest-desk.ts';
import { benchChip, chipToEnrol } from './bench-chip.ts';
import { FIRST_VIEW } from './first-view.ts';
import { EntryChoice } from './entry-choice.ts';
import { JobDesk } from './job-desk.ts';
import { LineEnrol } from './line-enrol.ts';
import { keepCloud, readKept, type KeptCloud } from './kept-settings.ts';
import { browserOutside, redirectUriOf, type Outside } from './outside.ts';
import { problemOf, type Problem } from './problem.ts';
import { RecordDesk } from './record-desk.ts';
import { ServiceDesk } from './service-desk.ts';
import { Session } from './session.ts';
import { SetupDesk } from './setup-desk.ts';
import { WatchDesk } from './watch-desk.ts';

export interface CloudDeskTools {
  readonly show: (cloud: CloudView) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly manifests: () => Promise<ManifestDesk>;
  readonly slot: Pick<Slot, 'snapshot' | 'onChange'>;
  /** Another one only in tests. */
  readonly outside?: Outside;
}

/** The tab stays with the emulator when it is reloaded. */
const EMULATOR_MARK = 'touchstone.emulator';

export class CloudDesk {
  readonly #tools: CloudDeskTools;
  readonly #outside: Outside;
  readonly #session: Session;
  readonly #services: ServiceDesk;
  readonly #setup: SetupDesk;
  readonly #records: RecordDesk;
  readonly #entries: EntryChoice;
  readonly #jobs: JobDesk;
  readonly #watch: WatchDesk;
  /** For plans that enrol. */
  readonly line: LineEnrol;
  #kept: KeptCloud;
  #site: SiteConfig | null = null;
  #view: CloudView = FIRST_VIEW;
  #opened: Promise<void> | null = null;
  #showing = false;

  constructor(tools: CloudDeskTools) {
    const outside = tools.outside ?? browserOutside();
    const show = this.#change.bind(this);
    const notice = ({ code, facts }: Problem): void => tools.notice(code, facts);
    this.#tools = tools;
    this.#outside = outside;
    this.#kept = readKept(outside.kept);
    this.#session = new Session({ outside, show });
    this.#services = new ServiceDesk({
      ...{ outside, show, notice, session: this.#session },
      kept: () => this.#kept,
      keep: (chosen) => {
        this.#keep(chosen);
      },
    });
    this.#setup = new SetupDesk({
      outside,
      session: this.#session,
      services: this.#services,
      show: (tests) => show({ setup: { ...this.#view.setup, tests } }),
    });
    this.#records = new RecordDesk({ outside, show, notice });
    this.#entries = new EntryChoice({ manifests: tools.manifests, show });
    this.#jobs = new JobDesk({ outside, show, notice, session: this.#session, services: this.#services, records: this.#records });
    this.#watch = new WatchDesk({ outside, show, notice, session: this.#session, services: this.#services, records: this.#records });
    this.line = new LineEnrol({ outside, session: this.#session, services: this.#services, records: this.#records, choices: () => this.#view.choices });
    tools.slot.onChange(() => {
      this.#showChip();
    });
  }

  async perform(action: CloudAction): Promise<void> {
    if (action.act !== 'open') await this.#open();
    switch (action.act) {
      case 'open':
        return this.#open();
      case 'set-settings':
        return this.#setSettings(action.settings);
      case 'forget-settings':
        return this.#setSettings(null);
      case 'test-setup':
        return this.#setup.test(action.id);
      case 'use-emulator':
      case 'leave-emulator':
        return this.#useEmulator(action.act === 'use-emulator' ? 'on' : 'off');
      case 'sign-in':
        if (await this.#session.open(action.by)) await this.#services.listSubscriptions();
        return;
      case 'sign-out':
        return this.#signOut();
      case 'consent':
        return this.#consent(action.resource);
      case 'list-subscriptions':
        return this.#services.listSubscriptions();
      case 'choose-subscription':
        return this.#leaveFor(() => this.#services.chooseSubscription(action.subscriptionId));
      case 'choose-service':
        return this.#leaveFor(() => this.#services.chooseService(action.id));
      case 'probe':
        return this.#services.probe();
      case 'choose-entry':
        return this.#entries.choose(action.manifestId, action.index);
      case 'choose-selection':
        return this.#entries.chooseSelection();
      case 'set-choices':
        this.#keep({ choices: action.choices });
        this.#change({ choices: action.choices });
        this.#jobs.forgetPreview();
        return;
      case 'preview':
        return this.#preview(action.source);
      case 'enrol':
        return this.#enrol(action.source, action.insist);
      default:
        return this.#performLater(action);
    }
  }

  /** What is done to a job or an enrollment that is there. */
  async #performLater(action: LaterAction): Promise<void> {
    switch (action.act) {
      case 'pause-job':
        this.#jobs.pause();
        return;
      case 'resume-job':
        return this.#jobs.resume(await this.#tools.manifests());
      case 'cancel-job':
        this.#jobs.cancel();
        return;
      case 'retry-failed':
        return this.#jobs.retryFailed();
      case 'put-job-away':
        return this.#jobs.putAway();
      case 'save-job-results':
        return this.#jobs.save();
      case 'save-records':
        return this.#records.save();
      case 'delete-records':
        return this.#records.drop();
      case 'watch':
        return this.#watch.watch(action.registrationId, null);
      case 'watch-chip': {
        const chip = chipToEnrol(this.#tools.slot.snapshot, this.#where);
        return chip === null ? undefined : this.#watch.watch(chip.commonName, chip);
      }
      case 'stop-watching':
        this.#watch.stop();
        return;
      case 'look-again':
        return this.#watch.lookAgain();
      case 'reprovision':
      case 'delete-enrollment':
        return this.#watch.act(action.act === 'reprovision' ? 'reprovision' : 'delete');
      case 'set-status':
        return this.#watch.act(action.status === 'enabled' ? 'enable' : 'disable');
      case 'emulate-device':
        return this.#watch.emulateDevice(action.outcome);
    }
  }

  /** Who is signed in and what the site says, once both were looked for: for the shared store. */
  async access(): Promise<{ readonly session: Session; readonly site: SiteConfig | null }> {
    await this.#open();
    return { session: this.#session, site: this.#site };
  }

  get #where(): 'azure' | 'emulator' {
    return this.#session.place?.kind ?? 'azure';
  }

  #open(): Promise<void> {
    this.#opened ??= this.#start().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  async #start(): Promise<void> {
    this.#change({ choices: this.#kept.choices, session: 'starting' });
    let siteProblem: Problem | null = null;
    try {
      this.#site = await readSiteConfig(new URL('config.json', this.#outside.pageUrl).href, this.#outside.fetch);
    } catch (error) {
      siteProblem = problemOf(error);
    }
    this.#showSetup(siteProblem);
    this.#showChip();
    // nobody waits for these three; what fails in them is told
    void this.#records.read();
    void this.#jobs.lookForUnfinished();
    void this.#entries.begin().catch((error: unknown) => this.#tell(error));
    await this.#turn(this.#site?.emulator !== undefined && this.#emulatorMark() === 'on' ? 'on' : 'off');
  }

  /** Goes to Azure or to the emulator, and on where somebody was. */
  async #turn(emulator: 'on' | 'off'): Promise<void> {
    const base = this.#site?.emulator ?? null;
    this.#change({ emulator: base === null ? 'none' : emulator === 'on' ? 'on' : 'offered' });
    this.#leave();
    this.#services.forget();
    await this.#session.use(emulator === 'on' && base !== null ? { kind: 'emulator', base } : { kind: 'azure', settings: this.#settings });
    this.#showChip();
    if (this.#session.state === 'signed-in') void this.#services.listSubscriptions(); // what fails is shown; nobody need wait for it
  }

  get #settings(): CloudSettings {
    return this.#kept.settings ?? { ...FIRST_VIEW.setup.settings, ...this.#site?.settings };
  }

  async #setSettings(settings: CloudSettings | null): Promise<void> {
    const trimmed = settings === null ? null : trim(settings);
    this.#keep(trimmed === null ? { settings: null, subscriptionId: null, serviceId: null } : { settings: trimmed });
    this.#setup.forget();
    this.#showSetup(this.#view.setup.siteProblem);
    if (this.#where === 'azure') await this.#turn('off');
  }

  async #useEmulator(state: 'on' | 'off'): Promise<void> {
    this.#keepEmulatorMark(state);
    this.#setup.forget();
    await this.#turn(state);
  }

  async #signOut(): Promise<void> {
    this.#leave();
    this.#services.forget();
    await this.#session.close();
  }

  async #consent(resource: CloudResource): Promise<void> {
    if (!(await this.#session.consent(resource))) return;
    if (resource === 'arm') await this.#services.listSubscriptions();
    else if (resource === 'dps') await this.#services.probe();
    else await this.#watch.lookAgain();
  }

  /** Another service: what was looked at belongs to the one before. */
  async #leaveFor(work: () => Promise<void>): Promise<void> {
    this.#leave();
    await work();
  }

  #leave(): void {
    this.#jobs.interrupt();
    this.#jobs.forgetPreview();
    this.#watch.stop();
  }

  async #preview(source: EnrolSource): Promise<void> {
    const wanted = await this.#wanted(source);
    if (wanted !== null) await this.#jobs.preview(source, wanted, this.#view.choices);
  }

  async #enrol(source: EnrolSource, insist: 'no' | 'yes'): Promise<void> {
    const chip = benchChip(this.#tools.slot.snapshot, this.#where);
    if (source === 'chip' && (chip === null || chip.enrollable === 'no' || (chip.enrollable === 'override' && insist === 'no'))) {
      this.#tools.notice(chip === null || chip.code === '' ? 'enrol-verdict' : chip.code);
      return;
    }
    const wanted = await this.#wanted(source);
    if (wanted === null) return;
    const ended = await this.#jobs.start(wanted, this.#view.choices);
    if (ended === 'there' && wanted.source.kind === 'chip') await this.#watch.watch(wanted.source.chip.commonName, wanted.source.chip);
  }

  /** What a source means now, and where its entries are. */
  async #wanted(source: EnrolSource): Promise<Parameters<JobDesk['start']>[0] | null> {
    const manifests = await this.#tools.manifests();
    if (source === 'entries') return { source: { kind: 'entries', parts: await this.#entries.parts() }, manifests };
    const chip = chipToEnrol(this.#tools.slot.snapshot, this.#where);
    return chip === null ? null : { source: { kind: 'chip', chip }, manifests };
  }

  #tell(error: unknown): void {
    const { code, facts } = problemOf(error);
    this.#tools.notice(code, facts);
  }

  #showSetup(siteProblem: Problem | null): void {
    const { settings } = this.#kept;
    const site = this.#site?.settings;
    const from = settings !== null ? 'browser' : site !== undefined && Object.keys(site).length > 0 ? 'site' : 'none';
    this.#change({ setup: { settings: this.#settings, from, redirectUri: redirectUriOf(this.#outside.pageUrl), tests: this.#setup.tests, siteProblem } });
  }

  #showChip(): void {
    const chip = benchChip(this.#tools.slot.snapshot, this.#where);
    if (JSON.stringify(chip) !== JSON.stringify(this.#view.chip)) this.#change({ chip });
  }

  #keep(change: Partial<KeptCloud>): void {
    this.#kept = { ...this.#kept, ...change };
    if (!keepCloud(this.#outside.kept, this.#kept)) this.#tools.notice('not-remembered');
  }

  #emulatorMark(): string | null {
    try {
      return this.#outside.tab().getItem(EMULATOR_MARK);
    } catch {
      return null;
    }
  }

  #keepEmulatorMark(state: 'on' | 'off'): void {
    try {
      this.#outside.tab().setItem(EMULATOR_MARK, state);
    } catch {
      // the emulator is chosen again by hand
    }
  }

  /** Many changes of one moment are shown once. */
  #change(change: Partial<CloudView>): void {
    this.#view = { ...this.#view, ...change };
    if (this.#showing) return;
    this.#showing = true;
    queueMicrotask(() => {
      this.#showing = false;
      this.#tools.show(this.#view);
    });
  }
}

type LaterAction = Exclude<
  CloudAction,
  {
    readonly act:
      | 'open'
      | 'set-settings'
      | 'forget-settings'
      | 'test-setup'
      | 'use-emulator'
      | 'leave-emulator'
      | 'sign-in'
      | 'sign-out'
      | 'consent'
      | 'list-subscriptions'
      | 'choose-subscription'
      | 'choose-service'
      | 'probe'
      | 'choose-entry'
      | 'choose-selection'
      | 'set-choices'
      | 'preview'
      | 'enrol';
  }
>;

const trim = ({ clientId, tenant, cloud, proxy }: CloudSettings): CloudSettings => ({
  clientId: clientId.trim(),
  tenant: tenant.trim(),
  cloud,
  proxy: proxy.trim().replace(/\/+$/, ''),
});
