/**
 * The virtual board: an ESP32 with flash and a secure element, seen from its USB bridge, in virtual time.
 * Floor: sim. Knows no wall clock: whoever owns it calls `runUntil`. The parts know each other only through this file.
 * Reference: ESP32 Technical Reference Manual, section 1.3.3 (peripheral addresses); wiring SDA = GPIO16, SCL = GPIO17.
 */
import { TouchstoneError } from '../base/index.ts';
import { Atecc, type SeenCommand } from './atecc/chip.ts';
import { Cpu } from './cpu/cpu.ts';
import { Memory } from './cpu/memory.ts';
import type { SimErrorCode } from './errors.ts';
import { chipSetting, countOf, faultOf, type Cast, type Fault } from './faults.ts';
import { setPartFaults } from './part-faults.ts';
import { BOOT_MODE, fatalException, type BootMode } from './rom/boot-log.ts';
import { Rom } from './rom/rom.ts';
import { Dport, UART0_SOURCE } from './soc/dport.ts';
import { FLASH_BYTES, Flash, FlashController } from './soc/flash.ts';
import { Gpio } from './soc/gpio.ts';
import { apbControl, efuse, randomWord, type Protection } from './soc/identity-fuses.ts';
import { Idleness } from './soc/idleness.ts';
import { ResetCircuit, type ModemLines } from './soc/reset-circuit.ts';
import { RESET_CAUSE, RtcControl, TimerGroup } from './soc/rtc.ts';
import { SerialLine } from './soc/serial-line.ts';
import { CYCLES_PER_MS, CYCLES_PER_US, Timeline, type Timer } from './soc/timeline.ts';
import { Uart } from './soc/uart.ts';

export interface VirtualBoardOptions extends Cast {
  /** 32 random bits at a time: for the chip, the board's random word and the noise in memory at power-on. */
  readonly random: () => number;
  /** Six bytes; without it 02:00:00:DE:30:01, which no maker owns. */
  readonly mac?: Uint8Array;
  readonly sdaPin?: number;
  readonly sclPin?: number;
}

const DEFAULT_MAC = Uint8Array.of(0x02, 0x00, 0x00, 0xde, 0x30, 0x01);
/** What line noise puts between two bytes: nonsense, and the beginning of a frame that never ends. */
const NOISE = Uint8Array.of(0x00, 0xff, 0x7e, 0xc0, 0x80, 0x11, 0xdb);
/** A reset from inside the chip takes this long until the ROM starts. */
const INNER_RESET_CYCLES = CYCLES_PER_MS;

export class VirtualBoard {
  readonly #timeline = new Timeline();
  readonly #memory = new Memory();
  readonly #flash = new Flash();
  readonly #flashController = new FlashController();
  #protection: Protection = { flashEncryption: false, secureBoot: false };
  readonly #gpio = new Gpio();
  readonly #cpu: Cpu;
  readonly #uart: Uart;
  readonly #line: SerialLine;
  readonly #dport: Dport;
  readonly #rtc: RtcControl;
  readonly #timers: readonly [TimerGroup, TimerGroup];
  readonly #rom: Rom;
  readonly #chip: Atecc;
  readonly #circuit: ResetCircuit;
  readonly #idleness: Idleness;
  readonly #options: VirtualBoardOptions;
  readonly #selfReset: Timer;
  readonly #restart: Timer;
  #faults: readonly Fault[] = [];
  #powered = false;
  #running = false;
  /** In reset: nothing receives. */
  #held = true;
  #resetCause = 0;
  #levels = [1, 1];
  #outgoing: number[] = [];
  #listener: ((bytes: Uint8Array) => void) | null = null;
  #cablePulled: (() => void) | null = null;
  #noiseAt = new Set<number>();
  #sentSinceFault = 0;
  #bytesToCut = Infinity;
  #hostReads: 'yes' | 'no' = 'yes';
  #resetAtCommand = Infinity;
  /** The modem lines reach the reset circuit. */
  #wired = true;

