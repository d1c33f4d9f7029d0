/**
 * `ts-drop`: files and folders dropped anywhere on the page, and the one chooser behind every “choose files” and “choose a folder”.
 * Floor: ui. Emits `add-files`; knows nothing of what is in a file. What is dropped by itself is given as it is, what is in a folder by its name's end.
 */
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { Screen } from '../app-view.ts';
import { emit } from '../events.ts';
import { icon } from '../look/icons.ts';
import { sheet } from '../look/sheet.ts';
import { t } from '../strings/index.ts';
import { filesOfFolder, readFolders } from './folder-files.ts';

/** In the log room: builds and logs that were saved earlier. What else is dropped there is a manifest, as everywhere. */
const LOG_FILES = /\.(?:elf|log|txt|jsonl)$/i;

@customElement('ts-drop')
export class TsDrop extends LitElement {
  static override styles = [
    sheet,
    css`
      .over {
        position: fixed;
        inset: 0;
        z-index: 30;
        display: grid;
        place-items: center;
        padding: var(--s-5);
        background: color-mix(in oklab, var(--stone-0) 86%, transparent);
        pointer-events: none;
      }
      .target {
        display: grid;
        justify-items: center;
        gap: var(--s-2);
        width: min(520px, 100%);
        padding: var(--s-7) var(--s-5);
        border: 2px dashed var(--accent);
        border-radius: var(--r-3);
        background: var(--stone-1);
        box-shadow: var(--lift);
        text-align: center;
      }
      .target .icon {
        width: 40px;
        height: 40px;
        color: var(--accent);
      }
      strong {
        font-size: 20px;
        line-height: 28px;
        font-weight: 640;
      }
      p {
        color: var(--ink-2);
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  /** Where files are dropped decides what they are for. */
  @property({ attribute: false }) screen: Screen = 'bench';
  @state() private over: 'yes' | 'no' = 'no';
  /** Files seen in dropped folders so far; null when none is being looked through. */
  @state() private looked: number | null = null;
  @query('[data-drop]') private readonly fileChooser!: HTMLInputElement;
  @query('[data-drop-folder]') private readonly folderChooser!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const [type, listener] of this.#listeners) window.addEventListener(type, listener as EventListener);
  }

  override disconnectedCallback(): void {
    for (const [type, listener] of this.#listeners) window.removeEventListener(type, listener as EventListener);
    super.disconnectedCallback();
  }

  /** Opens the browser's chooser; must be called from a click or a key. */
  choose(what: 'files' | 'folder'): void {
    (what === 'files' ? this.fileChooser : this.folderChooser).click();
  }

  readonly #enter = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    this.over = 'yes';
  };

  readonly #leave = (event: DragEvent): void => {
    if (event.relatedTarget === null) this.over = 'no';
  };

  readonly #drop = (event: DragEvent): void => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    this.over = 'no';
    if (this.screen === 'firmware') return this.#giveFirmware([...(event.dataTransfer?.items ?? [])]);
    const { files, folders } = droppedOf(event.dataTransfer); // at once: after this moment the browser takes the entries back
    const logs = this.screen === 'log' ? files.filter(({ name }) => LOG_FILES.test(name)) : [];
    if (logs.length > 0) emit(this, 'understanding', { act: 'add-files', files: logs });
    const others = files.filter((file) => !logs.includes(file));
    if (others.length > 0) emit(this, 'add-files', { files: others, from: 'files', skipped: 0 });
    if (folders.length > 0) void this.#lookThrough(folders);
  };

  readonly #listeners = [
    ['dragenter', this.#enter],
    ['dragover', this.#enter],
    ['dragleave', this.#leave],
    ['drop', this.#drop],
  ] as const;

  /** Folders too; both can be asked for during the drop only. */
  #giveFirmware(items: readonly DataTransferItem[]): void {
    const [files, entries]: [File[], FileSystemEntry[]] = [[], []];
    for (const item of items) {
      const entry = item.webkitGetAsEntry();
      const file = entry === null ? item.getAsFile() : null;
      if (entry !== null) entries.push(entry);
      else if (file !== null) files.push(file);
    }
    if (files.length + entries.length > 0) emit(this, 'firmware', { act: 'add', files, entries });
  }

  async #lookThrough(folders: readonly FileSystemDirectoryEntry[]): Promise<void> {
    this.looked = 0;
    try {
      const found = await readFolders(folders, (looked) => {
        this.looked = looked;
      });
      emit(this, 'add-files', { ...found, from: 'folder' });
    } finally {
      this.looked = null;
    }
  }

  #filesChosen(): void {
    const files = [...(this.fileChooser.files ?? [])];
    this.fileChooser.value = '';
    if (files.length > 0) emit(this, 'add-files', { files, from: 'files', skipped: 0 });
  }

  #folderChosen(): void {
    const found = filesOfFolder(this.folderChooser.files ?? []);
    this.folderChooser.value = '';
    emit(this, 'add-files', { ...found, from: 'folder' });
  }

  override render(): TemplateResult {
    const looked = this.looked;
    return html`<input type="file" data-drop multiple hidden accept=".json,.zip,application/json,application/zip" @change=${() => this.#filesChosen()} />
      <input type="file" data-drop-folder webkitdirectory hidden @change=${() => this.#folderChosen()} />
      <div class="over" ?hidden=${this.over === 'no' && looked === null}>
        <div class="target">
          ${icon('drop')}<strong>${looked === null ? t.shell.drop : t.shell.looking}</strong>
          <p>
            ${looked !== null ? t.shell.looked(looked) : this.screen === 'firmware' ? t.shell.dropFirmware : this.screen === 'log' ? t.shell.dropLog : t.shell.dropHint}
          </p>
        </div>
      </div>
      <div class="sr" role="status">${looked === null ? nothing : t.shell.looking}</div>`;
  }
}

/** What was dropped. Files that a script has put into the transfer have no entry; a browser without entries gives the files alone. */
function droppedOf(transfer: DataTransfer | null): { readonly files: readonly File[]; readonly folders: readonly FileSystemDirectoryEntry[] } {
  const files: File[] = [];
  const folders: FileSystemDirectoryEntry[] = [];
  for (const item of transfer?.items ?? []) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry?.isDirectory === true) folders.push(entry as FileSystemDirectoryEntry);
    else files.push(...[item.getAsFile()].filter((file) => file !== null));
  }
  return { files, folders };
}

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

declare global {
  interface HTMLElementTagNameMap {
    'ts-drop': TsDrop;
  }
}
