/** The screen stays on during a shift, also after the page was hidden. */
import { describe, expect, it } from 'vitest';
import { Awake } from '../../../../src/app/station/awake.ts';

function stage(answer: 'yes' | 'no' = 'yes') {
  const log: string[] = [];
  const page = { hidden: false, listeners: new Set<() => void>() };
  const awake = new Awake({
    request: () => {
      log.push('ask');
      return answer === 'no' ? Promise.reject(new Error('no battery')) : Promise.resolve({ release: () => (log.push('release'), Promise.resolve()) });
    },
    isHidden: () => page.hidden,
    onVisibility: (listener) => {
      page.listeners.add(listener);
      return () => page.listeners.delete(listener);
    },
  });
  const turn = async (hidden: boolean): Promise<void> => {
    page.hidden = hidden;
    for (const listener of page.listeners) listener();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { awake, log, page, turn };
}

describe('the lock', () => {
  it('is asked for at the start, again when the page is seen again, and let go at the end', async () => {
    const { awake, log, page, turn } = stage();
    await awake.hold();
    await turn(true);
    await turn(false);
    await new Promise((resolve) => setTimeout(resolve));
    await awake.release();
    expect(log).toEqual(['ask', 'ask', 'release']);
    expect(page.listeners.size).toBe(0);
  });

  it('that is asked for twice is held once, and none is left at the end', async () => {
    const { awake, log } = stage();
    await awake.hold();
    await awake.hold();
    expect(log).toEqual(['ask', 'ask', 'release']);
    await awake.release();
    expect(log).toEqual(['ask', 'ask', 'release', 'release']);
  });

  it('that is refused stops nobody', async () => {
    const { awake, log } = stage('no');
    await awake.hold();
    await awake.release();
    expect(log).toEqual(['ask']);
  });
});
