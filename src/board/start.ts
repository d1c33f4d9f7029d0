/**
 * Waits until the bench firmware speaks: its banner, then its hello.
 * Floor: board. Knows what the first line looks like; how the firmware got onto the board is load-ram and flash.
 * Reference: docs/protocol.md sections 3.1 and 6.
 */
import { isTouchstoneError, type Clock } from '../base/index.ts';
import type { Wire } from '../link/index.ts';
import type { BenchClient } from './bench-client.ts';
import type { HelloAnswer } from './bench-protocol.ts';
import { boardError } from './errors.ts';
import { WireEvidence } from './evidence.ts';

const BANNER = /touchstone bench \d{1,3}\.\d{1,3}\.\d{1,3} esp32 build [0-9a-f]{8}/;

/** Before asking; a board that starts from flash prints 300 ms of boot log first. */
const BANNER_MS = 2_500;
/** After the banner, or without one. */
const HELLO_MS = 3_000;
const KEPT_CHARACTERS = 400;

/** Listens for the first words from the moment it is made: make it before the board starts. */
export class StartWatch {
  readonly #evidence = new WireEvidence();
  readonly #stop: () => void;
  #recent = '';
  #told: (() => void) | null = null;
  #sawBanner = false;

  constructor(wire: Wire) {
    this.#stop = wire.onText((bytes) => {
      this.#evidence.add(bytes);
      this.#recent = (this.#recent + String.fromCharCode(...bytes.subarray(-KEPT_CHARACTERS))).slice(-KEPT_CHARACTERS);
      if (BANNER.test(this.#recent)) this.#sawBanner = true;
      if (this.#sawBanner) this.#told?.();
    });
  }

  /** The firmware's first answer. @throws firmware-no-banner, link-protocol, port-lost, or the signal's reason */
  async hello(client: BenchClient, clock: Clock, signal: AbortSignal): Promise<HelloAnswer> {
    await this.#banner(clock, signal);
    const startMs = clock.nowMs();
    while (clock.nowMs() - startMs < HELLO_MS) {
      try {
        return await client.hello(1);
      } catch (error) {
        if (!isTouchstoneError(error) || error.code !== 'link-timeout') throw error;
      }
    }
    throw boardError('firmware-no-banner', { banner: this.#sawBanner, ...this.#evidence.facts() });
  }

  stop(): void {
    this.#stop();
  }

  /** Not seeing it is no error yet: a line may be lost, an answer counts. */
  async #banner(clock: Clock, signal: AbortSignal): Promise<void> {
    if (this.#sawBanner) return;
    const timer = new AbortController();
    const cancel = (): void => {
      timer.abort(signal.reason);
    };
    signal.addEventListener('abort', cancel, { once: true });
    this.#told = () => {
      timer.abort();
    };
    await clock.sleep(BANNER_MS, timer.signal).catch(() => undefined);
    signal.removeEventListener('abort', cancel);
    this.#told = null;
    signal.throwIfAborted();
  }
}
