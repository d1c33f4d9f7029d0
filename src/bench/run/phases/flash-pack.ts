/**
 * The product firmware into flash, read back and started; and the settings of one board, which are written the same way.
 * Floor: bench. The flashing itself is flash-run.ts.
 */
import { TouchstoneError, type PortErrorCode } from '../../../base/index.ts';
import type { Pack } from '../../../board/index.ts';
import { runFlash } from '../../flash-run.ts';
import type { FlashRequest, FlashSnapshot } from '../../flash-snapshot.ts';
import { heed } from '../heed.ts';
import { PASSED, failed, type PhaseContext, type PhaseEnd, type RunErrorCode, type RunPhase } from '../phase.ts';
import { sameBoard } from '../same-board.ts';

export const flashPack: RunPhase<'flash-pack'> = async ({ settings }, context): Promise<PhaseEnd> => {
  const pack = await heed(context.tools.pack(settings.fingerprint), context.signal);
  const flashed = await flash(context, pack, { erase: settings.erase, rewrite: settings.rewrite, settings: null });
  const { summary, outcome, parts } = flashed;
  const { sheet } = context;
  const skipped = parts.filter((part) => part.skipped);
  const written = parts.filter((part) => !part.skipped).reduce((sum, { bytes }) => sum + bytes, 0);
  sheet.set('bytes-written', written);
  sheet.set(
    'bytes-skipped',
    skipped.reduce((sum, { bytes }) => sum + bytes, 0),
  );
  if (summary !== null) {
    sheet.set('baud-rate', summary.baudRate);
    sheet.set('time', summary.elapsedMs / 1000);
    if (written > 0) sheet.set('rate', (written * 1000) / summary.elapsedMs);
    if (summary.started.outcome === 'started') sheet.set('time-to-first-line', summary.started.afterMs / 1000);
  }
  if (outcome === null) return failed('not-measured');
  sheet.set('outcome', outcome);
  return outcome === 'proved' || outcome === 'start-unsure' ? PASSED : failed(`flash-${outcome}`);
};

export const writeSettings: RunPhase<'write-settings'> = async ({ settings }, context): Promise<PhaseEnd> => {
  const { tools, signal } = context;
  const own = await heed(tools.settings(settings.partition, settings.fingerprint), signal);
  if (own === null) throw new TouchstoneError<RunErrorCode>('run-no-settings', { partition: settings.partition });
  const pack = await heed(tools.pack(settings.fingerprint), signal);
  const flashed = await flash(context, pack, { erase: 'what-is-written', rewrite: 'skip-same', settings: own });
  const part = flashed.parts.find(({ content }) => content === 'settings');
  if (part === undefined || part.verified !== 'md5') return failed('flash-not-verifiable');
  context.sheet.set('bytes-written', part.skipped ? 0 : part.bytes);
  if (flashed.summary !== null) context.sheet.set('time', flashed.summary.elapsedMs / 1000);
  return PASSED;
};

async function flash(context: PhaseContext, pack: Pack, how: Pick<FlashRequest, 'erase' | 'rewrite' | 'settings'>): Promise<FlashSnapshot> {
  const { port, findings, fastestBaudRate, signal, log, tools } = context;
  const { name: packName, fingerprint } = pack;
  findings.pack = { name: packName, fingerprint };
  findings.flash = []; // nothing of an earlier attempt stands for certain
  let shown: FlashSnapshot = {
    phase: 'running',
    portKind: port.identity.kind,
    packName,
    fingerprint,
    steps: [],
    board: null,
    parts: [],
    pace: null,
    outcome: null,
    summary: null,
    fault: null,
  };
  const { board, chip } = findings;
  const at = await runFlash({
    port,
    request: { pack, rates: tools.rates, ...how },
    checked: { chip, board: board === null || board.mac === null ? null : { mac: board.mac } },
    fastestBaudRate,
    signal,
    log,
    tools: tools.check,
    show: (change) => {
      shown = { ...shown, ...change };
      context.showFlash(shown);
    },
  });
  findings.flash = shown.parts.map(({ name, offset, bytes, md5, skipped }) => ({ name, offset, bytes, md5, how: skipped ? 'same' : 'written' }));
  if (at === null) throw new TouchstoneError<PortErrorCode>('port-lost'); // written and verified, but the board did not come back
  context.port = at;
  if (shown.board !== null) {
    const { chipName, revision, mac, flashSizeBytes } = shown.board;
    sameBoard(findings, { chipName, revision, mac, flashSizeBytes });
  }
  return shown;
}
