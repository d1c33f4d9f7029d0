/**
 * Phases of a plan on the browser's own Web Serial, with a board whose words are scripted: the log judged within its limit, a command answered rightly and wrongly,
 * time-out, retry, go-on; and settings of single boards, read back from the flash of two virtual boards at the far ends of two cables.
 * Needs Linux, full Chromium and gcc. A demo chip on a real port never passes its check, so the plans here ask for none.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildDemoBoard, wallScheduler } from '../../src/app/virtual/demo-board.ts';
import { createVirtualPort } from '../../src/sim/index.ts';
import { attach } from '../support/device-ends.ts';
import { readNvs } from '../support/nvs-reader.ts';
import { recordedLog } from '../support/recorded-log.ts';
import { ScriptedBoard } from '../support/scripted-board.ts';
import { SerialDevice } from '../support/serial-device.ts';
import { cableEnd } from '../support/virtual-end.ts';
import { forgetRecords } from './line-visit.ts';
import { NVS_BYTES, NVS_OFFSET, PlanLine, measured, writeBuild } from './plan-visit.ts';
import { useRealBench } from './real-bench.ts';
import { whySkipRealSerial } from './real-serial.ts';
import { SOON, Visitor, leaveWell } from './visitor.ts';

const skipReason = await whySkipRealSerial();
const IDENTITY = new URL('../../src/sim/demo/identity.json', import.meta.url);

/** Slots whose boards are pulled and plugged by hand. */
class RealLine extends PlanLine {
  constructor(
    page: Page,
    readonly boards: readonly { plug(): Promise<void>; unplug(): Promise<void> }[],
  ) {
    super(page);
  }

  async teach(): Promise<void> {
    await this.page.locator('[data-action="set-up"]').click();
    await this.page.locator('[data-action="teach"]').click();
    for (const [index, board] of this.boards.entries()) {
      await board.plug();
      await this.until((slots) => slots[index]?.presence === 'in');
    }
    await this.page.locator('[data-action="set-up-done"]').click();
  }

  override async go(): Promise<void> {
    for (const board of this.boards) await board.unplug();
    await this.until((slots) => slots.every(({ presence }) => presence === 'out'));
    await this.scan('DO:START');
    await this.page.locator('[data-action="end-shift"]').waitFor();
    for (const [index, board] of this.boards.entries()) {
      await board.plug();
      await this.until((slots) => slots[index]?.presence === 'in');
    }
  }
}

