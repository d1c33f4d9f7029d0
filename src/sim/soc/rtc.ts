/**
 * RTC_CNTL and the timer groups, as far as start-up code meets them: software reset, reset cause, watchdogs behind their write key.
 * Floor: sim. Knows no core: a reset is a callback.
 * Reference: ESP32 Technical Reference Manual, chapters 18, 19 and 31.
 * Not modelled: sleep, clocks, timers of the timer groups, watchdog interrupts.
 */
import type { Device } from '../cpu/memory.ts';
import { CYCLES_PER_SECOND, type Timeline } from './timeline.ts';
import { Watchdog, type StageAction } from './watchdog.ts';

/** Causes as RTC_CNTL_RESET_STATE and the boot log have them. */
// prettier-ignore
export const RESET_CAUSE = {
  POWERON_RESET: 1, SW_RESET: 3, TG0WDT_SYS_RESET: 7, TG1WDT_SYS_RESET: 8, RTCWDT_SYS_RESET: 9, TGWDT_CPU_RESET: 11, SW_CPU_RESET: 12,
  RTCWDT_CPU_RESET: 13, RTCWDT_BROWN_OUT_RESET: 15, RTCWDT_RTC_RESET: 16,
} as const;

const WRITE_KEY = 0x50d83aa1;
const RTC_SLOW_HZ = 150_000;
const SW_SYS_RST = 1 << 31;
const SW_PROCPU_RST = 1 << 5;
const RTC = { OPTIONS0: 0x00, RESET_STATE: 0x34, STORE0: 0x4c, WDTCONFIG0: 0x8c, WDTFEED: 0xa0, WDTWPROTECT: 0xa4, STORE4: 0xb0 } as const;
const TIMG = { WDTCONFIG0: 0x48, WDTCONFIG1: 0x4c, WDTCONFIG2: 0x50, WDTFEED: 0x60, WDTWPROTECT: 0x64 } as const;
const RTC_ACTIONS: readonly StageAction[] = ['off', 'interrupt', 'cpu', 'system', 'rtc', 'off', 'off', 'off'];
const TIMG_ACTIONS: readonly StageAction[] = ['off', 'interrupt', 'cpu', 'system'];
const WDT_EN = 1 << 31;
/** While the ROM boots from flash, stage 0 of two watchdogs resets whatever their registers say. */
const RTC_FLASHBOOT_MOD_EN = 1 << 10;
const TIMG_FLASHBOOT_MOD_EN = 1 << 14;
const RTC_HOLDS: readonly number[] = [128_000, 80_000, 4_095, 4_095];
const TIMG_HOLDS: readonly number[] = [26_000_000, 0x7ffffff, 0xfffff, 0xfffff];

export class RtcControl implements Device {
  readonly #registers = new Map<number, number>();
  readonly #watchdog: Watchdog;
  readonly #reset: (cause: number) => void;
  #cause: number = RESET_CAUSE.POWERON_RESET;

  constructor(timeline: Timeline, reset: (cause: number) => void) {
    this.#reset = reset;
    const causes = { cpu: RESET_CAUSE.RTCWDT_CPU_RESET, system: RESET_CAUSE.RTCWDT_SYS_RESET, rtc: RESET_CAUSE.RTCWDT_RTC_RESET };
    this.#watchdog = new Watchdog(timeline, (action) => reset(causes[action as keyof typeof causes]));
  }

