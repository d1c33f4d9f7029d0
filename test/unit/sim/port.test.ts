/** The virtual port: `BytePort` as the house defines it, with a cable that can be pulled, in step with a clock that the test owns. */
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../../src/formats/index.ts';
import { createVirtualPort, VirtualBoard, type Fault, type Scheduler, type VirtualPort } from '../../../src/sim/index.ts';
import { IDENTITY, OTHER_PERSONA, PERSONA, firmware, hasFirmware, seeded, signer } from './bench.ts';

/** Time that only the test moves. */
class ManualTime implements Scheduler {
  now = 0;
  /** How many timers have fired. */
  fired = 0;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  nowMs(): number {
    return this.now;
  }

  setTimer(callback: () => void, delayMs: number): () => void {
    const timer = { at: this.now + delayMs, callback };
    this.#timers.push(timer);
    return () => void (this.#timers = this.#timers.filter((other) => other !== timer));
  }

  get waiting(): number {
    return this.#timers.length;
  }

  pass(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.now = Math.max(this.now, next.at);
      this.fired++;
      next.callback();
    }
    this.now = end;
  }
}

interface Bench {
  readonly board: VirtualBoard;
  readonly port: VirtualPort;
  readonly time: ManualTime;
  text(): string;
}

function bench(options: { readonly image?: Uint8Array; readonly paced?: boolean } = {}): Bench {
  const board = new VirtualBoard({ chip: PERSONA, otherCaChip: OTHER_PERSONA, impostor: signer(13), random: seeded() });
  if (options.image !== undefined) {
    const flash = new Uint8Array(4 * 1024 * 1024).fill(0xff);
    flash.set(options.image, 0x1000);
    board.importFlash(flash);
  }
  const time = new ManualTime();
  const port = createVirtualPort(board, time, { paced: options.paced ?? true });
  let heard = '';
  port.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
  return { board, port, time, text: () => heard };
}

const failsWith = (code: string): unknown => expect.objectContaining({ code });
const hello = encodeFrame({ channel: 0x80, operation: 0x01, requestId: 7, payload: new Uint8Array(0) });

describe('opening and closing', () => {
  it('is a virtual port', () => {
    expect(bench().port.identity).toEqual({ kind: 'virtual' });
  });

  it('what the board says while nobody has opened is lost', async () => {
    const { port, time, text } = bench();
    time.pass(100);
    await port.open(115_200);
    expect(text()).toBe('');
    time.pass(100);
    expect(text()).toContain('invalid header');
  });

  it('cannot be used while closed, nor opened twice, and can be opened again', async () => {
    const { port } = bench();
    await expect(port.write(hello)).rejects.toEqual(failsWith('port-closed'));
    await expect(port.setSignals({ dataTerminalReady: true, requestToSend: false })).rejects.toEqual(failsWith('port-closed'));
    await expect(port.setBaudRate(9600)).rejects.toEqual(failsWith('port-closed'));
    await port.open(115_200);
    await expect(port.open(115_200)).rejects.toEqual(failsWith('port-busy'));
    await port.close();
    await port.close();
    await port.open(115_200);
  });

  it('closing lets go of the modem lines: a board held in reset starts', async () => {
    const { port, time, board } = bench();
    await port.open(115_200);
    await port.setSignals({ dataTerminalReady: false, requestToSend: true });
    time.pass(500);
    const silent = board.nowUs;
    await port.close();
    await port.open(115_200);
    time.pass(100);
    expect(board.nowUs).toBeGreaterThan(silent);
    expect(board.busy).toBe(true);
  });

  it('a listener that was taken back hears nothing', async () => {
    const { port, time } = bench();
    let count = 0;
    const stop = port.onBytes(() => count++);
    await port.open(115_200);
    time.pass(100);
    expect(count).toBeGreaterThan(0);
    const before = count;
    stop();
    time.pass(100);
    expect(count).toBe(before);
  });
});

