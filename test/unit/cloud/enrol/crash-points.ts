/**
 * The places where a page can end: every wait for the service, for the journal, for a certificate.
 * Test support. At the chosen one everything stops for good, as when a tab is closed: what waits, waits for ever.
 */
export class CrashPoints {
  readonly crashed: Promise<'crashed'>;
  passed = 0;
  #isOver = false;
  #tell: (crashed: 'crashed') => void = () => undefined;

  /** @param last the point, counted from 1, that is not passed; Infinity for none */
  constructor(private readonly last: number) {
    this.crashed = new Promise((resolve) => {
      this.#tell = resolve;
    });
  }

  async pass(): Promise<void> {
    await Promise.resolve();
    if (!this.#isOver && ++this.passed === this.last) {
      this.#isOver = true;
      this.#tell('crashed');
    }
    if (this.#isOver) await new Promise(() => undefined);
  }
}

/** The same object for one visit of the page: before and after every call of its methods the page may end. */
export function within<Target extends object>(target: Target, points: CrashPoints): Target {
  return new Proxy(target, {
    get: (_, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'load' && !('serialNumber' in target)) return (value as () => unknown).bind(target); // a journal is read in one go
      return async (...args: readonly unknown[]) => {
        await points.pass();
        try {
          return (await (value as (...all: readonly unknown[]) => unknown).apply(target, [...args])) as unknown;
        } finally {
          await points.pass();
        }
      };
    },
  });
}
