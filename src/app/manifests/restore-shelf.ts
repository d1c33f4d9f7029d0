/**
 * What was kept comes back to the shelf: at once what was read with those who are believed now, after reading it what was not.
 * Floor: app. Called once in the life of a page.
 */
import type { Facts } from '../../base/index.ts';
import type { ManifestErrorCode } from '../../trust/index.ts';
import { mayPass, type FileTaking } from './file-taking.ts';
import type { ImportProgress } from './import-progress.ts';
import { refusalOf, type Refusal } from './intake.ts';
import type { Keeper } from './keeper.ts';
import type { KeptFile } from './kept.ts';
import type { OwnSigners } from './own-signers.ts';
import type { ShelfList } from './shelf-list.ts';
import type { WorkLine } from './work-line.ts';

export interface RestoreTools {
  readonly keeper: Keeper;
  readonly own: OwnSigners;
  readonly list: ShelfList;
  readonly taking: FileTaking;
  readonly progress: ImportProgress;
  readonly line: WorkLine;
  readonly notice: (code: string, facts?: Facts) => void;
  /** Something came to the shelf. */
  readonly changed: () => void;
  /** A kept file cannot be read any more. */
  readonly lost: (refusal: Refusal) => void;
}

/** Opens the store; what has to be read is added to the line. */
export async function restoreShelf(tools: RestoreTools, life: AbortSignal): Promise<void> {
  const { keeper, own, list, changed, lost } = tools;
  const { files, signers } = await keeper.open();
  if (life.aborted || files.length + signers.length === 0) return;
  own.restore(signers);
  const { believed, readWith } = await own.belief();
  const { EntryTable } = await import('../../trust/index.ts');
  for (const kept of files) {
    const { id: keptId, fileName, addedAtMs } = kept;
    const source = await keeper.source(kept);
    const columns = kept.state === 'ready' && kept.readWith === readWith ? await keeper.columns(keptId) : null;
    if (life.aborted) return;
    if (source === 'gone') {
      keeper.forget(keptId);
      lost({ fileName, code: 'manifest-read' satisfies ManifestErrorCode, facts: { fileName } });
    } else if (source !== 'not-known' && columns !== null) {
      const manifest = { fileName, source, believed, table: EntryTable.from(columns) };
      list.insert({ manifest, readWith, keptId, addedAtMs, origin: 'person' });
      changed();
    } else if (source !== 'not-known') complete(kept, source, tools);
  }
}

/** Reads a kept file that has no columns that count. One that never was ready can be cancelled like any import. */
function complete(
  { id: keptId, fileName, addedAtMs, state }: KeptFile,
  source: Blob,
  { keeper, taking, progress, line, notice, changed, lost }: RestoreTools,
): void {
  const work = async (signal: AbortSignal): Promise<void> => {
    progress.begin(fileName);
    try {
      const figures = await taking.finish({ fileName, source, addedAtMs, keptId }, 'leave', signal);
      changed();
      if (state === 'reading') notice('manifest-loaded', { fileName, ...figures });
    } catch (error) {
      if (signal.aborted || !mayPass(error)) keeper.forget(keptId);
      if (!signal.aborted) lost(refusalOf(fileName, error));
    }
  };
  progress.expect(1);
  void (state === 'reading' ? line.addImport(fileName, work) : line.add(work));
}
