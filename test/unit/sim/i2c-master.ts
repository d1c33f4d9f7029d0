/**
 * A master on the chip's two wires, driven edge by edge, and command blocks with a CRC written again for the test.
 */
import { Atecc } from '../../../src/sim/atecc/chip.ts';
import { chipSetting, type Fault } from '../../../src/sim/faults.ts';
import type { ChipPersona } from '../../../src/sim/index.ts';
import { OTHER_PERSONA, PERSONA, seeded, signer } from './bench.ts';

const US = 40;
const HALF_BIT = 5 * US;
/** Lower-case hex. */
export const hex = (bytes: readonly number[]): string => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
export const fromHex = (text: string): number[] => (text.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));

/** CRC-16 of the data sheet, written again for the test. */
function crc(bytes: readonly number[]): number[] {
  let register = 0;
  for (const byte of bytes) {
    for (let bit = 0; bit < 8; bit++) {
      const data = (byte >> bit) & 1;
      const top = register >> 15;
      register = (register << 1) & 0xffff;
      if (data !== top) register ^= 0x8005;
    }
  }
  return [register & 255, register >> 8];
}

export const command = (opcode: number, param1: number, param2: number, data: readonly number[] = []): number[] => {
  const block = [7 + data.length, opcode, param1, param2 & 255, param2 >> 8, ...data];
  return [...block, ...crc(block)];
};

/** A master that bangs bits at 100 kHz. */
export class Master {
  now = 0;
  readonly chip: Atecc;
  #sda = 1;
  #scl = 1;

  constructor(faults: readonly Fault[] = [], persona: ChipPersona = PERSONA) {
    this.chip = new Atecc(chipSetting(faults, { chip: persona, otherCaChip: OTHER_PERSONA, impostor: signer(13) }), () => this.now, seeded());
    this.drive(1, 1);
  }

  get sda(): number {
    return this.#sda === 0 || this.chip.holdsSda ? 0 : 1;
  }

  drive(sda: number, scl: number): void {
    this.now += HALF_BIT / 2;
    this.#sda = sda;
    this.#scl = scl;
    for (let round = 0; round < 3; round++) this.chip.edge(this.sda, this.#scl);
  }

  start(): void {
    this.drive(1, this.#scl);
    this.drive(1, 1);
    this.drive(0, 1);
    this.drive(0, 0);
  }

  stop(): void {
    this.drive(0, 0);
    this.drive(0, 1);
    this.drive(1, 1);
  }

  /** True when acknowledged. */
  write(byte: number): boolean {
    for (let bit = 7; bit >= 0; bit--) {
      this.drive((byte >> bit) & 1, 0);
      this.drive((byte >> bit) & 1, 1);
      this.drive((byte >> bit) & 1, 0);
    }
    this.drive(1, 0);
    this.drive(1, 1);
    const acknowledged = this.sda === 0;
    this.drive(1, 0);
    return acknowledged;
  }

  read(last: boolean): number {
    let byte = 0;
    this.drive(1, 0);
    for (let bit = 0; bit < 8; bit++) {
      this.drive(1, 1);
      byte = (byte << 1) | this.sda;
      this.drive(1, 0);
    }
    this.drive(last ? 1 : 0, 0);
    this.drive(last ? 1 : 0, 1);
    this.drive(last ? 1 : 0, 0);
    this.drive(1, 0);
    return byte;
  }

  pulse(us: number): void {
    this.drive(0, 1);
    this.now += us * US - HALF_BIT / 2;
    this.drive(1, 1);
  }

  wait(us: number): void {
    this.now += us * US;
  }

  /** Bytes written after the address; gives how many (the address counted) were acknowledged. */
  send(address: number, ...bytes: readonly number[]): number {
    this.start();
    let count = 0;
    for (const byte of [address << 1, ...bytes]) {
      if (!this.write(byte)) break;
      count++;
    }
    this.stop();
    return count;
  }

  /** `count` bytes, or null when the address was not acknowledged. */
  receive(address: number, count: number): number[] | null {
    this.start();
    const there = this.write((address << 1) | 1);
    const bytes = there ? Array.from({ length: count }, (_, index) => this.read(index === count - 1)) : null;
    this.stop();
    return bytes;
  }

  wake(address = 0x35): number[] | null {
    this.pulse(80);
    this.wait(1600);
    return this.receive(address, 4);
  }

  /** Sends a block, polls until the chip answers, and gives the whole answer in hex. */
  run(block: readonly number[], address = 0x35): string | null {
    if (this.send(address, 3, ...block) !== block.length + 2) return null;
    for (let poll = 0; poll < 1000; poll++) {
      this.wait(1000);
      const count = this.receive(address, 1);
      if (count !== null) {
        this.send(address, 0);
        return hex(this.receive(address, count[0] as number) ?? []);
      }
    }
    return null;
  }
}

/** A chip that is awake. */
export function awake(faults: readonly Fault[] = [], persona?: ChipPersona): Master {
  const master = new Master(faults, persona);
  const answer = hex(master.wake(faults.some((fault) => fault.kind === 'blank-unlocked') ? 0x60 : 0x35) ?? []);
  if (answer !== '04113343') throw new Error(`the chip did not wake: ${answer}`);
  return master;
}

export const answerOf = (text: string | null): number[] => fromHex(text ?? '').slice(1, -2);