describe('pace', () => {
  it('paced, virtual time never runs ahead of the wall', async () => {
    const { board, time, port } = bench();
    await port.open(115_200);
    for (let step = 0; step < 50; step++) {
      time.pass(7);
      expect(board.nowUs).toBeLessThanOrEqual(time.now * 1000 + 1);
    }
    expect(board.nowUs).toBeGreaterThan(time.now * 1000 - 5000);
  });

  it('paced, ten thousand bytes at 115,200 baud take 868 ms to leave', async () => {
    const { port, time, board } = bench();
    await port.open(115_200);
    let done = false;
    void port.write(new Uint8Array(10_000)).then(() => (done = true));
    await Promise.resolve();
    time.pass(500);
    expect(board.bytesUnderWay).toBeGreaterThan(4100);
    await Promise.resolve();
    expect(done).toBe(false);
    time.pass(30); // 4,096 are left to the driver
    await Promise.resolve();
    await Promise.resolve();
    expect(done).toBe(true);
    time.pass(345);
    expect(board.bytesUnderWay).toBe(0);
  });

  it('what was missed while the host was away is caught up to half a second, not more', () => {
    const { board, time } = bench();
    time.now += 60_000;
    for (let step = 0; step < 2000; step++) time.pass(0.001);
    expect(board.nowUs).toBeLessThanOrEqual(502_100);
    expect(board.nowUs).toBeGreaterThanOrEqual(500_000);
  });

  it.skipIf(!hasFirmware)('unpaced, a busy board is far ahead of the wall, and an idle one keeps step with it', async () => {
    const { board, time, port, text } = bench({ image: firmware(), paced: false });
    await port.open(115_200);
    time.pass(1); // the manual clock stands still while the board works: one step is enough
    expect(text()).toContain('touchstone bench');
    const boot = board.nowUs;
    time.pass(1000);
    expect(board.nowUs - boot).toBeGreaterThan(950_000);
    expect(board.nowUs - boot).toBeLessThan(1_050_000);
  });

  it.skipIf(!hasFirmware)('an idle board is stepped fifty times a second at most', async () => {
    const { time, port, text } = bench({ image: firmware() });
    await port.open(115_200);
    time.pass(300);
    expect(text()).toContain('touchstone bench');
    const before = time.fired;
    time.pass(10_000);
    expect(time.fired - before).toBeLessThanOrEqual(501);
  });

  it('a board in the loader with nothing to do is not stepped at all', async () => {
    const { time, port, text } = bench();
    await port.open(115_200);
    await port.setSignals({ dataTerminalReady: false, requestToSend: true });
    time.pass(100);
    await port.setSignals({ dataTerminalReady: true, requestToSend: false });
    time.pass(100);
    expect(text()).toContain('waiting for download');
    expect(time.waiting).toBe(0);
  });
});

describe('the cable', () => {
  it('unplugged: listeners are told once, writes fail, opening fails; plugged again: the board starts', async () => {
    const { port, time, text } = bench();
    await port.open(115_200);
    let lost = 0;
    port.onLost(() => lost++);
    const stuck = port.write(new Uint8Array(20_000));
    port.unplug();
    port.unplug();
    await expect(stuck).rejects.toEqual(failsWith('port-lost'));
    expect(lost).toBe(1);
    await expect(port.write(hello)).rejects.toEqual(failsWith('port-lost'));
    await expect(port.open(115_200)).rejects.toEqual(failsWith('port-lost'));
    expect(time.waiting).toBe(0);
    port.plug();
    await port.open(115_200);
    time.pass(200);
    expect(text()).toContain('rst:0x1 (POWERON_RESET)');
  });

  it('unplugged while closed, nobody is told; by hand, no fault is', async () => {
    const { port } = bench();
    let told = 0;
    port.onLost(() => told++);
    port.onCablePulled(() => told++);
    port.unplug();
    expect(told).toBe(0);
    port.plug();
    await port.open(115_200);
    port.unplug();
    expect(told).toBe(1);
  });

  it('cable-pulled: after so many bytes, sent and received together, the port is lost', async () => {
    const { port, time, text } = bench();
    await port.open(115_200);
    let lost = 0;
    port.onLost(() => lost++);
    port.setFaults([{ kind: 'cable-pulled', afterBytes: 50 }]);
    await port.write(new Uint8Array(20));
    time.pass(500);
    expect(text()).toHaveLength(30);
    expect(lost).toBe(1);
    await expect(port.write(hello)).rejects.toEqual(failsWith('port-lost'));
  });

  it('cable-pulled does not count what the board says while nobody has the port open', async () => {
    const { port, time, text } = bench();
    let pulled = 0;
    port.onCablePulled(() => pulled++);
    port.setFaults([{ kind: 'cable-pulled', afterBytes: 50 }]);
    time.pass(2000); // an empty flash makes the ROM talk all the time
    await port.open(115_200);
    expect(pulled).toBe(0);
    time.pass(500);
    expect(text()).toHaveLength(50);
    expect(pulled).toBe(1);
  });

  it('a cable that comes out while a line is set or the rate changed fails that call', async () => {
    for (const use of [
      (port: VirtualPort) => port.setSignals({ dataTerminalReady: false, requestToSend: true }),
      (port: VirtualPort) => port.setBaudRate(9600),
    ]) {
      const { port, time } = bench();
      await port.open(115_200);
      port.setFaults([{ kind: 'cable-pulled', afterBytes: 1 }]);
      time.now += 400; // no timer has fired: the board is caught up by the call itself
      for (let look = 0; look < 40; look++) port.setFaults([{ kind: 'cable-pulled', afterBytes: 1 }]);
      await expect(use(port)).rejects.toEqual(failsWith('port-lost'));
    }
  });

  it('cable-pulled by the host’s own bytes fails the write that did it', async () => {
    const { port } = bench();
    await port.open(115_200);
    port.setFaults([{ kind: 'cable-pulled', afterBytes: 10 }]);
    await expect(port.write(new Uint8Array(20))).rejects.toEqual(failsWith('port-lost'));
  });
});

