/**
 * What a bench with slots has of plans and manifests beside its own: the shared store's. Where there is none, only what is here counts.
 * Floor: app. Loads nothing itself.
 */
import type { Plan } from '../../bench/index.ts';

export interface PlanFiles {
  /** The plan as it is run: the manifests that it names are here, or it says why not. @throws shift-no-manifest */
  ready(plan: Plan, boards: 'real' | 'virtual'): Promise<Plan>;
  /** In the background; does nothing where there is no store. */
  share(fingerprint: string, text: string): void;
  /** The text of a plan of the store. @throws store-altered, cloud-…, store-… */
  take(fingerprint: string): Promise<string>;
}

/** Where nothing is shared and nothing is looked for; in tests. */
export const NO_PLAN_FILES: PlanFiles = {
  ready: (plan) => Promise.resolve(plan),
  share: () => undefined,
  take: () => Promise.reject(new Error('there is no shared store')),
};
