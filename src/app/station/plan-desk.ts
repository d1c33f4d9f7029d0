/**
 * Plans as the set-up has them: chosen, loaded, taken from the shared store, saved, removed, edited.
 * Floor: app. Which plan is chosen is kept by whoever made this.
 */
import type { PlanDraft, StationAction } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { draftOf } from './plan-draft.ts';
import type { PlanShelf } from './plan-shelf.ts';

const ACTS = ['choose-plan', 'load-plan', 'save-plan', 'remove-plan', 'edit-plan', 'draft-plan', 'save-draft', 'keep-plan', 'take-plan'] as const;

/** What is done to plans. */
export type PlanAction = Extract<StationAction, { readonly act: (typeof ACTS)[number] }>;

export const isPlanAction = (action: StationAction): action is PlanAction => ACTS.some((act) => act === action.act);

export class PlanDesk {
  readonly #shelf: PlanShelf;
  readonly #choose: (fingerprint: string) => void;
  readonly #textOf: (fingerprint: string) => Promise<string>;
  #draft: PlanDraft | null = null;
  /** Text of the plan that the draft began with. */
  #before = '';
  /** Drafts that were not kept, by the plan they began with; they last as long as the page. */
  readonly #unsaved = new Map<string, string>();
  /** What was asked for before. */
  #turn: Promise<unknown> = Promise.resolve();

  /** `textOf`: of a plan in the shared store. */
  constructor(shelf: PlanShelf, choose: (fingerprint: string) => void, textOf: (fingerprint: string) => Promise<string>) {
    this.#shelf = shelf;
    this.#choose = choose;
    this.#textOf = textOf;
  }

  get draft(): PlanDraft | null {
    return this.#draft;
  }

  /** In the order in which it was asked: what is kept is what was written before. @throws plan-size, plan-json, plan-format, plan-shape, plan-order */
  perform(action: PlanAction): Promise<void> {
    const mine = this.#turn.then(() => this.#perform(action));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #perform(action: PlanAction): Promise<void> {
    switch (action.act) {
      case 'choose-plan':
        this.#choose(action.fingerprint);
        return;
      case 'load-plan':
        this.#choose((await this.#shelf.load(action.file)).fingerprint);
        return;
      case 'save-plan':
        return this.#save(action.fingerprint);
      case 'remove-plan':
        return this.#shelf.remove(action.fingerprint);
      case 'edit-plan':
        if (action.begin === 'anew') this.#unsaved.delete(action.fingerprint);
        return this.#edit(action.fingerprint);
      case 'draft-plan':
        return this.#write(action.text);
      case 'take-plan': // it stands in the list then; which plan is run stays as it is
        await this.#shelf.load(new File([await this.#textOf(action.fingerprint)], `${action.fingerprint}.plan.json`));
        return;
      case 'save-draft':
        return this.#save(await this.#keepDraft());
      case 'keep-plan':
        await this.#keepDraft();
    }
  }

  async #edit(fingerprint: string): Promise<void> {
    this.#before = asWritten((await this.#shelf.text(fingerprint)) ?? '');
    this.#draft = await draftOf(this.#unsaved.get(fingerprint) ?? this.#before, fingerprint, this.#before);
  }

  async #write(text: string): Promise<void> {
    const fingerprint = this.#draft?.fingerprint ?? '';
    this.#draft = await draftOf(text, fingerprint, this.#before);
    if (this.#draft.changes === 'unsaved') this.#unsaved.set(fingerprint, text);
    else this.#unsaved.delete(fingerprint);
  }

  /** Keeps the draft and chooses it. Its fingerprint. @throws plan-json and the other codes of plans */
  keepDraft(): Promise<string> {
    return this.#turn.then(() => this.#keepDraft());
  }

  async #keepDraft(): Promise<string> {
    const { fingerprint } = await this.#shelf.load(new File([this.#draft?.text ?? ''], 'draft.plan.json'));
    this.#unsaved.delete(this.#draft?.fingerprint ?? '');
    this.#choose(fingerprint);
    return fingerprint;
  }

  async #save(fingerprint: string): Promise<void> {
    const text = await this.#shelf.text(fingerprint);
    const name = this.#shelf.find(fingerprint)?.plan.name ?? 'plan';
    if (text !== null) offerFile(`${name.replace(/[^A-Za-z0-9._-]+/g, '-').toLowerCase()}.plan.json`, new Blob([text], { type: 'application/json' }));
  }
}

/** As the form writes it, so that only a change of content is one. */
function asWritten(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`;
  } catch {
    return text;
  }
}