  constructor(options: VirtualBoardOptions) {
    this.#options = options;
    const timeline = this.#timeline;
    this.#cpu = new Cpu(this.#memory, timeline);
    timeline.onSooner = () => void (this.#cpu.stop = true);
    this.#dport = new Dport((lines) => this.#cpu.setLines(lines));
    this.#line = new SerialLine(timeline, {
      toBoard: (byte) => this.#toBoard(byte),
      toHost: (byte) => this.#toHost(byte),
      boardBaudRate: () => this.#uart.baudRate,
    });
    this.#uart = new Uart(timeline, { transmit: (byte) => this.#line.fromBoard(byte), interrupt: (on) => this.#dport.setSource(UART0_SOURCE, on) });
    const reset = (cause: number): void => this.#innerReset(cause);
    this.#rtc = new RtcControl(timeline, reset);
    this.#timers = [new TimerGroup(timeline, reset, RESET_CAUSE.TG0WDT_SYS_RESET), new TimerGroup(timeline, reset, RESET_CAUSE.TG1WDT_SYS_RESET)];
    this.#rom = new Rom({
      timeline,
      memory: this.#memory,
      flash: this.#flash,
      uart: this.#uart,
      run: (entry) => this.#startCore(entry),
      restart: () => this.#innerReset(RESET_CAUSE.SW_CPU_RESET),
    });
    this.#chip = new Atecc(chipSetting([], options), () => timeline.now, options.random);
    this.#circuit = new ResetCircuit(timeline, { hold: () => this.#hold(), release: (mode) => this.#boot(RESET_CAUSE.POWERON_RESET, mode) });
    this.#idleness = new Idleness(this.#cpu, timeline);
    this.#selfReset = timeline.timer(() => this.#innerReset(RESET_CAUSE.RTCWDT_BROWN_OUT_RESET));
    this.#restart = timeline.timer(() => this.#boot(this.#resetCause, this.#circuit.mode));
    this.#gpio.outside = (pin) => (pin === this.#sdaPin ? (this.#levels[0] as number) : pin === this.#sclPin ? (this.#levels[1] as number) : null);
    this.#gpio.onChange = () => this.#settleBus();
    this.#attachDevices();
    this.powerOn();
  }

  /** Virtual time since the board was made. */
  get nowUs(): number {
    return this.#timeline.now / CYCLES_PER_US;
  }

  /** When something happens next without anyone's doing, `Infinity` when nothing does. */
  get nextEventUs(): number {
    const timers = this.#running ? this.#cpu.nextTimerAt : Infinity;
    return Math.min(this.#timeline.nextAt, timers) / CYCLES_PER_US;
  }

  /** False when the core sleeps or polls and nothing is on the wire: then virtual time may pass without work. */
  get busy(): boolean {
    if (this.#line.queued > 0 || !this.#uart.quiet) return true;
    if (!this.#running) return this.#rom.busy || this.#circuit.rising || this.#restart.at !== Infinity;
    return !this.#cpu.waiting && !this.#idleness.polling && this.#cpu.romException === null;
  }

  /** True while the core polls in a loop: it sleeps for the host, but not for good. */
  get polling(): boolean {
    return this.#running && this.#idleness.polling;
  }

  /** True while the chip waits for a signature that is made outside: virtual time should not run ahead of the wall's. */
  get awaitsSignature(): boolean {
    return this.#chip.awaiting;
  }

  get powered(): boolean {
    return this.#powered;
  }

  /** Bytes from the host that are still on the wire. */
  get bytesUnderWay(): number {
    return this.#line.queued;
  }

  /** Every command that the secure element took since power-on. */
  get chipCommands(): readonly SeenCommand[] {
    return this.#chip.seen;
  }

  /** Instructions run so far, near enough: cycles not spent asleep. */
  get instructions(): number {
    return this.#cpu.busyCycles;
  }

  /** Receive FIFO overruns since reset. */
  get overruns(): number {
    return this.#uart.overruns;
  }

  /** Moves virtual time on to `virtualUs` and hands over what was sent meanwhile. */
  runUntil(virtualUs: number): void {
    const target = Math.floor(virtualUs * CYCLES_PER_US);
    const timeline = this.#timeline;
    while (timeline.now < target) {
      const end = Math.min(target, timeline.nextAt);
      if (end > timeline.now) {
        if (this.#running) this.#runCore(end);
        else timeline.now = end;
      }
      timeline.fireDue();
    }
    this.#flush();
  }

  /** Bytes from the host. */
  receive(bytes: Uint8Array): void {
    if (!this.#powered) return;
    const allowed = bytes.subarray(0, Math.min(bytes.length, this.#bytesToCut));
    this.#line.send(allowed);
    this.#countCable(bytes.length);
  }

  setHostBaudRate(baudRate: number): void {
    this.#line.clear();
    this.#line.hostBaudRate = baudRate;
  }

  setSignals(lines: ModemLines): void {
    if (this.#wired) this.#circuit.set(lines);
  }

  /** Calls `listener` with what the board sent, in order. */
  onTransmit(listener: (bytes: Uint8Array) => void): void {
    this.#listener = listener;
  }

  /** While nobody has the port open a bridge hands nothing over: what the board says then does not count for `cable-pulled`. */
  hostReads(state: 'yes' | 'no'): void {
    this.#hostReads = state;
  }

  /** Calls `listener` when the fault `cable-pulled` takes the cable out; the board has no power then. */
  onCablePulled(listener: () => void): void {
    this.#cablePulled = listener;
  }

  /** Replaces the list of faults; an empty list is a good board. @throws sim-no-persona, sim-fault */
  setFaults(faults: readonly Fault[]): void {
    const setting = chipSetting(faults, this.#options);
    const cut = faultOf(faults, 'cable-pulled');
    const selfReset = faultOf(faults, 'self-reset');
    const bytesToCut = cut === undefined ? Infinity : countOf('cable-pulled', cut.afterBytes);
    const resetAfterMs = selfReset !== undefined && 'afterMs' in selfReset ? countOf('self-reset', selfReset.afterMs) : null;
    const resetAfterCommands = selfReset !== undefined && 'afterCommands' in selfReset ? countOf('self-reset', selfReset.afterCommands) : Infinity;
    const noiseAt = new Set((faultOf(faults, 'line-noise')?.atBytes ?? []).map((position) => countOf('line-noise', position)));
    setPartFaults({ flash: this.#flash, flashController: this.#flashController, line: this.#line, circuit: this.#circuit, rom: this.#rom }, faults);
    this.#faults = [...faults];
    this.#chip.configure(setting);
    this.#bytesToCut = bytesToCut;
    this.#noiseAt = noiseAt;
    this.#sentSinceFault = 0;
    this.#protection = { flashEncryption: faultOf(faults, 'flash-encryption-on') !== undefined, secureBoot: faultOf(faults, 'secure-boot-on') !== undefined };
    this.#wired = faultOf(faults, 'no-reset-circuit') === undefined;
    this.#resetAtCommand = this.#chip.seen.length + resetAfterCommands;
    if (resetAfterMs === null) this.#selfReset.stop();
    else this.#selfReset.startIn(resetAfterMs * CYCLES_PER_MS);
    this.#settleBus();
  }

  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** Takes the power away: memory is lost, flash and the chip's zones stay. */
  powerOff(): void {
    this.#hold();
    this.#circuit.powerOff();
    this.#selfReset.stop();
    this.#line.clear();
    this.#outgoing = [];
    this.#powered = false;
  }

  powerOn(): void {
    if (this.#powered) return;
    this.#powered = true;
    this.#memory.scramble(this.#options.random());
    this.#chip.powerCycle();
    this.#hold();
    this.#circuit.powerOn();
  }

  /** A copy of the flash, 4 MB. */
  exportFlash(): Uint8Array {
    return this.#flash.bytes.slice();
  }

  /** Replaces the flash's content; the board does not notice until it reads. @throws sim-flash-size */
  importFlash(bytes: Uint8Array): void {
    if (bytes.length !== FLASH_BYTES) throw new TouchstoneError<SimErrorCode>('sim-flash-size', { length: bytes.length, wanted: FLASH_BYTES });
    this.#flash.bytes.set(bytes);
  }

  get #sdaPin(): number {
    return this.#options.sdaPin ?? 16;
  }

  get #sclPin(): number {
    return this.#options.sclPin ?? 17;
  }

  #attachDevices(): void {
    const memory = this.#memory;
    memory.attach(0x3ff00000, this.#dport);
    memory.attach(0x3ff40000, this.#uart);
    memory.attach(0x3ff42000, this.#flashController);
    memory.attach(0x3ff44000, this.#gpio);
    memory.attach(0x3ff48000, this.#rtc);
    memory.attach(0x3ff49000, this.#gpio.ioMux);
    memory.attach(
      0x3ff5a000,
      efuse(this.#options.mac ?? DEFAULT_MAC, () => this.#protection),
    );
    memory.attach(0x3ff5f000, this.#timers[0]);
    memory.attach(0x3ff60000, this.#timers[1]);
    memory.attach(0x3ff66000, apbControl());
    memory.attach(0x3ff75000, randomWord(this.#options.random));
  }

  /** Open drain with pull-ups: a line is low when anyone pulls it low. Settles because the chip only follows edges. */
  #settleBus(): void {
    for (let round = 0; round < 4; round++) {
      const sda = this.#gpio.drives(this.#sdaPin) === 0 || this.#chip.holdsSda ? 0 : 1;
      const scl = this.#gpio.drives(this.#sclPin) === 0 ? 0 : 1;
      if (sda === this.#levels[0] && scl === this.#levels[1]) return;
      this.#levels = [sda, scl];
      this.#chip.edge(sda, scl);
      if (this.#chip.seen.length < this.#resetAtCommand) continue;
      this.#resetAtCommand = Infinity;
      this.#selfReset.startIn(1);
    }
  }

  #runCore(end: number): void {
    this.#idleness.run(end);
    const exception = this.#cpu.romException;
    if (exception === null) return;
    // the ROM's handler says so and hangs; only a watchdog gets the board out
    this.#running = false;
    const text = fatalException(exception.cause, exception.epc, exception.vaddr);
    this.#uart.send(Array.from(text, (character) => character.charCodeAt(0)));
  }

  #startCore(entry: number): void {
    this.#cpu.startFromRom(entry);
    this.#running = true;
    this.#idleness.wake();
  }

  /** Everything but flash, chip and RAM goes to its reset state and stays there. */
  #hold(): void {
    this.#held = true;
    this.#running = false;
    this.#rom.stop();
    this.#restart.stop();
    this.#rtc.halt();
    for (const group of this.#timers) group.halt();
    this.#cpu.reset();
    this.#dport.reset();
    this.#uart.reset();
    this.#gpio.reset();
  }

  #innerReset(cause: number): void {
    if (!this.#powered) return;
    this.#hold();
    this.#cpu.stop = true;
    this.#resetCause = cause;
    this.#restart.startIn(INNER_RESET_CYCLES);
  }

  #boot(cause: number, mode: BootMode): void {
    this.#held = false;
    const flashBoot = mode === 'flash' ? 'flash-boot' : 'download';
    this.#rtc.reset(cause, flashBoot);
    this.#timers[0].reset(flashBoot);
    this.#timers[1].reset('download');
    this.#gpio.strap = BOOT_MODE[mode].strap;
    this.#rom.boot(cause, mode);
  }

  #toBoard(byte: number): void {
    if (this.#held) return;
    this.#idleness.wake();
    if (this.#rom.listening) this.#rom.receive(byte);
    else this.#uart.receive(byte);
  }

  #toHost(byte: number): void {
    if (this.#noiseAt.has(this.#sentSinceFault)) {
      for (const noise of NOISE) this.#outgoing.push(noise);
      byte ^= 0x55;
    }
    this.#sentSinceFault++;
    if (this.#bytesToCut === 0) return;
    this.#outgoing.push(byte);
    if (this.#hostReads === 'yes') this.#countCable(1);
  }

  #countCable(bytes: number): void {
    if (this.#bytesToCut === Infinity) return;
    this.#bytesToCut = Math.max(0, this.#bytesToCut - bytes);
    if (this.#bytesToCut > 0) return;
    this.#flush();
    this.#bytesToCut = Infinity; // once
    this.powerOff();
    this.#cablePulled?.();
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const bytes = Uint8Array.from(this.#outgoing);
    this.#outgoing = [];
    this.#listener?.(bytes);
  }
}
