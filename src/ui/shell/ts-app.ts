/**
 * `ts-app`: the shell. Takes one `AppView` and draws the screen it names; emits what the person did (events.ts).
 * Floor: ui. Holds no port and decides nothing; the only state it has is the page's own (what is dragged over it).
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { EMPTY_VIEW, type AppView } from '../app-view.ts';
import { emit, onUi } from '../events.ts';
import { mark } from '../look/icons.ts';
import { rich } from '../look/rich.ts';
import { sheet } from '../look/sheet.ts';
import type { TsLogRoom } from '../log/ts-log-room.ts';
import type { TsLog } from '../log/ts-log.ts';
import '../slot/ts-welcome.ts';
import { t } from '../strings/index.ts';
import { appStyles } from './app-styles.ts';
import type { TsDrop } from './ts-drop.ts';
import './ts-drop.ts';
import './ts-rail.ts';
import { keyMeaning } from './shortcuts.ts';

@customElement('ts-app')
export class TsApp extends LitElement {
  static override styles = [sheet, appStyles];

  /** Everything that is shown; app replaces it whenever something changed. */
  @property({ attribute: false }) view: AppView = EMPTY_VIEW;

  @query('ts-drop') private readonly drop!: TsDrop;
  @query('ts-log, ts-log-room') private readonly logElement!: TsLog | TsLogRoom | null;
  @query('main') private readonly main!: HTMLElement;
  #stopChoosing: readonly (() => void)[] = [];
  #late: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';
  #cloud: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';
  #station: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';
  #records: 'not-loaded' | 'loading' | 'loaded' = 'not-loaded';

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.#onKey);
    this.#stopChoosing = [onUi(this, 'choose-files', () => this.drop.choose('files')), onUi(this, 'choose-folder', () => this.drop.choose('folder'))];
  }

  override disconnectedCallback(): void {
    window.removeEventListener('keydown', this.#onKey);
    for (const stop of this.#stopChoosing) stop();
    super.disconnectedCallback();
  }

  /** After every picture until it is there: a chunk that did not come over a bad line is asked for again with the next change. */
  protected override updated(): void {
    if (this.view.screen === 'cloud' && this.#cloud === 'not-loaded') void this.#loadCloud();
    if (this.view.screen === 'records' && this.#records === 'not-loaded') void this.#loadRecords();
    if (this.view.slots > 0 && this.#station === 'not-loaded') void this.#loadStation();
    if (this.#late !== 'not-loaded') return;
    this.#late = 'loading';
    import('../late.ts').then(
      () => {
        this.#late = 'loaded';
      },
      () => {
        this.#late = 'not-loaded';
      },
    );
  }

  /** The cloud screen comes when it is first opened, like everything behind it. */
  async #loadCloud(): Promise<void> {
    this.#cloud = 'loading';
    this.#cloud = await import('../cloud/ts-cloud.ts').then(
      () => 'loaded',
      () => 'not-loaded',
    );
  }

  /** So does the records screen. */
  async #loadRecords(): Promise<void> {
    this.#records = 'loading';
    this.#records = await import('../records/ts-records.ts').then(
      () => 'loaded',
      () => 'not-loaded',
    );
  }

  /** So does the bench with slots. */
  async #loadStation(): Promise<void> {
    this.#station = 'loading';
    this.#station = await import('../station/ts-station.ts').then(
      () => 'loaded',
      () => 'not-loaded',
    );
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isEditing(event)) return;
    const meaning = keyMeaning(event.key, this.view);
    if (meaning === null) return;
    event.preventDefault();
    switch (meaning.act) {
      case 'check':
        return emit(this, 'check', { path: meaning.path });
      case 'navigate':
        return emit(this, 'navigate', { screen: meaning.screen });
      case 'filter':
        return this.logElement?.focusFilter();
      default:
        return emit(this, meaning.act, {});
    }
  };

  #manifestPill(): TemplateResult {
    return html`<button type="button" class="pill" data-pill="manifests" @click=${() => emit(this, 'navigate', { screen: 'manifests' })}>
      ${pillWords(this.view)}
    </button>`;
  }

  #screen(): TemplateResult {
    const { view } = this;
    switch (view.screen) {
      case 'manifests':
        return html`<div class="scroll">
          <ts-manifests
            .manifests=${view.manifests}
            .importing=${view.importing}
            .refused=${view.refused}
            .storage=${view.storage}
            .entries=${view.entries}
            .opened=${view.openedEntry}
            .exporting=${view.exporting}
            .signers=${view.ownSigners}
            .store=${view.shared}
            .sharedFiles=${view.sharedFiles}
          ></ts-manifests>
        </div>`;
      case 'firmware':
        return html`<div class="scroll">
          <ts-firmware
            .firmware=${view.firmware}
            .flashing=${view.flashing}
            .slotView=${view.slot}
            .grantedPorts=${view.grantedPorts}
            .pending=${view.pending}
            .serialSupport=${view.serialSupport}
          ></ts-firmware>
        </div>`;
      case 'log':
        return html`<ts-log-room
          .log=${view.log}
          .version=${view.log.version}
          .understanding=${view.understanding}
          .monitor=${view.monitor}
          .ending=${view.sendEnding}
          .slotView=${view.slot}
          .serialSupport=${view.serialSupport}
          .pending=${view.pending}
        ></ts-log-room>`;
      case 'cloud':
        return html`<div class="scroll">
          <ts-cloud .view=${view.cloud}><ts-store-card .view=${view.shared}></ts-store-card></ts-cloud>
        </div>`;
      case 'records':
        return html`<div class="scroll"><ts-records .view=${view.records} .store=${view.shared}></ts-records></div>`;
      case 'settings':
        return html`<div class="scroll">
          <ts-settings
            .bus=${view.bus}
            .fastestBaudRate=${view.fastestBaudRate}
            .shortcuts=${view.shortcuts}
            .slots=${view.slots}
            .bench=${view.station !== null && (view.station.lock === 'locked' || view.station.picture.shift === 'on') ? 'locked' : 'open'}
            .versions=${view.versions}
          ></ts-settings>
        </div>`;
      case 'bench':
        if (view.slots > 0) return html`<ts-station .view=${view.station} .store=${view.shared} .sharedFiles=${view.sharedFiles}></ts-station>`;
        return view.slot.phase === 'empty' && view.slot.port === null
          ? html`<div class="scroll">
              <ts-welcome
                .serialSupport=${view.serialSupport}
                .grantedPorts=${view.grantedPorts}
                .pending=${view.pending}
                .bus=${view.bus}
                .keys=${view.shortcuts}
              ></ts-welcome>
            </div>`
          : html`<ts-slot .view=${view.slot} .grantedPorts=${view.grantedPorts} .pending=${view.pending} .keys=${view.shortcuts}></ts-slot>
              <div class="foot">
                <ts-connect-strip
                  .log=${view.understanding?.port ?? null}
                  .origin=${(view.understanding?.playing ?? null) === null ? 'board' : 'recording'}
                ></ts-connect-strip>
                <ts-log .log=${view.log} .version=${view.log.version}></ts-log>
              </div>`;
    }
  }

  override render(): TemplateResult {
    const { view } = this;
    return html`<header>
        <button type="button" class="btn skip" @click=${() => this.main.focus()}>${t.shell.skip}</button>${mark()}<span class="word">${t.name}</span>
        ${view.virtual.active ? html`<span class="pill" data-pill="virtual">${t.shell.virtualPill}</span>` : nothing} ${this.#manifestPill()}
      </header>
      ${view.virtual.active ? html`<ts-virtual-panel .faultId=${view.virtual.faultId} .plugged=${view.virtual.plugged ? 'in' : 'out'}></ts-virtual-panel>` : nothing}
      <ts-rail .screen=${view.screen}></ts-rail>
      <main tabindex="-1">${this.#screen()}</main>
      <ts-announcer
        .slotView=${view.slot}
        .understood=${(view.screen === 'log' ? view.understanding?.file?.understood : null) ?? view.understanding?.port ?? null}
      ></ts-announcer>
      <ts-recordings .understanding=${view.understanding} .port=${playPort(view)}></ts-recordings>
      <ts-notices .notices=${view.notices} .removed=${view.removedManifest} .removedPack=${view.firmware?.removed ?? null}></ts-notices>
      <ts-drop .screen=${view.screen}></ts-drop>`;
  }
}

/** How many manifests there are, or how far the reading is; a narrow page leaves the files out. */
function pillWords({ manifests, importing, storage }: AppView): TemplateResult {
  if (importing !== null) {
    const { file, files, doneBytes, totalBytes } = importing;
    return rich(t.shell.importing(file, files, totalBytes === 0 ? 0 : Math.floor((100 * doneBytes) / totalBytes)));
  }
  if (manifests.length === 0) return html`${storage.state === 'opening' ? t.shell.openingManifests : t.shell.noManifests}`;
  const total = manifests.reduce((sum, manifest) => sum + manifest.entries, 0);
  return html`<span class="files">${rich(t.shell.pillFiles(manifests.length))}</span><span>${rich(t.shell.pillEntries(total))}</span>`;
}

/** Whether a recording can be played, and what becomes of the port. */
function playPort({ slot, pending }: AppView): 'free' | 'busy' | 'real' {
  if (pending !== null || slot.phase === 'running') return 'busy';
  return slot.port?.kind === 'real' ? 'real' : 'free';
}

/** True while a field is being edited: a key then means what it means there. */
function isEditing(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== 'checkbox';
  return target.isContentEditable || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
}

declare global {
  interface HTMLElementTagNameMap {
    'ts-app': TsApp;
  }
}
