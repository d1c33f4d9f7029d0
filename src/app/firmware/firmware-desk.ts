/**
 * Everything behind the firmware screen: shelf, settings, choices, and what is handed to the slot.
 * Floor: app. Loaded when the screen is first opened. Holds no port; the slot does.
 */
import { isTouchstoneError, TouchstoneError, type Clock, type Facts } from '../../base/index.ts';
import type { FlashRequest, FlashSettings } from '../../bench/index.ts';
import { eraseEstimateMs, packOfFirmware, type FirmwareImage, type Pack } from '../../board/index.ts';
import { ESP_CHIPS, NVS_ENCODINGS } from '../../formats/index.ts';
import { systemClock } from '../../link/index.ts';
import type { FirmwareAction, FirmwareView, OpenedPack } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import type { ShelvedPack } from './pack-list.ts';
import { PackShelf, type ShelfPackErrorCode } from './pack-shelf.ts';
import { OpfsPackStore, type PackStore } from './pack-store.ts';
import { zipPack } from './pack-zip.ts';
import { KeptRates } from './rate-memory.ts';
import { readDrop, readUrl } from './read-sources.ts';
import { SettingsDesk } from './settings-desk.ts';

export interface FirmwareDeskTools {
  readonly show: (firmware: FirmwareView) => void;
  readonly notice: (code: string, facts?: Facts) => void;
  readonly benchFirmware: (signal: AbortSignal) => Promise<FirmwareImage>;
  /** Flashes; resolves when it has ended in whatever way. `done`: everything was written. */
  readonly flash: (request: FlashRequest) => Promise<'done' | 'not-done'>;
  /** Another one only in tests. */
  readonly store?: PackStore;
  readonly clock?: Clock;
  readonly save?: (fileName: string, content: Blob) => void;
}

/** What is chosen and shown again, as opposed to done. */
type FirmwareChoice = Extract<
  FirmwareAction,
  { readonly act: 'set-erase' | 'set-rewrite' | 'use-settings' | 'set-partition' | 'set-rows' | 'load-settings' | 'clear-settings' }
>;

const BUNDLED_MS = 30_000;
const LONGEST_NAME = 80;

export class FirmwareDesk {
  readonly #tools: FirmwareDeskTools;
  readonly #shelf: PackShelf;
  readonly #settings = new SettingsDesk();
  readonly #rates = new KeptRates();
  #opened: Promise<void> | null = null;

