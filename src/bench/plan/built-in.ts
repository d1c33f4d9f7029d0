/**
 * The plans that come with the page. They are read like any other, so that they cannot be less strict than a file.
 * Floor: bench. Knows no runner.
 */
import { parsePlan } from './parse-plan.ts';
import { PLAN_FORMAT, type Plan } from './plan.ts';

const plan = (name: string, description: string, phases: readonly object[]): Plan =>
  parsePlan(JSON.stringify({ format: PLAN_FORMAT, name, version: '1', description, phases }));

const CHECK = { kind: 'check-chip', name: 'check', attempts: 2, limits: { verdict: [{ kind: 'one-of', values: ['genuine-matched', 'genuine-unmatched'] }] } };
const MATCH = { kind: 'match-manifest', name: 'match' };
const FLASH = { kind: 'flash-pack', name: 'flash', attempts: 2, limits: { outcome: [{ kind: 'equals', value: 'proved' }] } };

/** The first one is what a new bench begins with. */
export const builtInPlans = (): readonly Plan[] => [
  plan('Check the chip', 'Is the chip genuine, and is it on the manifest of this order? The flash is not touched.', [CHECK, MATCH]),
  plan('Check and flash', 'Checks the chip, then writes the chosen pack and waits for its first line.', [CHECK, MATCH, FLASH]),
  plan('Check, flash, connect', 'The same, and then the log must show that the board reached its hub.', [
    CHECK,
    MATCH,
    FLASH,
    { kind: 'judge-log', name: 'connect' },
  ]),
];
