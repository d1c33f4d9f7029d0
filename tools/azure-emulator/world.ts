/**
 * What every service of the emulator is handed: options, memory, tokens, ids; and the two things all of them do with it.
 * Local tool. Knows nothing of any one service.
 */
import type { EmulatorOptions } from './options.ts';
import type { Budget, Model } from './state.ts';
import type { TokenOffice } from './tokens.ts';

export interface World {
  readonly options: EmulatorOptions;
  readonly model: Model;
  readonly tokens: TokenOffice;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** A version 4 UUID from the emulator's own randomness. */
export function makeId(world: World): string {
  const bytes = world.options.random(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** An entity tag with its quotation marks, which belong to it (1.2). */
export const makeEtag = (world: World): string => `"${hex(world.options.random(12)).replace(/^(.{8})(.{8})(.{8})$/, '$1-0000-$2-$3')}"`;

/** Takes so many operations, or says after how many whole seconds there will be enough. */
export function takeOperations(world: World, budget: Budget, operations: number, perMinute: number): number {
  const now = world.options.clock.now();
  const perMs = (perMinute * world.options.speed) / 60_000;
  budget.tokens = Math.min(perMinute, budget.tokens + Math.max(0, now - budget.filledAtMs) * perMs);
  budget.filledAtMs = now;
  if (budget.tokens >= operations) {
    budget.tokens -= operations;
    return 0;
  }
  return Math.max(1, Math.ceil((operations - budget.tokens) / perMs / 1000));
}
