import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, type AppView } from '../../../src/ui/app-view.ts';
import { keyMeaning } from '../../../src/ui/shell/shortcuts.ts';

const at = (phase: AppView['slot']['phase'], more: Partial<AppView> = {}): AppView => ({
  ...EMPTY_VIEW,
  slot: { ...EMPTY_VIEW.slot, phase, port: phase === 'empty' ? null : { kind: 'real' } },
  ...more,
});

describe('keyMeaning', () => {
  it.each(['ready', 'done', 'failed', 'aborted'] as const)('C checks and F flashes when the slot is %s', (phase) => {
    expect(keyMeaning('c', at(phase))).toEqual({ act: 'check', path: 'ram' });
    expect(keyMeaning('F', at(phase))).toEqual({ act: 'check', path: 'flash' });
  });

  it.each(['empty', 'running', 'lost'] as const)('C and F do nothing when the slot is %s', (phase) => {
    expect(keyMeaning('c', at(phase))).toBeNull();
    expect(keyMeaning('f', at(phase))).toBeNull();
  });

  it('never flashes from another screen than the bench', () => {
    expect(keyMeaning('f', at('ready', { screen: 'manifests' }))).toBeNull();
  });

  it('Escape cancels a running check, even with the shortcuts switched off, and does nothing else', () => {
    expect(keyMeaning('Escape', at('running', { shortcuts: 'off' }))).toEqual({ act: 'cancel' });
    expect(keyMeaning('Escape', at('ready'))).toBeNull();
  });

  it('no letter, digit or slash acts with the shortcuts switched off', () => {
    for (const key of ['c', 'f', 'v', '/', '1']) expect(keyMeaning(key, at('ready', { shortcuts: 'off' }))).toBeNull();
  });

  it('V tries the virtual bench only while there is no board', () => {
    expect(keyMeaning('v', at('empty'))).toEqual({ act: 'try-virtual' });
    expect(keyMeaning('v', at('ready'))).toBeNull();
    expect(keyMeaning('v', at('empty', { pending: 'virtual' }))).toBeNull();
  });

  it('digits go to the screens that exist', () => {
    expect(keyMeaning('2', at('empty'))).toEqual({ act: 'navigate', screen: 'manifests' });
    expect(keyMeaning('9', at('empty'))).toBeNull();
    expect(keyMeaning('0', at('empty'))).toBeNull();
  });
});
