/**
 * The ROM of the ESP32 from reset to the first instruction of what it loads: boot log, image from flash, serial loader.
 * Floor: sim. The ROM's code is not run; this does what it does, in virtual time, through the board's UART.
 * Reference: ESP32 Technical Reference Manual, section 1.3 (reset and boot); Espressif, "Firmware image format".
 */
import { toHex } from '../../base/index.ts';
import type { Memory } from '../cpu/memory.ts';
import type { Flash } from '../soc/flash.ts';
import { CYCLES_PER_MS, CYCLES_PER_US, type Timeline, type Timer } from '../soc/timeline.ts';
import type { Uart } from '../soc/uart.ts';
import { WAITING_FOR_DOWNLOAD, badChecksum, badHash, entry, greeting, invalidHeader, loading, type BootMode } from './boot-log.ts';
import { readBootImage, type BootImage } from './image.ts';
import { Loader } from './loader.ts';
import type { LoaderMischief } from './mischief.ts';
import { SlipReceiver } from './slip-receiver.ts';

const IMAGE_OFFSET = 0x1000;
/** From the first instruction to the first letter; and one try to read an image from flash. */
const START_CYCLES = CYCLES_PER_MS;
const IMAGE_CYCLES = 15 * CYCLES_PER_MS;

/** Where the ROM keeps how many cycles it counts to a microsecond (g_ticks_per_us_pro in Espressif's esp32.rom.ld). */
const TICKS_PER_US_ADDRESS = 0x3ffe01e0;

export interface RomHost {
  readonly timeline: Timeline;
  readonly memory: Memory;
  readonly flash: Flash;
  readonly uart: Uart;
  /** Starts the core. */
  run(entry: number): void;
  /** Resets the chip as its own software would. */
  restart(): void;
}

export class Rom {
  readonly #host: RomHost;
  readonly #timer: Timer;
  readonly #loader: Loader;
  readonly #slip: SlipReceiver;
  #step: (() => void) | null = null;
  #listening = false;

  constructor(host: RomHost) {
    this.#host = host;
    this.#timer = host.timeline.timer(() => this.#step?.());
    this.#loader = new Loader({
      timeline: host.timeline,
      memory: host.memory,
      flash: host.flash,
      send: (bytes, drained) => host.uart.send(bytes, drained),
      setBaudRate: (baudRate) => host.uart.setBaudRate(baudRate),
      stubListens: () => void (this.#slip.countsEmpty = true),
      run: (address) => this.#run(address),
      restart: () => host.restart(),
    });
    this.#slip = new SlipReceiver((content) => {
      if (this.#loader.packet(content) === 'cut') this.#slip.reopen(content.subarray(0, -1));
    });
  }

  /** True while bytes from the host are for the loader. */
  get listening(): boolean {
    return this.#listening;
  }

  /** True while the ROM goes on by itself, false while it waits for the host or is done. */
  get busy(): boolean {
    return this.#timer.at !== Infinity || this.#loader.busy;
  }

  /** What goes wrong between host and loader. */
  setMischief(rules: readonly LoaderMischief[], stubForgetsRate: boolean): void {
    this.#loader.mischief.set(rules);
    this.#loader.stubForgetsRate = stubForgetsRate;
  }

  /** Stops whatever the ROM was doing. */
  stop(): void {
    this.#listening = false;
    this.#timer.stop();
    this.#loader.reset();
    this.#slip.reset();
  }

  /** Starts after a reset. */
  boot(cause: number, mode: BootMode): void {
    this.stop();
    this.#host.memory.write32(TICKS_PER_US_ADDRESS, CYCLES_PER_US);
    this.#after(START_CYCLES, () => {
      this.#print(greeting(cause, mode), null);
      if (mode === 'flash') this.#after(IMAGE_CYCLES, () => this.#load());
      else this.#print(WAITING_FOR_DOWNLOAD, () => this.#listen());
    });
  }

  /** A byte from the host, while listening. */
  receive(byte: number): void {
    this.#slip.push(byte);
  }

  #listen(): void {
    this.#listening = true;
  }

  #load(): void {
    const image = readBootImage(this.#host.flash.bytes, IMAGE_OFFSET);
    if (typeof image === 'number') {
      // no way out but a watchdog: the ROM tries again and again
      return this.#print(invalidHeader(image), () => this.#after(IMAGE_CYCLES, () => this.#load()));
    }
    const log = loading(image);
    if (image.checksum.seen !== image.checksum.wanted) return this.#print(log + badChecksum(image), null);
    for (const segment of image.segments) this.#host.memory.load(segment.address, segment.bytes);
    this.#print(log + hashLine(image) + entry(image.entry), () => this.#run(image.entry));
  }

  #run(address: number): void {
    this.stop();
    this.#host.run(address);
  }

  #after(cycles: number, step: () => void): void {
    this.#step = step;
    this.#timer.startIn(cycles);
  }

  #print(text: string, printed: (() => void) | null): void {
    this.#host.uart.send(
      Array.from(text, (character) => character.charCodeAt(0)),
      printed,
    );
  }
}

function hashLine(image: BootImage): string {
  if (image.hash === undefined) return '';
  const seen = toHex(image.hash.seen);
  const wanted = toHex(image.hash.wanted);
  return seen === wanted ? '' : badHash(seen, wanted);
}