describe.skipIf(skipReason !== null)('phases on a real port', () => {
  const real = useRealBench();
  let visitor: Visitor;
  let page: Page;
  let line: RealLine;

  afterEach(async () => {
    await forgetRecords(page);
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry('packs', { recursive: true }).catch(() => undefined);
    });
    await leaveWell(visitor);
    for (const board of line.boards) await board.unplug();
  });

  async function arrive(): Promise<void> {
    visitor = await Visitor.arrive(real.browser.context, real.served.url);
    ({ page } = visitor);
  }

  describe('of a board that says what it is told', () => {
    let device: SerialDevice;
    let board: ScriptedBoard;

    beforeEach(async () => {
      device = new SerialDevice(real.bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
      board = new ScriptedBoard();
      attach(device, board);
      await arrive();
      line = new RealLine(page, [device]);
      await line.setSlots(2);
      await line.teach();
    });

    const LOG = { kind: 'judge-log', name: 'log', settings: { until: 'connected', withinMs: 8_000 } };
    const ASK = {
      kind: 'serial-command',
      name: 'supply',
      settings: { send: 'supply?', ending: 'lf', expect: 'supply {value:decimal} V', unit: 'V', withinMs: 1_500 },
    };
    const range = (min: number, max: number): object => ({ kind: 'range', min, max });

    test('the log that comes to the hub in time passes, and its times are measured', async () => {
      board.boots(recordedLog('seed-success').lines, 10);
      const limits = {
        reached: [{ kind: 'one-of', values: ['connected', 'first-message'] }],
        'time-to-wifi': [range(0, 1)],
        crashes: [range(0, 0)],
        time: [range(1, 8)],
      };
      const run = await line.once('connects', [{ ...LOG, limits }]);
      expect(run).toMatchObject({ outcome: 'pass', codes: [] });
      expect(measured(run, 'log', 'time-to-wifi')).toMatchObject({ outcome: 'pass', unit: 's' });
      expect(measured(run, 'log', 'time-to-connected')).toMatchObject({ outcome: 'pass', value: expect.closeTo(2.43, 0) as number });
      expect(measured(run, 'log', 'time-to-address')).toMatchObject({ outcome: 'pass', limits: [] });
      expect(board.resets).toBe(1);
    });

    test('the same log within a limit that is too short fails with where it stood', async () => {
      board.boots(recordedLog('seed-success').lines, 2);
      const run = await line.once('too short', [{ ...LOG, settings: { until: 'connected', withinMs: 3_000 } }]);
      expect(run).toMatchObject({ outcome: 'fail', codes: ['log-not-reached'] });
      expect(measured(run, 'log', 'time-to-connected').outcome).toBe('skipped');
      expect(run.words).toMatch(/FAIL.*Stopped at .* wanted .connected. in 3/);
    });

    test('a log that says why the board does not get on fails with that reason', async () => {
      board.boots(recordedLog('seed-wifi-password').lines, 20);
      const run = await line.once('password', [{ ...LOG, settings: { until: 'connected', withinMs: 4_000 } }]);
      expect(run).toMatchObject({ outcome: 'fail', codes: ['connect-wifi-password'] });
      expect(run.words).toMatch(/FAIL.*[Pp]assword/);
    });

    test('a board that says nothing is silent, and a limit on what it never measured does not change the reason', async () => {
      const run = await line.once('silent', [{ ...LOG, settings: { until: 'wifi', withinMs: 1_000 }, limits: { 'time-to-wifi': [range(0, 5)] } }]);
      expect(run).toMatchObject({ outcome: 'fail', codes: ['log-silent'] });
      expect(measured(run, 'log', 'time-to-wifi')).toMatchObject({ outcome: 'unset', value: null });
      expect(run.words).toMatch(/FAIL.*The firmware said nothing for 1/);
    });

    test('a board that takes longer than the phase may is a TIMEOUT, its port is closed, and the next board runs', async () => {
      const run = await line.once('time-out', [{ ...LOG, timeoutMs: 1_000 }]);
      expect(run).toMatchObject({ outcome: 'timeout', codes: ['run-phase-timeout'], phases: [{ outcome: 'error', attempts: 1 }] });
      await expect.poll(() => device.state, SOON).toBe('closed');
      board.boots(recordedLog('seed-success').lines, 50);
      expect(await line.once('after it', [LOG])).toMatchObject({ outcome: 'pass' });
    });

    test('a board that connects at its second start passes at the second try; the first is not in its measurements', async () => {
      board.boots(recordedLog('seed-wifi-password').lines, 50);
      board.boots(recordedLog('seed-success').lines, 50);
      const run = await line.once('second try', [{ ...LOG, attempts: 2, settings: { until: 'connected', withinMs: 2_000 } }]);
      expect(run).toMatchObject({ outcome: 'pass', codes: [], phases: [{ outcome: 'pass', attempts: 2, codes: [] }] });
      expect(board.resets).toBe(2);
    });

    test('a command is answered: the number in the answer is measured with its unit and both its limits', async () => {
      board.answer = (text) => (text === 'supply?' ? ['supply 3.297 V'] : ['what?']);
      const limits = { value: [range(3.2, 3.4), { kind: 'range', max: 3.3 }], time: [range(0, 1.5)] };
      const run = await line.once('supply', [{ ...ASK, limits }]);
      expect(run).toMatchObject({ outcome: 'pass', codes: [] });
      expect(measured(run, 'supply', 'value')).toMatchObject({ value: 3.297, unit: 'V', outcome: 'pass', limits: limits.value });
      expect(measured(run, 'supply', 'answer').value).toBe('supply 3.297 V');
    });

    test('a number outside one of its limits fails with the number; another answer fails with what was wanted, and go-on does the rest', async () => {
      board.answer = () => ['supply 3.35 V'];
      const outside = await line.once('outside', [{ ...ASK, limits: { value: [range(3.2, 3.4), { kind: 'range', max: 3.3 }] } }]);
      expect(outside).toMatchObject({ outcome: 'fail', codes: ['measurement-outside'] });
      expect(outside.words).toMatch(/FAIL.*value is out of its limits: 3\.35/);
      board.answer = (text) => (text === 'supply?' ? ['supply low'] : ['id valve-7']);
      const again = { kind: 'serial-command', name: 'id', settings: { send: 'id?', expect: 'id valve-' } };
      const other = await line.once('another answer', [{ ...ASK, attempts: 2, atFailure: 'go-on' }, again]);
      expect(other).toMatchObject({ outcome: 'fail', codes: ['command-no-answer'], phases: [{ outcome: 'fail', attempts: 2 }, { outcome: 'pass' }] });
      expect(measured(other, 'supply', 'answer')).toMatchObject({ outcome: 'unset', value: null });
      expect(other.words).toMatch(/FAIL.*No answer like/);
      expect(board.heard.filter((text) => text === 'supply?')).toHaveLength(3);
    });

    test('a cable that comes out while the log is judged is an error that is not tried again, and skips what follows', async () => {
      board.boots(recordedLog('seed-success').lines, 2);
      const run = await line.once('pulled', [{ ...LOG, attempts: 5, atFailure: 'go-on' }, ASK], async () => {
        await line.seePhase('log');
        await expect.poll(() => board.resets, SOON).toBe(1);
        await device.unplug();
      });
      expect(run).toMatchObject({ outcome: 'error', codes: ['port-lost'], phases: [{ outcome: 'error', attempts: 1 }, { outcome: 'skip' }] });
    });
  });

  test(
    'settings of single boards: two slots side by side get a row of the table each, and ESP-IDF’s reader finds them in the flash',
    { timeout: 240_000 },
    async () => {
      const identity = JSON.parse(await readFile(IDENTITY, 'utf8')) as unknown;
      const macs = ['24:0A:C4:00:00:01', '24:0A:C4:00:00:02'];
      const flashes = macs.map((mac, index) => {
        const board = buildDemoBoard(
          identity,
          Uint8Array.from(mac.split(':'), (byte) => Number.parseInt(byte, 16)),
        );
        const port = createVirtualPort(board, wallScheduler);
        const device = new SerialDevice(real.bench, { name: `ttyUSB${index}`, usbVendorId: 0x10c4, usbProductId: 0xea60 });
        attach(device, cableEnd(port));
        return {
          board,
          plug: async () => {
            await port.plug();
            await device.plug();
          },
          unplug: async () => {
            await device.unplug();
            port.unplug();
          },
        };
      });
      const folder = await mkdtemp(join(tmpdir(), 'touchstone-nvs-'));
      try {
        await arrive();
        line = new RealLine(page, flashes);
        await writeBuild(folder);
        await visitor.goTo('firmware');
        await page.locator('[data-pack]').first().waitFor();
        await page.locator('input[data-firmware-folder]').setInputFiles(folder);
        await page.locator('[data-pack-detail]').waitFor();
        await page.locator('[data-use-settings]').check();
        await page.locator('ts-board-settings summary').click();
        const rows = [
          'valve:unit:string,valve:board:string,valve:chip:string,valve:lot:u16',
          ...['A-1', 'A-2', 'A-3'].map((unit) => `${unit},{mac},{serial},4711`),
        ];
        await page.locator('ts-board-settings textarea').fill(`${rows.join('\n')}\n`);
        await page.locator('[data-action="load-settings"]').click();
        await line.setSlots(2);
        await line.teach();
        const plan = [
          { kind: 'check-chip', name: 'check', settings: { require: [] } },
          { kind: 'flash-pack', name: 'flash' },
          { kind: 'write-settings', name: 'write' },
        ];
        await line.use('per board', plan);
        await line.scan('DO:START'); // the boards are as they were taught: two that come back at once would not be certain
        await expect.poll(async () => (await line.runs()).length, { timeout: 120_000, interval: 100 }).toBe(2);
        expect((await line.runs()).map(({ outcome, codes }) => [outcome, codes])).toEqual([['pass', []], ['pass', []]]); // prettier-ignore
        const found = flashes.map(({ board }) =>
          Object.fromEntries(
            readNvs(board.exportFlash().subarray(NVS_OFFSET, NVS_OFFSET + NVS_BYTES)).map(({ namespace, key, value }) => [`${namespace}.${key}`, value]),
          ),
        );
        expect(found.map((values) => values['valve.board'])).toEqual(macs);
        expect(found.map((values) => values['valve.unit']).sort()).toEqual(['A-1', 'A-2']);
        for (const values of found) expect(values).toMatchObject({ 'valve.chip': expect.stringMatching(/^0123[0-9A-F]{14}$/) as string, 'valve.lot': 4711n });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  );
});