describe.skipIf(!hasFirmware)('faults of the board', () => {
  async function up(faults: readonly Fault[]): Promise<Bench> {
    const made = bench({ image: firmware(), paced: false });
    await made.port.open(115_200);
    made.time.pass(1);
    expect(made.text()).toContain('touchstone bench');
    made.port.setFaults(faults);
    return made;
  }

  it('self-reset: the board starts again by itself after its time', async () => {
    const { time, text } = await up([{ kind: 'self-reset', afterMs: 700 }]);
    time.pass(650);
    expect(text()).not.toContain('BROWN_OUT');
    time.pass(200);
    expect(text()).toContain('rst:0xf (RTCWDT_BROWN_OUT_RESET)');
    expect(text().match(/touchstone bench/g)).toHaveLength(2);
  });

  it('line-noise: garbage and half a frame stand before the byte at that position, and the byte is spoilt', async () => {
    const clean = await up([]);
    const noisy = await up([{ kind: 'line-noise', atBytes: [5] }]);
    for (const { port, time } of [clean, noisy]) {
      await port.write(hello);
      time.pass(50);
    }
    const after = (made: Bench): string => made.text().slice(made.text().indexOf('\r\n', made.text().indexOf('touchstone bench')) + 2);
    const good = after(clean);
    expect(after(noisy)).toBe(`${good.slice(0, 5)}\x00\xff\x7e\xc0\x80\x11\xdb${String.fromCharCode(good.charCodeAt(5) ^ 0x55)}${good.slice(6)}`);
  });

  it('a fault that was taken back is gone', async () => {
    const { port, time, text } = await up([
      { kind: 'self-reset', afterMs: 100 },
      { kind: 'line-noise', atBytes: [0] },
    ]);
    port.setFaults([]);
    time.pass(500);
    await port.write(hello);
    time.pass(50);
    expect(text()).not.toContain('BROWN_OUT');
    expect(text()).toContain('\xc0\x80\x81');
  });
});

describe('faults as data', () => {
  it.each([
    [[{ kind: 'cable-pulled', afterBytes: -1 }], 'sim-fault'],
    [[{ kind: 'self-reset', afterMs: Number.NaN }], 'sim-fault'],
    [[{ kind: 'self-reset', afterCommands: -1 }], 'sim-fault'],
    [[{ kind: 'flash-absent' }, { kind: 'flash-stuck-bit', offset: 0.5 }], 'sim-fault'],
    [[{ kind: 'bridge-limit', fastestBaudRate: Number.NaN }], 'sim-fault'],
    [[{ kind: 'loader-accident', operation: 8, nth: -1, accident: 'answer-lost' }], 'sim-fault'],
    [[{ kind: 'line-noise', atBytes: [1.5] }], 'sim-fault'],
  ] as readonly (readonly [Fault[], string])[])('%j is refused and changes nothing', (faults, code) => {
    const { port, board } = bench();
    port.setFaults([{ kind: 'chip-absent' }]);
    expect(() => port.setFaults(faults)).toThrow(failsWith(code) as Error);
    expect(board.faults).toEqual([{ kind: 'chip-absent' }]);
  });

  it('an identity of another length of flash is refused', () => {
    expect(() => bench().board.importFlash(new Uint8Array(5))).toThrow(failsWith('sim-flash-size') as Error);
    expect(IDENTITY.serialNumber).toHaveLength(9);
  });
});

describe('in real time', () => {
  let port: VirtualPort | null = null;
  afterEach(() => port?.unplug());

  it.skipIf(!hasFirmware)('answers hello, paced, within 300 ms of the wall’s time', async () => {
    const scheduler: Scheduler = {
      nowMs: () => performance.now(),
      setTimer: (callback, delayMs) => {
        const timer = setTimeout(callback, delayMs);
        return () => clearTimeout(timer);
      },
    };
    const board = new VirtualBoard({ chip: PERSONA, random: seeded() });
    const flash = new Uint8Array(4 * 1024 * 1024).fill(0xff);
    flash.set(firmware(), 0x1000);
    board.importFlash(flash);
    port = createVirtualPort(board, scheduler);
    let heard = '';
    port.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
    const seen = async (text: string, limitMs: number): Promise<number> => {
      const start = performance.now();
      while (!heard.includes(text)) {
        if (performance.now() - start > limitMs) throw new Error(`no ${JSON.stringify(text)} in ${JSON.stringify(heard)}`);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return performance.now() - start;
    };
    await port.open(115_200);
    await seen('touchstone bench', 5000);
    await port.write(hello);
    expect(await seen('\xc0\x80\x81\x07', 5000)).toBeLessThan(300);
  });
});
