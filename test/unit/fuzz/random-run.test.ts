/** A short random walk over every reader of hostile bytes, always the same one; `npm run fuzz` takes longer ones. And the walker itself, with planted faults. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../src/base/index.ts';
import { explore, must, tryInput, type Budget, type Target } from '../../fuzz/corpus.ts';
import { Random } from '../../fuzz/random.ts';
import { attempt } from '../../fuzz/refusal.ts';
import { TARGETS } from '../../fuzz/targets.ts';

const SEED = 1;
const SHORT: Budget = { runs: 2_000, milliseconds: Number.POSITIVE_INFINITY };
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'));

describe('readers', () => {
  it.each(TARGETS)('$name keeps its properties on 2,000 random inputs', (target) => {
    const { broken, accepted, kept } = explore(target, SEED, SHORT);
    expect(broken).toBeNull();
    expect(accepted).toBeGreaterThan(100); // a walk among refusals only would prove little
    expect(kept).toBeGreaterThan(target.seeds.length + 30);
  });

  it.each(TARGETS)('$name accepts at least one of its seeds', (target) => {
    expect(target.seeds.some((seed) => target.run(seed).startsWith('ok'))).toBe(true);
  });
});

const LETTERS = Array.from('abcdefghijklmnopqrstuvwxyz', bytes);
const planted = (run: Target['run']): Target => ({ name: 'planted', seeds: [bytes('seed')], dictionary: LETTERS, maxBytes: 64, run });

describe('the walk', () => {
  it('reaches a fault step by step that blind changes would hardly meet', () => {
    const word = 'faults';
    const { broken } = explore(
      planted((input) => {
        const text = Buffer.from(input).toString('latin1');
        const right = [...word].findIndex((character, index) => text[index] !== character);
        must(right >= 0, 'the word does not occur', () => text);
        return String(right);
      }),
      SEED,
      { ...SHORT, runs: 100_000 },
    );
    expect(broken?.seen).toContain('the word does not occur: "faults');
    expect(
      Buffer.from(broken?.inputHex ?? '', 'hex')
        .toString('latin1')
        .startsWith(word),
    ).toBe(true);
  });

  it('is the same for the same seed and another one for another', () => {
    const walked = (seed: number): string => {
      const seen: string[] = [];
      const target = planted((input) => `${seen.push(Buffer.from(input).toString('hex')) % 7}`);
      explore(target, seed, { ...SHORT, runs: 500 });
      return seen.join();
    };
    expect(walked(3)).toBe(walked(3));
    expect(walked(3)).not.toBe(walked(4));
  });

  it('stops at an input that does not end, and names it', () => {
    const { broken, runs } = explore(
      planted((input) => {
        try {
          while (input.length > 10);
        } catch {
          return 'held up';
        }
        return String(input.length);
      }),
      SEED,
      { ...SHORT, hangMs: 200 },
    );
    expect(broken?.seen).toContain('timed out');
    expect(broken?.inputHex.length).toBeGreaterThan(20);
    expect(runs).toBeGreaterThan(0);
  });

  it('a changed input is a copy: seeds stay as they are, also when they are Buffers', () => {
    const seeds = [Buffer.from('seed'), bytes('seed')];
    explore({ ...planted((input) => input.join()), seeds }, SEED, SHORT);
    expect(seeds.map(String)).toEqual(['seed', '115,101,101,100']);
  });

  it('takes a refusal with a documented code only', () => {
    const refuse = (code: string) => () => {
      throw new TouchstoneError(code);
    };
    expect(attempt(['known'], refuse('known'))).toMatchObject({ refusal: { code: 'known' } });
    expect(() => attempt(['known'], refuse('unknown'))).toThrow('only documented codes');
    expect(() =>
      attempt(['known'], () => {
        throw new RangeError('crash');
      }),
    ).toThrow('crash');
  });

  it('one input can be run again', () => {
    const target = planted((input) => {
      must(input.length < 3, 'short');
      return '';
    });
    expect(tryInput(target, bytes('ab'))).toBeNull();
    expect(tryInput(target, bytes('abc'))).toMatchObject({ inputHex: '616263' });
  });
});

it('random numbers are the same on every machine, and spread', () => {
  const random = new Random(1);
  expect(Array.from({ length: 4 }, () => random.next())).toEqual([2693262067, 11749833, 2265367787, 4213581821]);
  const counts = new Map<number, number>();
  for (let count = 0; count < 10_000; count++) {
    const number = random.below(10);
    counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});
