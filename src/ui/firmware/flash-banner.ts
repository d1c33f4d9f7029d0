/**
 * What stands above a flashing: word, seal, headline, sentences for every phase.
 * Floor: ui. Pure: from a snapshot to words and shapes. Green only for what was read back equal and then spoke.
 */
import type { FlashOutcome, FlashSnapshot } from '../../bench/index.ts';
import { advise } from '../advice.ts';
import { factText } from '../facts.ts';
import type { SealName } from '../look/icons.ts';
import { firmwareWords as words } from '../strings/late.ts';

export interface FlashBanner {
  readonly tone: 'run' | 'pass' | 'amber' | 'unmeasured' | 'fail' | 'fault' | 'calm';
  readonly seal: SealName | null;
  readonly word: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly remedy: string | null;
}

const LOOK: Readonly<Record<FlashOutcome, Pick<FlashBanner, 'tone' | 'seal'>>> = {
  proved: { tone: 'pass', seal: 'pass' },
  'start-unsure': { tone: 'amber', seal: 'unmatched' },
  'not-started': { tone: 'fail', seal: 'fail' },
  'not-verifiable': { tone: 'unmeasured', seal: 'unmeasured' },
};

const touched = ({ steps }: FlashSnapshot): boolean => steps.some(({ id, state }) => (id === 'erase-chip' || id === 'write-flash') && state !== 'waiting');

export function flashBanner(view: FlashSnapshot): FlashBanner {
  switch (view.phase) {
    case 'running':
      return running(view);
    case 'done':
      return ended(view);
    case 'aborted': {
      const { word, title, text } = words.stopped;
      return { tone: 'calm', seal: 'stopped', word, title, lines: [touched(view) ? text : words.stoppedEarly], remedy: null };
    }
    case 'lost': {
      const { word, title, text } = words.lost;
      return { tone: 'fault', seal: 'unplugged', word, title, lines: [text], remedy: null };
    }
    case 'failed': {
      const { code, facts } = view.fault ?? { code: 'unexpected', facts: {} };
      const { what, seen, remedy } = advise(code, facts);
      return {
        tone: 'fault',
        seal: 'fault',
        word: words.failed,
        title: what,
        lines: [...(seen === undefined ? [] : [seen]), words.code(factText(code))],
        remedy,
      };
    }
  }
}

function running({ steps, pace }: FlashSnapshot): FlashBanner {
  const index = steps.findIndex(({ state }) => state === 'running');
  const step = steps[index];
  const facts =
    pace === null
      ? []
      : [
          pace.bytesPerSecond === null ? '' : words.rate(pace.bytesPerSecond),
          pace.secondsLeft === null ? '' : words.left(pace.secondsLeft),
          words.baud(pace.baudRate),
        ].filter((fact) => fact !== '');
  return {
    tone: 'run',
    seal: null,
    word: step === undefined ? '' : `${index + 1}/${steps.length}`,
    title: step === undefined ? words.flashing : words.steps[step.id].running,
    lines: facts.length === 0 ? [] : [facts.join(' · ')],
    remedy: null,
  };
}

function ended({ outcome, summary }: FlashSnapshot): FlashBanner {
  if (outcome === null || summary === null) return { tone: 'unmeasured', seal: 'unmeasured', ...words.outcomes['not-verifiable'], lines: [], remedy: null };
  const { started, elapsedMs, baudRate, erased, eraseMs, writer, lostRates } = summary;
  const facts = [
    words.took(elapsedMs, baudRate),
    erased === 'whole-chip' ? words.erasedIn(eraseMs) : '',
    writer === 'rom' ? words.rom : '',
    lostRates.length === 0 ? '' : words.lostRates(lostRates.map((lost) => lost.baudRate)),
  ].filter((fact) => fact !== '');
  const lines = outcome === 'not-verifiable' ? [words.notVerifiable] : [];
  let remedy: string | null = null;
  if (started.outcome === 'started') {
    const { by, afterMs, firstLine, resetSeen, boardBy } = started;
    lines.push(`${by === 'firmware' ? words.firstLine(afterMs) : words.secondStage(afterMs)}: \`${factText(firstLine)}\``);
    if (boardBy !== undefined) lines.push(words.newPort);
    else if (!resetSeen) lines.push(words.noResetSeen);
  } else {
    const { what, seen, remedy: todo } = advise(started.outcome, started.facts);
    lines.push(seen === undefined ? `${what}.` : `${what}. ${seen}`);
    remedy = todo;
  }
  return { ...LOOK[outcome], ...words.outcomes[outcome], lines: [...lines, facts.join(' · ')], remedy };
}
