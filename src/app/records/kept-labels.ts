/**
 * Labels of this browser: the one that comes with the page and those that were made or loaded here.
 * Floor: app. Kept in localStorage; what is found there is as foreign as any other input.
 */
import { loadStation, type LabelTemplate } from '../../bench/index.ts';

const KEY = 'touchstone.labels.1';
const MOST = 50;

export interface KeptLabel {
  readonly label: LabelTemplate;
  readonly origin: 'built-in' | 'own';
}

function texts(): readonly string[] {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as readonly unknown[]).filter((text) => typeof text === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

/** All of them; an own one with a name replaces the built-in one of that name. One that cannot be read any more is left out. */
export async function readLabels(): Promise<readonly KeptLabel[]> {
  const { DEFAULT_LABEL, parseLabel } = await loadStation();
  const own: KeptLabel[] = [];
  for (const text of texts()) {
    try {
      own.push({ label: parseLabel(text), origin: 'own' });
    } catch {
      continue; // written by another version of this page
    }
  }
  const isReplaced = own.some(({ label }) => label.name === DEFAULT_LABEL.name);
  return isReplaced ? own : [{ label: DEFAULT_LABEL, origin: 'built-in' }, ...own];
}

/** The label that a plan names; the one that comes with the page for ''. @throws label-unknown */
export async function labelNamed(name: string): Promise<LabelTemplate> {
  const { DEFAULT_LABEL, labelError } = await loadStation();
  const wanted = name === '' ? DEFAULT_LABEL.name : name;
  const found = (await readLabels()).find(({ label }) => label.name === wanted);
  if (found === undefined) throw labelError('label-unknown', { name: wanted });
  return found.label;
}

/** Keeps a label under its name. False when the browser does not let us. */
export async function keepLabel(label: LabelTemplate): Promise<boolean> {
  const others = (await readLabels()).filter(({ label: { name }, origin }) => origin === 'own' && name !== label.name);
  return write([...others.map((one) => one.label), label]);
}

/** Forgets an own label. */
export async function removeLabel(name: string): Promise<boolean> {
  return write((await readLabels()).filter(({ label, origin }) => origin === 'own' && label.name !== name).map(({ label }) => label));
}

function write(labels: readonly LabelTemplate[]): boolean {
  try {
    localStorage.setItem(KEY, JSON.stringify(labels.slice(-MOST).map((label) => JSON.stringify(label))));
    return true;
  } catch {
    return false;
  }
}
