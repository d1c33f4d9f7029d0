/**
 * A virtual ATECC608 on two wires: sleep, wake, watchdog, buffers, busy times; and the ways in which it can fail.
 * Floor: sim. Knows levels and time; commands.ts knows what commands mean.
 * Reference: ATECC608A-TNGTLS data sheet, chapter 7 (I2C), tables 8-3 (wake times) and 8-4 (watchdog 1.3 s).
 */
import { CHIP_STATUS, WAKE_ANSWER, WORD_ADDRESS } from '../../chip/map.ts';
import { CYCLES_PER_MS, CYCLES_PER_US } from '../soc/timeline.ts';
import { Commands, type Answer, type CommandSetting } from './commands.ts';
import { I2cSlave, type I2cTarget } from './i2c-slave.ts';
import { encodeAnswer, parseCommand, type CommandBlock } from './packet.ts';

const WAKE_LOW_CYCLES = 60 * CYCLES_PER_US;
const WAKE_DELAY_CYCLES = 1500 * CYCLES_PER_US;
const WATCHDOG_CYCLES = 1300 * CYCLES_PER_MS;
/** Time to find a packet's CRC wrong. */
const REFUSE_CYCLES = 200 * CYCLES_PER_US;
const LONGEST_PACKET = 155;
const SHORTEST_PACKET = 7;
const MOST_REMEMBERED = 10_000;

/** How this chip behaves, faults included. */
export interface ChipSetting extends CommandSetting {
  /** Not soldered on: answers nothing, pulls nothing. */
  readonly absent: boolean;
  /** Pulls SDA low for ever. */
  readonly sdaStuck: boolean;
  /** Does not hear the wake pulse. */
  readonly deaf: boolean;
  /** 7-bit address, where it is not the one of its configuration zone. */
  readonly address?: number;
  /** Every n-th answer has a flipped bit; 0 for never. */
  readonly noiseEvery: number;
  /** Answers so many commands, hears one more, and is silent from then on. */
  readonly silentAfter: number;
}

/** A command that reached the chip whole. */
export type SeenCommand = Pick<CommandBlock, 'opcode' | 'param1' | 'param2'>;

export class Atecc implements I2cTarget {
  /** Every command since power-on, oldest first; tests look here for what must never be sent. */
  readonly seen: SeenCommand[] = [];
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #slave = new I2cSlave(this);
  #setting: ChipSetting;
  #commands: Commands;
  #state: 'asleep' | 'idle' | 'awake' = 'asleep';
  /** 7-bit address, taken over from the configuration zone at each wake. */
  #address = 0;
  #lowSince = Infinity;
  #sda = 1;
  #watchdogAt = Infinity;
  #busyUntil = 0;
  #awaited = 0;
  #awaiting = false;
  #wordAddress: number | null = null;
  #input: number[] = [];
  #output: Uint8Array = new Uint8Array(0);
  #readAt = 0;
  #answers = 0;

  /** `now` in cycles; `random` gives 32 bits. */
  constructor(setting: ChipSetting, now: () => number, random: () => number) {
    this.#now = now;
    this.#random = random;
    this.#setting = setting;
    this.#commands = new Commands(setting, random);
  }

  /** Changes the behaviour. Another identity is another chip: it starts asleep. */
  configure(setting: ChipSetting): void {
    const before = this.#setting;
    this.#setting = setting;
    if (before.persona === setting.persona && before.form === setting.form && before.impostor === setting.impostor) return;
    this.#commands = new Commands(setting, this.#random);
    this.#sleep();
  }

  /** Power went away and came back. Counters and locks live on, as on silicon. */
  powerCycle(): void {
    this.seen.length = 0;
    this.#answers = 0;
    this.#sleep();
  }

  /** True while SDA is held low from this side. */
  get holdsSda(): boolean {
    return this.#setting.sdaStuck || (!this.#setting.absent && this.#slave.holdsSda);
  }

  /** True while a signature is being made outside the virtual clock. */
  get awaiting(): boolean {
    return this.#awaiting;
  }

