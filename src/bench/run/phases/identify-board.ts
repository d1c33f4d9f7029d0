/**
 * Which board is it? Found through the serial boot loader; its flash is not touched.
 * Floor: bench.
 */
import { LogWriter } from '../../log-writer.ts';
import { PASSED, failed, type PhaseContext, type PhaseEnd, type RunPhase } from '../phase.ts';
import { sameBoard } from '../same-board.ts';

export const identifyBoard: RunPhase<'identify-board'> = async ({ settings }, context): Promise<PhaseEnd> => {
  const { sheet } = context;
  const identity = await identify(context);
  const { chipName, revision, mac, flashSizeBytes } = identity;
  sheet.set('chip', chipName);
  if (revision !== null) sheet.set('revision', revision);
  if (mac !== null) sheet.set('mac', mac);
  if (flashSizeBytes > 0) sheet.set('flash-size', flashSizeBytes);
  sameBoard(context.findings, { chipName, revision, mac, flashSizeBytes });
  if (settings.chip !== '' && !chipName.startsWith(settings.chip)) return failed('flash-other-chip', { seen: chipName, wanted: settings.chip });
  if (settings.flashSizeBytes !== 0 && flashSizeBytes !== settings.flashSizeBytes)
    return failed('flash-size-differs', { seen: flashSizeBytes, wanted: settings.flashSizeBytes });
  return PASSED;
};

async function identify({ port, log, signal, fastestBaudRate, tools, sheet }: PhaseContext) {
  const beganMs = tools.check.nowMs();
  const writer = new LogWriter(log);
  try {
    const session = await tools.check.openBoard(port, { log: writer, signal, fastestBaudRate });
    try {
      return await session.identify({ chips: 'any' });
    } finally {
      await session.close();
      sheet.set('time', (tools.check.nowMs() - beganMs) / 1000);
    }
  } finally {
    writer.stop();
  }
}
