/**
 * A watchdog of four stages, as the RTC and both timer groups have one.
 * Floor: sim. Knows no registers: who owns it configures it.
 * Reference: ESP32 Technical Reference Manual, chapter 19 (watchdog timers).
 */
import type { Timeline, Timer } from './timeline.ts';

/** What a stage does when its time is up: nothing, interrupt (not modelled), or a reset of growing depth. */
export type StageAction = 'off' | 'interrupt' | 'cpu' | 'system' | 'rtc';

export interface WatchdogSetting {
  readonly enabled: boolean;
  /** Time of each stage in cycles. */
  readonly holdCycles: readonly number[];
  readonly actions: readonly StageAction[];
}

export class Watchdog {
  readonly #timer: Timer;
  readonly #bite: (action: StageAction) => void;
  #setting: WatchdogSetting = { enabled: false, holdCycles: [], actions: [] };
  #stage = 0;

  constructor(timeline: Timeline, bite: (action: StageAction) => void) {
    this.#bite = bite;
    this.#timer = timeline.timer(() => this.#expired());
  }

  configure(setting: WatchdogSetting): void {
    this.#setting = setting;
    this.feed();
  }

  /** Starts again from stage 0. */
  feed(): void {
    this.#stage = 0;
    this.#arm();
  }

  #arm(): void {
    if (this.#setting.enabled) this.#timer.startIn(this.#setting.holdCycles[this.#stage] ?? 1);
    else this.#timer.stop();
  }

  #expired(): void {
    const action = this.#setting.actions[this.#stage] ?? 'off';
    this.#stage = (this.#stage + 1) & 3;
    this.#arm();
    if (action !== 'off' && action !== 'interrupt') this.#bite(action);
  }
}