  /** New levels on the bus, this chip's own pull included. */
  edge(sda: number, scl: number): void {
    if (this.#setting.absent) return;
    this.#checkWatchdog();
    if (this.#state === 'awake') this.#slave.edge(sda, scl);
    else this.#watchForWake(sda, scl);
    this.#sda = sda;
  }

  address(byte: number): boolean {
    const now = this.#now();
    if (byte >> 1 !== (this.#setting.address ?? this.#address) || now < this.#busyUntil || this.#awaiting || this.#silent) return false;
    const partial = this.#wordAddress === WORD_ADDRESS.Command && this.#input.length > 0;
    if ((byte & 1) === 1) return !partial;
    this.#wordAddress = null;
    this.#input = [];
    return true;
  }

  write(byte: number): boolean {
    if (this.#wordAddress === null) {
      this.#wordAddress = byte;
      if (byte === WORD_ADDRESS.Reset) this.#readAt = 0;
      return byte <= WORD_ADDRESS.Command;
    }
    if (this.#wordAddress !== WORD_ADDRESS.Command || this.#input.length >= LONGEST_PACKET) return false;
    this.#input.push(byte);
    const count = this.#input[0] as number;
    if (this.#input.length === 1 && (count < SHORTEST_PACKET || count > LONGEST_PACKET)) return false;
    if (this.#input.length === count) this.#execute(Uint8Array.from(this.#input));
    return true;
  }

  read(): number {
    return this.#output[this.#readAt++] ?? 0xff;
  }

  stop(): void {
    if (this.#wordAddress === WORD_ADDRESS.Sleep) this.#sleep();
    else if (this.#wordAddress === WORD_ADDRESS.Idle) this.#rest('idle');
    if (this.#input.length === 0) this.#wordAddress = null;
  }

  /** The command after the last that is answered is still heard. */
  get #silent(): boolean {
    return this.seen.length > this.#setting.silentAfter;
  }

  #watchForWake(sda: number, scl: number): void {
    const now = this.#now();
    if (sda === 0 && this.#sda === 1) this.#lowSince = now;
    if (sda === 0 || this.#sda === 1 || now - this.#lowSince < WAKE_LOW_CYCLES || this.#setting.deaf || this.#silent) return;
    this.#state = 'awake';
    this.#address = this.#commands.zones.i2cAddress;
    this.#busyUntil = now + WAKE_DELAY_CYCLES;
    this.#watchdogAt = now + WATCHDOG_CYCLES;
    this.#output = Uint8Array.from(WAKE_ANSWER);
    this.#readAt = 0;
    this.#wordAddress = null;
    this.#input = [];
    this.#slave.reset(sda, scl);
  }

  #checkWatchdog(): void {
    if (this.#state === 'awake' && this.#now() >= this.#watchdogAt) this.#sleep();
  }

  #sleep(): void {
    this.#commands.forget();
    this.#rest('asleep');
  }

  #rest(state: 'asleep' | 'idle'): void {
    this.#state = state;
    this.#watchdogAt = Infinity;
    this.#busyUntil = 0;
    this.#awaiting = false;
    this.#awaited++;
    this.#wordAddress = null;
    this.#input = [];
    this.#lowSince = this.#sda === 0 ? this.#now() : Infinity;
    this.#slave.reset(this.#sda, 1);
  }

  #execute(block: Uint8Array): void {
    this.#wordAddress = null;
    this.#input = [];
    const now = this.#now();
    const command = parseCommand(block);
    if (command === null) {
      this.#busyUntil = now + REFUSE_CYCLES;
      return this.#put(CHIP_STATUS.CrcOrCommunicationError);
    }
    const until = now + this.#commands.executionMs(command) * CYCLES_PER_MS;
    if (until > this.#watchdogAt) {
      this.#busyUntil = now + REFUSE_CYCLES;
      return this.#put(CHIP_STATUS.WatchdogAboutToExpire);
    }
    if (this.seen.length < MOST_REMEMBERED) this.seen.push({ opcode: command.opcode, param1: command.param1, param2: command.param2 });
    this.#busyUntil = until;
    const answer = this.#commands.run(command);
    if (answer instanceof Promise) this.#await(answer);
    else this.#put(answer);
  }

  /** A signature made elsewhere: the chip stays busy until it is there, unless it fell asleep meanwhile. */
  #await(promise: Promise<Answer>): void {
    const token = ++this.#awaited;
    this.#awaiting = true;
    const done = (answer: Answer): void => {
      if (token !== this.#awaited) return;
      this.#awaiting = false;
      this.#put(answer);
    };
    promise.then(done, () => done(CHIP_STATUS.EccFault));
  }

  #put(answer: Answer): void {
    const output = encodeAnswer(typeof answer === 'number' ? Uint8Array.of(answer) : answer);
    this.#answers++;
    const every = this.#setting.noiseEvery;
    if (every > 0 && this.#answers % every === 0) output[1] = (output[1] as number) ^ 0x04;
    this.#output = output;
    this.#readAt = 0;
  }
}