  constructor(tools: FirmwareDeskTools) {
    this.#tools = tools;
    this.#shelf = new PackShelf({
      changed: () => {
        this.#show();
      },
      notice: tools.notice,
      store: tools.store ?? new OpfsPackStore(),
      clock: tools.clock ?? systemClock,
    });
  }

  async perform(action: FirmwareAction): Promise<void> {
    const shelf = this.#shelf;
    switch (action.act) {
      case 'open':
        return (this.#opened ??= this.#open());
      case 'add':
        return shelf.read([...action.files, ...action.entries].map(({ name }) => name).join(', '), () => readDrop(action.files, action.entries));
      case 'fetch':
        return shelf.read(action.url, async () => [await readUrl(action.url, document.baseURI)]);
      case 'choose':
        shelf.choose(action.fingerprint);
        return;
      case 'remove':
        return shelf.remove(action.fingerprint);
      case 'undo-remove':
        return shelf.undoRemove(action.fingerprint);
      case 'export':
        this.#export(action.fingerprint);
        return;
      case 'lock':
        this.#settings.settle();
        if (shelf.lock === 'unlocked') shelf.setTerms({ settings: this.#settings.isOn ? 'on' : 'off' });
        shelf.setLock(action.lock);
        return;
      case 'tell-chip':
        return shelf.tellChip(action.chip);
      case 'tell-offset':
        return shelf.tellOffset(action.path, action.offset);
      case 'forget-refused':
        shelf.forgetRefused();
        return;
      case 'flash':
        return this.#flash();
      default:
        this.#set(action);
        this.#show();
    }
  }

  /** The pack with this fingerprint, or for '' the chosen one; null when it is not here. */
  async packFor(fingerprint: string): Promise<Pack | null> {
    await this.perform({ act: 'open' });
    const found = fingerprint === '' ? this.#shelf.chosen : this.#shelf.packs.find(({ pack }) => pack.fingerprint === fingerprint);
    return found?.pack ?? null;
  }

  /** The settings for single boards that are loaded, for this partition of a pack ('' for the chosen one); null when none are. @throws settings-not-kept */
  async settingsFor(partition: string, fingerprint = ''): Promise<FlashSettings | null> {
    const pack = await this.packFor(fingerprint);
    return pack === null ? null : this.#settings.forLine(pack, partition);
  }

  /** @throws pack-locked: a locked pack is written as it was when it was locked */
  #set(action: FirmwareChoice): void {
    const shelf = this.#shelf;
    const settings = this.#settings;
    if (action.act === 'set-erase') return shelf.setTerms({ erase: action.erase });
    if (action.act === 'set-rewrite') return shelf.setTerms({ rewrite: action.rewrite });
    if (this.#held || (shelf.lock === 'locked' && action.act === 'use-settings'))
      throw new TouchstoneError<ShelfPackErrorCode>('pack-locked', { name: shelf.chosen?.pack.name ?? '' });
    switch (action.act) {
      case 'use-settings':
        settings.use = action.use;
        return;
      case 'set-partition':
        settings.partition = action.partition;
        return;
      case 'set-rows':
        settings.rows = action.rows;
        return;
      case 'load-settings':
        settings.load(action.text);
        return;
      case 'clear-settings':
        settings.clear();
    }
  }

  /** Whether the lock holds the settings too. What went with the page must be entered again, lock or no lock. */
  get #held(): boolean {
    return this.#shelf.lock === 'locked' && !this.#settings.isWanted;
  }

  /** The bench firmware is offered when it is there; that it is not hurts nobody who brings firmware of his own. */
  async #open(): Promise<void> {
    this.#show();
    const bundled = this.#tools.benchFirmware(AbortSignal.timeout(BUNDLED_MS)).then(packOfFirmware);
    bundled.catch(() => undefined);
    await this.#shelf.restore();
    if (this.#shelf.terms.settings === 'on') {
      this.#settings.expect();
      this.#show();
    }
    try {
      this.#shelf.addBundled(await bundled);
    } catch (error) {
      this.#tools.notice(isTouchstoneError(error) ? error.code : 'firmware-missing', isTouchstoneError(error) ? error.facts : {});
    }
  }

  async #flash(): Promise<void> {
    const pack = this.#shelf.chosen?.pack;
    if (pack === undefined) return;
    const { erase, rewrite } = this.#shelf.terms;
    const request = { pack, erase, rewrite, settings: this.#settings.forRun(pack), rates: this.#rates };
    if ((await this.#tools.flash(request)) === 'done' && request.settings !== null) this.#settings.used();
    this.#show();
  }

  #export(fingerprint: string): void {
    const pack = this.#shelf.packs.find((shelved) => shelved.pack.fingerprint === fingerprint)?.pack;
    if (pack === undefined) return;
    const name = pack.name.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
    const fileName = `${name.slice(0, LONGEST_NAME) || 'pack'}.zip`;
    (this.#tools.save ?? offerFile)(fileName, new Blob([zipPack(pack)], { type: 'application/zip' }));
    this.#tools.notice('pack-exported', { fileName });
  }

  #show(): void {
    const { packs, chosen, lock, terms, removed, reading, refused } = this.#shelf;
    this.#tools.show({
      packs: packs.map(({ pack, origin }) => ({ ...cardOf({ pack, origin }), parts: pack.parts.length, warnings: pack.warnings.length })),
      pack: chosen === null ? null : openedOf(chosen),
      lock,
      reading,
      refused,
      removed: removed === null ? null : { fingerprint: removed.fingerprint, name: removed.name },
      erase: terms.erase,
      rewrite: terms.rewrite,
      settings: { ...this.#settings.view(chosen?.pack ?? null), held: this.#held ? 'held' : 'open' },
      chips: ESP_CHIPS.map(({ name }) => name),
      encodings: NVS_ENCODINGS,
    });
  }
}

const cardOf = ({ pack, origin }: ShelvedPack): Pick<OpenedPack, 'fingerprint' | 'name' | 'chip' | 'bytes' | 'origin'> => ({
  fingerprint: pack.fingerprint,
  name: pack.name,
  chip: pack.chip,
  bytes: pack.parts.reduce((sum, { bytes }) => sum + bytes.length, 0),
  origin,
});

function openedOf(shelved: ShelvedPack): OpenedPack {
  const { flashSizeBytes, parts, partitions, warnings } = shelved.pack;
  return {
    ...cardOf(shelved),
    flashSizeBytes,
    parts: parts.map(({ bytes, ...part }) => ({ ...part, size: bytes.length })),
    partitions,
    warnings,
    eraseMs: eraseEstimateMs(flashSizeBytes ?? 0),
  };
}