  /** Registers after a reset; the general purpose store survives all but power-on. */
  reset(cause: number, flashBoot: 'flash-boot' | 'download'): void {
    this.#cause = cause;
    for (const offset of [...this.#registers.keys()]) {
      const kept = (offset >= RTC.STORE0 && offset < RTC.STORE0 + 16) || (offset >= RTC.STORE4 && offset < RTC.STORE4 + 16);
      if (!kept || cause === RESET_CAUSE.POWERON_RESET) this.#registers.delete(offset);
    }
    this.#registers.set(RTC.WDTWPROTECT, WRITE_KEY | 0);
    RTC_HOLDS.forEach((hold, stage) => this.#registers.set(RTC.WDTCONFIG0 + 4 + 4 * stage, hold));
    this.#registers.set(RTC.WDTCONFIG0, flashBoot === 'flash-boot' ? RTC_FLASHBOOT_MOD_EN : 0);
    this.#configure();
  }

  /** Stops the watchdog while the core is held in reset. */
  halt(): void {
    this.#watchdog.configure({ enabled: false, holdCycles: [], actions: [] });
  }

  read(offset: number): number {
    if (offset === RTC.RESET_STATE) return this.#cause | (1 << 12) | (1 << 13);
    return this.#registers.get(offset) ?? 0;
  }

  write(offset: number, value: number): void {
    const guarded = offset >= RTC.WDTCONFIG0 && offset <= RTC.WDTFEED;
    if (guarded && this.#registers.get(RTC.WDTWPROTECT) !== (WRITE_KEY | 0)) return;
    this.#registers.set(offset, value);
    if (offset === RTC.OPTIONS0 && (value & SW_SYS_RST) !== 0) this.#reset(RESET_CAUSE.SW_RESET);
    else if (offset === RTC.OPTIONS0 && (value & SW_PROCPU_RST) !== 0) this.#reset(RESET_CAUSE.SW_CPU_RESET);
    else if (offset === RTC.WDTFEED) this.#watchdog.feed();
    else if (guarded) this.#configure();
  }

  #configure(): void {
    const config = this.#registers.get(RTC.WDTCONFIG0) ?? 0;
    const flashBoot = (config & RTC_FLASHBOOT_MOD_EN) !== 0;
    const holds = [1, 2, 3, 4].map((stage) => ((this.#registers.get(RTC.WDTCONFIG0 + 4 * stage) ?? 0) >>> 0) * (CYCLES_PER_SECOND / RTC_SLOW_HZ));
    const actions = [28, 25, 22, 19].map((bit) => RTC_ACTIONS[(config >>> bit) & 7] as StageAction);
    if (flashBoot) actions[0] = 'rtc';
    this.#watchdog.configure({ enabled: flashBoot || (config & WDT_EN) !== 0, holdCycles: holds, actions });
  }
}

/** A timer group: only its watchdog is modelled. */
export class TimerGroup implements Device {
  readonly #registers = new Map<number, number>();
  readonly #watchdog: Watchdog;

  constructor(timeline: Timeline, reset: (cause: number) => void, systemCause: number) {
    this.#watchdog = new Watchdog(timeline, (action) => reset(action === 'cpu' ? RESET_CAUSE.TGWDT_CPU_RESET : systemCause));
  }

  /** Registers after a reset; only the first group guards the boot from flash. */
  reset(flashBoot: 'flash-boot' | 'download'): void {
    this.#registers.clear();
    this.#registers.set(TIMG.WDTWPROTECT, WRITE_KEY | 0);
    this.#registers.set(TIMG.WDTCONFIG1, 1 << 16);
    TIMG_HOLDS.forEach((hold, stage) => this.#registers.set(TIMG.WDTCONFIG2 + 4 * stage, hold));
    this.#registers.set(TIMG.WDTCONFIG0, flashBoot === 'flash-boot' ? TIMG_FLASHBOOT_MOD_EN : 0);
    this.#configure();
  }

  halt(): void {
    this.#watchdog.configure({ enabled: false, holdCycles: [], actions: [] });
  }

  read(offset: number): number {
    return this.#registers.get(offset) ?? 0;
  }

  write(offset: number, value: number): void {
    const guarded = offset >= TIMG.WDTCONFIG0 && offset <= TIMG.WDTFEED;
    if (guarded && this.#registers.get(TIMG.WDTWPROTECT) !== (WRITE_KEY | 0)) return;
    this.#registers.set(offset, value);
    if (offset === TIMG.WDTFEED) this.#watchdog.feed();
    else if (guarded) this.#configure();
  }

  #configure(): void {
    const config = this.#registers.get(TIMG.WDTCONFIG0) ?? 0;
    const flashBoot = (config & TIMG_FLASHBOOT_MOD_EN) !== 0;
    const prescale = Math.max(1, (this.#registers.get(TIMG.WDTCONFIG1) ?? 0) >>> 16); // of the APB clock, one cycle here
    const holds = [0, 1, 2, 3].map((stage) => ((this.#registers.get(TIMG.WDTCONFIG2 + 4 * stage) ?? 0) >>> 0) * prescale);
    const actions = [29, 27, 25, 23].map((bit) => TIMG_ACTIONS[(config >>> bit) & 3] as StageAction);
    if (flashBoot) actions[0] = 'system';
    this.#watchdog.configure({ enabled: flashBoot || (config & WDT_EN) !== 0, holdCycles: holds, actions });
  }
}
