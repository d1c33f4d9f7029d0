/**
 * What the banner of a slot says in each phase: word, seal, headline, sentences.
 * Floor: ui. Pure: from a snapshot to words and shapes; ts-verdict draws them.
 */
import type { SlotSnapshot, VerdictKind, VerdictSnapshot } from '../../bench/index.ts';
import { advise } from '../advice.ts';
import { factText } from '../facts.ts';
import { seconds } from '../format.ts';
import type { SealName } from '../look/icons.ts';
import { isDemo, proofContext, proofText } from '../proof-words.ts';
import { t } from '../strings/index.ts';

/** `calm`: nothing judged; `run`: under way; the others are outcomes. */
type BannerTone = 'calm' | 'run' | 'pass' | 'fail' | 'amber' | 'unmeasured' | 'fault';

export interface Banner {
  readonly tone: BannerTone;
  readonly seal: SealName | null;
  readonly word: string;
  readonly title: string;
  /** Sentences below the headline; may carry backticks for monospace. */
  readonly lines: readonly string[];
  /** What to do now, set a little stronger. */
  readonly remedy: string | null;
  /** Whether DEMO must stand on it. */
  readonly mark: 'demo' | 'none';
  /** 0…1 while running. */
  readonly progress: number | null;
}

type Unmarked = Omit<Banner, 'mark'>;

const LOOK: Readonly<Record<VerdictKind, { readonly tone: BannerTone; readonly seal: SealName }>> = {
  'genuine-matched': { tone: 'pass', seal: 'pass' },
  'genuine-unmatched': { tone: 'amber', seal: 'unmatched' },
  'contradicts-manifest': { tone: 'fail', seal: 'fail' },
  'not-genuine': { tone: 'fail', seal: 'fail' },
  'not-measured': { tone: 'unmeasured', seal: 'unmeasured' },
};

const plain = (tone: BannerTone, seal: SealName, words: { readonly word: string; readonly title: string; readonly text: string }): Unmarked => ({
  tone,
  seal,
  word: words.word,
  title: words.title,
  lines: [words.text],
  remedy: null,
  progress: null,
});

/** The banner of a slot in any phase. Nothing a virtual board says goes without DEMO. */
export function bannerOf(view: SlotSnapshot): Banner {
  return { ...bannerOfPhase(view), mark: isDemo(view) ? 'demo' : 'none' };
}

function bannerOfPhase(view: SlotSnapshot): Unmarked {
  switch (view.phase) {
    case 'running':
      return running(view);
    case 'done':
      return view.verdict === null ? plain('calm', 'ready', t.banner.ready) : judged(view.verdict, view);
    case 'failed':
      return faulty(view);
    case 'aborted':
      return plain('calm', 'stopped', t.banner.aborted);
    case 'lost':
      return view.verdict === null ? plain('fault', 'unplugged', t.banner.lost) : keptVerdict(view.verdict, view);
    case 'empty':
    case 'ready':
      return plain('calm', 'ready', view.port?.kind === 'virtual' ? t.banner.readyVirtual : t.banner.ready);
  }
}

function running(view: SlotSnapshot): Unmarked {
  const total = view.steps.length;
  const index = view.steps.findIndex((step) => step.state === 'running');
  const step = view.steps[index];
  const elapsedMs = view.steps.reduce((sum, one) => sum + one.elapsedMs, 0);
  const part = step?.progress !== undefined && step.progress.totalBytes > 0 ? step.progress.doneBytes / step.progress.totalBytes : 0;
  const facts = [step?.progress === undefined ? '' : t.banner.bytes(step.progress.doneBytes, step.progress.totalBytes), seconds(elapsedMs)];
  return {
    tone: 'run',
    seal: null,
    word: total > 0 && step !== undefined ? `${index + 1}/${total}` : '',
    title: step === undefined ? t.banner.runningTitle : t.steps[step.id].title,
    lines: [facts.filter((fact) => fact !== '').join(' · ')],
    remedy: null,
    progress: total === 0 || step === undefined ? null : (index + Math.min(1, part)) / total,
  };
}

function judged(verdict: VerdictSnapshot, view: SlotSnapshot): Unmarked {
  const { proofs } = view;
  const context = proofContext(view);
  const words = t.verdicts[verdict.kind];
  const tally = `${t.banner.tally(verdict.passed, verdict.failed, verdict.unmeasured)} · ${t.banner.took(verdict.elapsedMs, verdict.path)}`;
  const look = { ...LOOK[verdict.kind], word: words.word, title: words.title, progress: null };
  if (LOOK[verdict.kind].tone === 'fail') {
    const titles = proofs.filter((proof) => proof.outcome === 'fail').map((proof) => lowerFirst(proofText(proof, context).title));
    return { ...look, lines: titles.length === 0 ? [tally] : [t.banner.doNotHold(titles), tally], remedy: words.say };
  }
  if (verdict.kind !== 'not-measured') return { ...look, lines: [tally], remedy: words.say === '' ? null : words.say };
  const first = proofs.find((proof) => proof.outcome !== 'pass');
  const text = first === undefined ? null : proofText(first, context);
  return { ...look, lines: text === null ? [tally] : [text.seen, tally], remedy: text?.remedy ?? words.say };
}

function faulty(view: SlotSnapshot): Unmarked {
  const fault = view.fault ?? { code: 'unexpected', facts: {} };
  const { what, seen, remedy } = advise(fault.code, fault.facts, view.pins);
  const note = `${t.banner.faultNote} ${t.banner.code(factText(fault.code))}`;
  return { tone: 'fault', seal: 'fault', word: t.banner.faultWord, title: what, lines: seen === undefined ? [note] : [seen, note], remedy, progress: null };
}

/** The board was taken out after its verdict: that stays until the next one comes. */
function keptVerdict(verdict: VerdictSnapshot, view: SlotSnapshot): Unmarked {
  const kept = judged(verdict, view);
  return { ...kept, lines: [...kept.lines, t.banner.unplugged] };
}

/** Lower case at the start of a clause, but not in "SDA", "ATECC608B" or monospace. */
const lowerFirst = (text: string): string => (/^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text);
