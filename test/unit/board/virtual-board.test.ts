/** The shipped firmware on the virtual board, from cable to hello, through RAM and through flash: esptool-js, loader, firmware, all in one. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkFirmware, findFirmware, openBoard, parseCatalogue, type FirmwareImage } from '../../../src/board/index.ts';
import { startVirtualEnd, type VirtualEnd } from '../../support/virtual-end.ts';

const FOLDER = new URL('../../../public/firmware/', import.meta.url);
const built = existsSync(new URL('catalogue.json', FOLDER));
if (!built) console.warn('SKIPPED, the virtual board with the shipped firmware: public/firmware is empty, run npm run firmware');

async function shipped(): Promise<FirmwareImage> {
  const entry = findFirmware(parseCatalogue(JSON.parse(readFileSync(new URL('catalogue.json', FOLDER), 'utf8'))), 'esp32');
  return checkFirmware(entry, new Uint8Array(readFileSync(new URL(entry.name, FOLDER))));
}

describe.runIf(built)('the shipped firmware', () => {
  let end: VirtualEnd;
  let text: string;
  const log = {
    text: (bytes: Uint8Array) => {
      text += String.fromCharCode(...bytes);
    },
    broken: () => undefined,
  };

  beforeEach(async () => {
    end = await startVirtualEnd();
    text = '';
  });
  afterEach(() => {
    end.close();
  });

  test('is loaded into RAM, says hello with the build of the catalogue, and leaves the flash as it was', async () => {
    const firmware = await shipped();
    const session = await openBoard(end.port, { log });
    const identity = await session.identify();
    const { hello } = await session.startFromRam(firmware);
    expect(hello).toMatchObject({ buildId: firmware.buildId, firmwareVersion: firmware.version, startedFrom: 'ram', mac: identity.mac });
    await session.bench.echo(Uint8Array.from({ length: 1_023 }, (_, index) => index & 0xff));
    await session.close();

    text = '';
    const after = await openBoard(end.port, { log });
    await expect(after.startFromFlash(firmware)).resolves.toMatchObject({ flash: { skipped: false } }); // it was not there
    await after.close();
  });

  test('is flashed, proved, started, and flashed only once', async () => {
    const firmware = await shipped();
    for (const skipped of [false, true]) {
      const session = await openBoard(end.port, { log });
      const report = await session.startFromFlash(firmware);
      expect(report).toMatchObject({ baudRate: 921_600, hello: { buildId: firmware.buildId, startedFrom: 'flash' }, flash: { skipped } });
      await expect(session.bench.configureI2c({ sda: 16, scl: 17, clockKHz: 100 })).resolves.toEqual({ sdaHigh: true, sclHigh: true });
      await session.close();
    }
    expect(text).toContain(`build ${firmware.buildId}`);
  });

  test('is interrupted by a pulled cable, and the next session finds a board that works', async () => {
    const firmware = await shipped();
    const session = await openBoard(end.port, { log });
    const pulled = session.startFromFlash(firmware, ({ stage, doneBytes }) => {
      if (stage === 'write' && doneBytes === 0)
        setTimeout(() => {
          end.port.unplug();
        }, 5);
    });
    await expect(pulled).rejects.toMatchObject({ code: 'port-lost' });
    await session.close();
    end.port.plug();
    const again = await openBoard(end.port, { log });
    await expect(again.startFromRam(firmware)).resolves.toMatchObject({ hello: { startedFrom: 'ram' } });
    await again.close();
  });
});
