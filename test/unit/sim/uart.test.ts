/** UART0 and the wire to the host. Offsets, bits and FIFO size restated from the ESP32 technical reference manual, chapter 13. */
import { describe, expect, it } from 'vitest';
import { resample } from '../../../src/sim/soc/resample.ts';
import { SerialLine } from '../../../src/sim/soc/serial-line.ts';
import { Timeline } from '../../../src/sim/soc/timeline.ts';
import { Uart } from '../../../src/sim/soc/uart.ts';

const FIFO = 0x00;
const INT_RAW = 0x04;
const INT_ST = 0x08;
const INT_ENA = 0x0c;
const INT_CLR = 0x10;
const CLKDIV = 0x14;
const STATUS = 0x1c;
const CONF0 = 0x20;
const CONF1 = 0x24;
const FULL = 1;
const OVERFLOW = 1 << 4;
const TIMEOUT = 1 << 8;
const BYTE_CYCLES_115200 = (40e6 * 10) / 115200;

function uart(): { readonly uart: Uart; readonly sent: number[]; readonly requests: boolean[]; pass(cycles: number): void; readonly timeline: Timeline } {
  const timeline = new Timeline();
  const sent: number[] = [];
  const requests: boolean[] = [];
  const made = new Uart(timeline, { transmit: (byte) => void sent.push(byte), interrupt: (on) => void requests.push(on) });
  made.reset();
  const pass = (cycles: number): void => {
    const end = timeline.now + cycles;
    while (timeline.nextAt <= end) {
      timeline.now = timeline.nextAt;
      timeline.fireDue();
    }
    timeline.now = end;
  };
  return { uart: made, sent, requests, pass, timeline };
}

describe('receiving', () => {
  it('keeps 128 bytes in order and loses the 129th, with the overflow bit set', () => {
    const { uart: port } = uart();
    for (let byte = 0; byte < 130; byte++) port.receive(byte);
    expect(port.read(STATUS) & 0xff).toBe(128);
    expect(port.read(INT_RAW) & OVERFLOW).toBe(OVERFLOW);
    expect(port.overruns).toBe(2);
    const read = Array.from({ length: 128 }, () => port.read(FIFO));
    expect(read).toEqual(Array.from({ length: 128 }, (_, byte) => byte));
    expect(port.read(STATUS) & 0xff).toBe(0);
  });

  it('requests at the full threshold, and again after clearing while the condition stands', () => {
    const { uart: port, requests } = uart();
    port.write(CONF1, 3);
    port.write(INT_ENA, FULL);
    port.receive(1);
    port.receive(2);
    expect(requests.at(-1)).toBe(false);
    port.receive(3);
    expect(requests.at(-1)).toBe(true);
    port.write(INT_CLR, FULL);
    expect(port.read(INT_ST)).toBe(FULL);
    port.read(FIFO);
    port.write(INT_CLR, FULL);
    expect(requests.at(-1)).toBe(false);
  });

  it('requests when the line is silent after a byte, once, and only with the time-out switched on', () => {
    const { uart: port, pass } = uart();
    port.receive(1);
    pass(1e6);
    expect(port.read(INT_RAW) & TIMEOUT).toBe(0);
    port.write(CONF1, (1 << 31) | (2 << 24) | 64);
    port.receive(2);
    pass(BYTE_CYCLES_115200 * 1.5);
    expect(port.read(INT_RAW) & TIMEOUT).toBe(0);
    pass(BYTE_CYCLES_115200 * 0.2);
    expect(port.read(INT_RAW) & TIMEOUT).toBe(TIMEOUT);
    port.write(INT_CLR, TIMEOUT);
    pass(1e6);
    expect(port.read(INT_RAW) & TIMEOUT).toBe(0);
  });

  it('forgets the FIFO on RXFIFO_RST', () => {
    const { uart: port } = uart();
    port.receive(1);
    port.write(CONF0, 1 << 17);
    expect(port.read(STATUS) & 0xff).toBe(0);
  });
});

describe('sending', () => {
  it('takes ten bit times a byte and says when the last one has left', () => {
    const { uart: port, sent, pass } = uart();
    port.write(FIFO, 0x41);
    port.write(FIFO, 0x42);
    expect((port.read(STATUS) >> 16) & 0xff).toBe(1); // one is in the shift register
    expect((port.read(STATUS) >> 24) & 15).not.toBe(0);
    pass(BYTE_CYCLES_115200 + 2);
    expect(sent).toEqual([0x41]);
    pass(BYTE_CYCLES_115200 + 2);
    expect(sent).toEqual([0x41, 0x42]);
    expect(port.read(STATUS) & 0x0fff0000).toBe(0);
    expect(port.read(INT_RAW) & (1 << 14)).toBe(1 << 14);
  });

  it('drops what is written to a full FIFO', () => {
    const { uart: port, sent, pass } = uart();
    for (let byte = 0; byte < 140; byte++) port.write(FIFO, byte);
    pass(BYTE_CYCLES_115200 * 200);
    expect(sent).toEqual(Array.from({ length: 129 }, (_, byte) => byte)); // 128 and the one being shifted
  });
});

describe('the divider', () => {
  it('is what the ROM leaves at 40 MHz: 347 and 3 or 4 sixteenths, 115,200 baud', () => {
    const { uart: port } = uart();
    expect(port.read(CLKDIV)).toBe(347 | (4 << 20));
    expect(Math.abs(port.baudRate - 115200)).toBeLessThan(20);
  });

  it('counts sixteenths', () => {
    const { uart: port } = uart();
    port.write(CLKDIV, 43 | (6 << 20));
    expect(port.baudRate).toBeCloseTo(40e6 / (43 + 6 / 16), 3);
  });
});

describe('bytes at another rate', () => {
  it.each([
    [115_200, 115_200, 0x55, [0x55]],
    [118_000, 115_200, 0x55, [0x55]],
    [110_000, 115_200, 0x00, [0x00]], // 4.5 % slow: resampled, yet this byte survives
    [57_600, 115_200, 0x00, [0x00, 0x80]], // eighteen low bits: one frame, and another that runs out of low
    [230_400, 115_200, 0x55, []], // every low is half a start bit
    [115_200, 921_600, 0xff, [0x80]], // only the start bit is low, eight of the receiver's bits long
    [921_600, 115_200, 0x00, [0xff]], // nine short low bits pass for one start bit
  ])('from %i to a receiver at %i, %i arrives as %j', (from, to, byte, heard) => {
    expect(resample(byte, from, to)).toEqual(heard);
  });

  it('a text at an eighth of the rate does not arrive as text', () => {
    const heard = Array.from('touchstone', (letter) => resample(letter.charCodeAt(0), 115_200, 921_600)).flat();
    expect(String.fromCharCode(...heard)).not.toContain('t');
  });
});

describe('the line', () => {
  it('delivers one byte per frame time and can be emptied', () => {
    const timeline = new Timeline();
    const board: number[] = [];
    const line = new SerialLine(timeline, { toBoard: (byte) => void board.push(byte), toHost: () => undefined, boardBaudRate: () => 115_200 });
    line.send(Uint8Array.of(1, 2, 3));
    expect(line.queued).toBe(3);
    timeline.now = Math.ceil(BYTE_CYCLES_115200);
    timeline.fireDue();
    expect(board).toEqual([1]);
    timeline.now = 2 * Math.ceil(BYTE_CYCLES_115200);
    timeline.fireDue();
    expect(board).toEqual([1, 2]);
    line.clear();
    timeline.now = 1e9;
    timeline.fireDue();
    expect(board).toEqual([1, 2]);
    expect(line.queued).toBe(0);
  });
});
