/**
 * Everything behind the firmware screen: shelf, settings, choices, and what is handed to the slot.
 * Floor: app. Loaded when the screen is first opened. Holds no port; the slot does.
 */
import { isTouchstoneError, type Facts } from '../../base/index.ts';
import type { FlashRequest } from '../../bench/index.ts';
import { eraseEstimateMs, packOfFirmware, type FirmwareImage, type Pack } from '../../board/index.ts';
import { ESP_CHIPS, NVS_ENCODINGS } from '../../formats/index.ts';
import type { FirmwareAction, FirmwareView, OpenedPack } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { PackShelf, type ShelvedPack } from './pack-shelf.ts';
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
  #erase: Pack['erase'] = 'what-is-written';
  #rewrite: FlashRequest['rewrite'] = 'skip-same';
  #erasedFor: string | null = null;
  #opened: Promise<void> | null = null;

  constructor(tools: FirmwareDeskTools) {
    this.#tools = tools;
    this.#shelf = new PackShelf({
      changed: () => {
        this.#show();
      },
      notice: tools.notice,
      store: tools.store ?? new OpfsPackStore(),
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
      case 'export':
        this.#export(action.fingerprint);
        return;
      case 'lock':
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

  #set(action: FirmwareChoice): void {
    switch (action.act) {
      case 'set-erase':
        this.#erase = action.erase;
        return;
      case 'set-rewrite':
        this.#rewrite = action.rewrite;
        return;
      case 'use-settings':
        this.#settings.use = action.use;
        return;
      case 'set-partition':
        this.#settings.partition = action.partition;
        return;
      case 'set-rows':
        this.#settings.rows = action.rows;
        return;
      case 'load-settings':
        this.#settings.load(action.text);
        return;
      case 'clear-settings':
        this.#settings.clear();
    }
  }

  /** The bench firmware is offered when it is there; that it is not hurts nobody who brings firmware of his own. */
  async #open(): Promise<void> {
    this.#show();
    const bundled = this.#tools.benchFirmware(AbortSignal.timeout(BUNDLED_MS)).then(packOfFirmware);
    bundled.catch(() => undefined);
    await this.#shelf.restore();
    try {
      this.#shelf.addBundled(await bundled);
    } catch (error) {
      this.#tools.notice(isTouchstoneError(error) ? error.code : 'firmware-missing', isTouchstoneError(error) ? error.facts : {});
    }
  }

  async #flash(): Promise<void> {
    const pack = this.#shelf.chosen?.pack;
    if (pack === undefined) return;
    const request = { pack, erase: this.#erase, rewrite: this.#rewrite, settings: this.#settings.forRun(pack), rates: this.#rates };
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
    const { packs, chosen, lock, reading, refused } = this.#shelf;
    if ((chosen?.pack.fingerprint ?? null) !== this.#erasedFor) {
      this.#erasedFor = chosen?.pack.fingerprint ?? null;
      this.#erase = chosen?.pack.erase ?? 'what-is-written'; // what the pack asks for, until the person says otherwise
    }
    this.#tools.show({
      packs: packs.map(({ pack, origin }) => ({ ...cardOf({ pack, origin }), parts: pack.parts.length, warnings: pack.warnings.length })),
      pack: chosen === null ? null : openedOf(chosen),
      lock,
      reading,
      refused,
      erase: this.#erase,
      rewrite: this.#rewrite,
      settings: this.#settings.view(chosen?.pack ?? null),
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
