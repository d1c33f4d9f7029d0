/**
 * esptool-js, unmodified, against the virtual board: the loader that real boards get must find nothing strange about it.
 * Real timers; the board runs unpaced, so that only esptool-js's own sleeps take time.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { ESPLoader, Transport } from 'esptool-js';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeFrame } from '../../src/formats/index.ts';
import { VirtualBoard, createVirtualPort, type Fault, type VirtualPort } from '../../src/sim/index.ts';
import { WebSerialDevice } from './web-serial-device.ts';

const FIRMWARE = new URL('../../public/firmware/touchstone-bench-esp32.bin', import.meta.url);
const hasFirmware = existsSync(FIRMWARE);
if (!hasFirmware) console.log('public/firmware/touchstone-bench-esp32.bin is absent: loading the real firmware is skipped');

const nobody = new Uint8Array(64);
const chip = {
  identity: { serialNumber: nobody.slice(0, 9), revision: nobody.slice(0, 4), otp: nobody, slots: {} },
  signer: { publicKey: nobody, sign: () => nobody },
};
const scheduler = {
  nowMs: () => performance.now(),
  setTimer: (callback: () => void, delayMs: number) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Station {
  readonly board: VirtualBoard;
  readonly port: VirtualPort;
  readonly device: WebSerialDevice;
  readonly loader: ESPLoader;
  readonly transport: Transport;
  heard(): string;
  log(): string;
}

let open: Station | null = null;

function station(baudrate: number, faults: readonly Fault[] = []): Station {
  let seed = 12345;
  const board = new VirtualBoard({ chip, random: () => (seed = Math.imul(seed, 1103515245) + 12345) });
  const port = createVirtualPort(board, scheduler, { paced: false });
  port.setFaults(faults);
  const device = new WebSerialDevice(port);
  const transport = new Transport(device as never);
  let log = '';
  let heard = '';
  port.onBytes((bytes) => (heard += String.fromCharCode(...bytes)));
  const terminal = { clean: () => undefined, write: (text: string) => void (log += text), writeLine: (text: string) => void (log += `${text}\n`) };
  const loader = new ESPLoader({ transport, baudrate, romBaudrate: 115_200, terminal });
  open = { board, port, device, loader, transport, heard: () => heard, log: () => log };
  return open;
}

afterEach(() => {
  open?.port.unplug();
  open = null;
});

/** Bytes that deflate to about half. */
const someBytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => (index * index * 31 + (index >> 4)) & (index & 64 ? 0xff : 0x0f));

describe('esptool-js with its stub', () => {
  it('detects the chip, runs the stub, changes the rate, reads the flash id, writes compressed, verifies by MD5, resets', async () => {
    const { loader, log, board, heard, transport, device } = station(460_800);
    expect(await loader.main('default_reset')).toBe('ESP32-D0WD-V3 (revision 3)');
    expect(log()).toContain('Crystal is 40MHz');
    expect(log()).toContain('MAC: 02:00:00:de:30:01');
    expect(log()).not.toContain('Autodetection failed');
    expect(log()).not.toContain('Continuing at');
    expect(await loader.detectFlashSize()).toBe('4MB');
    const files = [
      { data: someBytes(20_000), address: 0x1000 },
      { data: someBytes(4_001), address: 0x8000 },
    ];
    await loader.writeFlash({
      fileArray: files,
      flashMode: 'keep',
      flashFreq: 'keep',
      flashSize: 'keep',
      eraseAll: false,
      compress: true,
      calculateMD5Hash: md5,
    } as never);
    const flash = board.exportFlash();
    for (const file of files) expect(flash.subarray(file.address, file.address + file.data.length)).toEqual(file.data);
    expect(flash[0]).toBe(0xff);
    expect(await loader.readFlash(0x1000, 0x2345)).toEqual(files[0]?.data.subarray(0, 0x2345));
    const before = heard().length;
    await device.setSignals({ dataTerminalReady: false, requestToSend: true });
    await sleep(20);
    await device.setSignals({ requestToSend: false });
    await sleep(100);
    expect(heard().length).toBeGreaterThan(before);
    await transport.disconnect();
  });

  it('erases the whole chip when asked', async () => {
    const { loader, board } = station(115_200);
    board.importFlash(new Uint8Array(4 * 1024 * 1024).fill(0x42));
    await loader.main('default_reset');
    await loader.eraseFlash();
    expect(board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
  });

  it('finds out by MD5 when flash did not take what was written', async () => {
    const { loader } = station(115_200, [{ kind: 'flash-write-corrupts' }]);
    await loader.main('default_reset');
    const fileArray = [{ data: someBytes(2_000), address: 0x1000 }];
    await expect(
      loader.writeFlash({
        fileArray,
        flashMode: 'keep',
        flashFreq: 'keep',
        flashSize: 'keep',
        eraseAll: false,
        compress: true,
        calculateMD5Hash: md5,
      } as never),
    ).rejects.toThrow('MD5 of file does not match data in flash!');
  });
});

describe('esptool-js without a stub', () => {
  it('writes compressed through the ROM', async () => {
    const { loader, board } = station(115_200);
    await loader.detectChip('default_reset');
    loader.FLASH_WRITE_SIZE = 0x400;
    const data = someBytes(3_000);
    await loader.writeFlash({
      fileArray: [{ data, address: 0x10000 }],
      flashMode: 'keep',
      flashFreq: 'keep',
      flashSize: 'keep',
      eraseAll: false,
      compress: true,
    } as never);
    expect(board.exportFlash().subarray(0x10000, 0x10000 + data.length)).toEqual(data);
  });

  it.skipIf(!hasFirmware)('loads the bench firmware into RAM, flash untouched, and the firmware knows', async () => {
    const { loader, board, heard, port } = station(115_200);
    await loader.detectChip('default_reset');
    const image = new Uint8Array(readFileSync(FIRMWARE));
    const view = new DataView(image.buffer, image.byteOffset);
    let at = 24;
    for (let segment = 0; segment < (image[1] as number); segment++) {
      const address = view.getUint32(at, true);
      const bytes = image.subarray(at + 8, at + 8 + view.getUint32(at + 4, true));
      const blocks = Math.ceil(bytes.length / 0x1800);
      await loader.memBegin(bytes.length, blocks, 0x1800, address);
      for (let block = 0; block < blocks; block++) await loader.memBlock(bytes.slice(block * 0x1800, (block + 1) * 0x1800), block);
      at += 8 + bytes.length;
    }
    await loader.memFinish(view.getUint32(4, true));
    for (let wait = 0; wait < 200 && !heard().includes('touchstone bench'); wait++) await sleep(10);
    expect(heard()).toMatch(/touchstone bench \d+\.\d+\.\d+ esp32 build [0-9a-f]{8}\r\n/);
    expect(board.exportFlash().every((byte) => byte === 0xff)).toBe(true);
    await port.write(encodeFrame({ channel: 0x80, operation: 0x01, requestId: 9, payload: new Uint8Array(0) }));
    for (let wait = 0; wait < 200 && !/\xc0\x80\x81\x09\x00[^]+\xc0/.test(heard()); wait++) await sleep(10);
    const payload = heard().split('\xc0\x80\x81\x09\x00')[1] ?? '';
    expect(payload.charCodeAt(0)).toBe(0);
    expect(payload.charCodeAt(18)).toBe(2); // loaded into RAM
  });
});
