/**
 * The plans that can be chosen: those that come with the page and those that were loaded here.
 * Floor: app. A plan is known by its fingerprint; one that is loaded twice is there once.
 */
import { loadStation, type Plan } from '../../bench/index.ts';
import type { PlanCard } from '../../ui/index.ts';
import { keepPlans, readPlans } from './kept-station.ts';

export interface ShelvedPlan {
  readonly plan: Plan;
  readonly fingerprint: string;
  readonly origin: PlanCard['origin'];
}

const MOST_CHARACTERS = 256 * 1024;

export class PlanShelf {
  #plans: readonly ShelvedPlan[] = [];

  get plans(): readonly ShelvedPlan[] {
    return this.#plans;
  }

  find(fingerprint: string): ShelvedPlan | undefined {
    return this.#plans.find((one) => one.fingerprint === fingerprint);
  }

  /** Built-in plans and kept ones; a kept one that cannot be read any more is left out. */
  async open(): Promise<void> {
    const { builtInPlans, parsePlan, planFingerprint } = await loadStation();
    const plans: ShelvedPlan[] = [];
    for (const plan of builtInPlans()) plans.push({ plan, fingerprint: await planFingerprint(plan), origin: 'built-in' });
    for (const text of readPlans()) {
      try {
        const plan = parsePlan(text);
        plans.push({ plan, fingerprint: await planFingerprint(plan), origin: 'own' });
      } catch {
        continue; // written by another version of this page
      }
    }
    this.#plans = unique(plans);
  }

  /** Takes a plan's file. @throws plan-size, plan-json, plan-format, plan-shape, plan-order */
  async load(file: File): Promise<ShelvedPlan> {
    const { parsePlan, planFingerprint } = await loadStation();
    const plan = parsePlan(await file.slice(0, MOST_CHARACTERS + 1).text());
    const loaded: ShelvedPlan = { plan, fingerprint: await planFingerprint(plan), origin: 'own' };
    this.#plans = unique([...this.#plans, loaded]);
    await this.#keep();
    return loaded;
  }

  async remove(fingerprint: string): Promise<void> {
    this.#plans = this.#plans.filter((one) => one.fingerprint !== fingerprint || one.origin === 'built-in');
    await this.#keep();
  }

  /** The file of a plan. */
  async text(fingerprint: string): Promise<string | null> {
    const found = this.find(fingerprint);
    return found === undefined ? null : (await loadStation()).planText(found.plan);
  }

  async #keep(): Promise<void> {
    const { planText } = await loadStation();
    keepPlans(this.#plans.filter(({ origin }) => origin === 'own').map(({ plan }) => planText(plan)));
  }
}

const unique = (plans: readonly ShelvedPlan[]): readonly ShelvedPlan[] =>
  plans.filter((one, index) => plans.findIndex(({ fingerprint }) => fingerprint === one.fingerprint) === index);

/** What a list shows of a plan. */
export const planCard = ({ plan, fingerprint, origin }: ShelvedPlan): PlanCard => ({
  fingerprint,
  origin,
  name: plan.name,
  version: plan.version,
  description: plan.description,
  phases: plan.phases.map(({ name, kind }) => ({ name, kind })),
  wantsPack: plan.phases.some((phase) => (phase.kind === 'flash-pack' || phase.kind === 'write-settings') && phase.settings.fingerprint === ''),
});
