/**
 * Plans as the set-up has them: chosen, loaded, saved, removed, edited.
 * Floor: app. Which plan is chosen is kept by whoever made this.
 */
import type { PlanDraft, StationAction } from '../../ui/index.ts';
import { offerFile } from '../offer-file.ts';
import { draftOf } from './plan-draft.ts';
import type { PlanShelf } from './plan-shelf.ts';

const ACTS = ['choose-plan', 'load-plan', 'save-plan', 'remove-plan', 'edit-plan', 'draft-plan', 'save-draft', 'keep-plan'] as const;

/** What is done to plans. */
export type PlanAction = Extract<StationAction, { readonly act: (typeof ACTS)[number] }>;

export const isPlanAction = (action: StationAction): action is PlanAction => ACTS.some((act) => act === action.act);

export class PlanDesk {
  readonly #shelf: PlanShelf;
  readonly #choose: (fingerprint: string) => void;
  #draft: PlanDraft | null = null;
  /** What was asked for before. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(shelf: PlanShelf, choose: (fingerprint: string) => void) {
    this.#shelf = shelf;
    this.#choose = choose;
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
        this.#draft = await draftOf((await this.#shelf.text(action.fingerprint)) ?? '');
        return;
      case 'draft-plan':
        this.#draft = await draftOf(action.text);
        return;
      case 'save-draft':
        return this.#save(await this.#keepDraft());
      case 'keep-plan':
        await this.#keepDraft();
    }
  }

  /** Keeps the draft and chooses it. Its fingerprint. @throws plan-json and the other codes of plans */
  keepDraft(): Promise<string> {
    return this.#turn.then(() => this.#keepDraft());
  }

  async #keepDraft(): Promise<string> {
    const { fingerprint } = await this.#shelf.load(new File([this.#draft?.text ?? ''], 'draft.plan.json'));
    this.#choose(fingerprint);
    return fingerprint;
  }

  async #save(fingerprint: string): Promise<void> {
    const text = await this.#shelf.text(fingerprint);
    const name = this.#shelf.find(fingerprint)?.plan.name ?? 'plan';
    if (text !== null) offerFile(`${name.replace(/[^A-Za-z0-9._-]+/g, '-').toLowerCase()}.plan.json`, new Blob([text], { type: 'application/json' }));
  }
}
