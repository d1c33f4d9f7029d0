/** One slot with tools that are played: order of steps, ends of a run, what is shown when. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError, type BytePort } from '../../../src/base/index.ts';
import type { BoardSession, FirmwareImage } from '../../../src/board/index.ts';
import { LogBook, Slot, type CheckTools, type SlotSnapshot } from '../../../src/bench/index.ts';
import type { ChipProof } from '../../../src/trust/index.ts';

const port = (kind: 'real' | 'virtual' = 'real'): BytePort => ({ identity: { kind, usbVendorId: 0x10c4, usbProductId: 0xea60 } }) as unknown as BytePort;

const FIRMWARE = { name: 'bench.bin', version: '1.2.3', buildId: 'aabbccdd', sha256: '00'.repeat(32), bytes: 10 } as unknown as FirmwareImage;
const IDENTITY = { chipName: 'ESP32', revision: '3.1', mac: '24:0A:C4:11:22:33', flashSizeBytes: 4_194_304 };
const HELLO = { firmwareVersion: '1.2.3', buildId: 'aabbccdd', mac: IDENTITY.mac, startedFrom: 'ram' };
const CHIP_PROOFS = [
  'chip-answers',
  'zones-locked',
  'serial-well-formed',
  'signer-chain',
  'device-chain',
  'key-in-certificate',
  'possession',
  'in-manifest',
  'entry-signature',
  'entry-equals-chip',
].map((id) => ({ id, outcome: 'pass', seen: {}, wanted: {} }) as ChipProof);

interface Stage {
  readonly slot: Slot;
  readonly shown: SlotSnapshot[];
  readonly did: string[];
}

function stage(session: Partial<Record<keyof BoardSession, unknown>> = {}, tools: Partial<CheckTools> = {}): Stage {
  const did: string[] = [];
  const note =
    <T>(what: string, value: T) =>
    () => {
      did.push(what);
      return Promise.resolve(value);
    };
  const whole = {
    baudRate: 921_600,
    identify: note('identify', IDENTITY),
    startFromRam: note('ram', { hello: HELLO, baudRate: 921_600 }),
    startFromFlash: note('flash', { hello: { ...HELLO, startedFrom: 'flash' }, baudRate: 921_600, flash: { md5: 'ee', skipped: false } }),
    bench: { configureI2c: note('pins', { sdaHigh: true, sclHigh: true }) },
    close: note('close', undefined),
    ...session,
  };
  const slot = new Slot(
    {
      nowMs: () => performance.now(),
      openBoard: note('open', whole as unknown as BoardSession),
      firmware: note('firmware', FIRMWARE),
      readChip: note('read', {} as never),
      proveChip: note('prove', { proofs: CHIP_PROOFS, certificates: null, chip: null, demo: false }),
      ...tools,
    },
    new LogBook(() => 0),
  );
  const shown: SlotSnapshot[] = [];
  slot.onChange((snapshot) => shown.push(snapshot));
  return { slot, shown, did };
}

describe('a check', () => {
  it('does one thing after the other, closes the port, and shows the verdict with twelve proofs', async () => {
    const { slot, did, shown } = stage();
    await slot.attach(port());
    await slot.check('ram');
    expect(did).toEqual(['open', 'firmware', 'identify', 'ram', 'pins', 'read', 'prove', 'close']);
    expect(slot.snapshot).toMatchObject({
      phase: 'done',
      verdict: { kind: 'genuine-matched', passed: 12, failed: 0, path: 'ram' },
      board: { flashTouched: false, mac: IDENTITY.mac },
    });
    expect(slot.snapshot.steps.map(({ id, state }) => `${id} ${state}`)).toEqual(
      ['find-board done', 'load-firmware done', 'read-chip done', 'prove done'].flatMap((step) =>
        step.startsWith('read') ? ['start-firmware waiting', step] : [step],
      ),
    );
    expect(shown.findIndex(({ verdict }) => verdict !== null)).toBeGreaterThan(0);
  });

  it('takes the flash path when told to, and says that flash was touched', async () => {
    const { slot, did } = stage();
    await slot.attach(port());
    await slot.check('flash');
    expect(did).toContain('flash');
    expect(slot.snapshot.board?.flashTouched).toBe(true);
    expect(slot.snapshot.proofs[1]).toMatchObject({ id: 'firmware-expected', outcome: 'pass', seen: { md5: 'ee', rewritten: true } });
  });

  it.each([
    ['another build answers', { buildId: '00000000' }, 'other-build'],
    ['another version answers', { firmwareVersion: '9.9.9' }, 'other-build'],
    ['another board answers', { mac: '00:00:00:00:00:00' }, 'other-board'],
    ['the firmware runs from flash, not from RAM', { startedFrom: 'flash' }, 'other-place'],
  ])('measures nothing when %s', async (_what, change, reason) => {
    const { slot } = stage({ startFromRam: () => Promise.resolve({ hello: { ...HELLO, ...change }, baudRate: 115_200 }) });
    await slot.attach(port());
    await slot.check('ram');
    expect(slot.snapshot.proofs[1]).toMatchObject({ id: 'firmware-expected', outcome: 'fail', reason });
    expect(slot.snapshot.verdict?.kind).toBe('not-measured');
  });

  it('shows a chip that does not speak as a failed step and goes on to its proofs', async () => {
    const { slot, did } = stage({}, { readChip: () => Promise.resolve({ fault: 'no-chip', addresses: [], step: 'scan' }) });
    await slot.attach(port());
    await slot.check('ram');
    expect(slot.snapshot.steps.find(({ id }) => id === 'read-chip')?.state).toBe('failed');
    expect(did).toContain('prove');
  });

  it('ends as failed with code and facts, the step under way failed, the port closed', async () => {
    const { slot, did } = stage({ startFromRam: () => Promise.reject(new TouchstoneError('firmware-no-banner', { seen: 'noise' })) });
    await slot.attach(port());
    await slot.check('ram');
    expect(slot.snapshot).toMatchObject({ phase: 'failed', verdict: null, fault: { code: 'firmware-no-banner', facts: { seen: 'noise' } } });
    expect(slot.snapshot.steps[1]).toMatchObject({ id: 'load-firmware', state: 'failed' });
    expect(did.at(-1)).toBe('close');
  });

  it('ends as lost when the cable comes out', async () => {
    const { slot } = stage({ identify: () => Promise.reject(new TouchstoneError('port-lost')) });
    await slot.attach(port());
    await slot.check('ram');
    expect(slot.snapshot.phase).toBe('lost');
  });

  it('ends as failed when the port cannot be opened, and nothing is left to close', async () => {
    const { slot, did } = stage({}, { openBoard: () => Promise.reject(new TouchstoneError('port-busy')) });
    await slot.attach(port());
    await slot.check('ram');
    expect(slot.snapshot.fault?.code).toBe('port-busy');
    expect(did).toEqual([]);
  });

  it('ends as aborted when cancelled, and cancel waits until the port is closed', async () => {
    const { slot, did } = stage(
      {},
      {
        openBoard: (_port, { signal }) =>
          Promise.resolve({
            identify: () =>
              new Promise((_resolve, reject) =>
                signal?.addEventListener('abort', () => {
                  reject(signal.reason as Error);
                }),
              ),
            close: async () => {
              await new Promise((resolve) => setTimeout(resolve, 20));
              did.push('closed');
            },
          } as unknown as BoardSession),
      },
    );
    await slot.attach(port());
    const running = slot.check('ram');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await slot.cancel();
    expect(did.at(-1)).toBe('closed');
    expect(slot.snapshot).toMatchObject({ phase: 'aborted', fault: null });
    await running;
  });

  it('does not begin twice, nor without a port', async () => {
    const { slot, did } = stage();
    await slot.check('ram');
    expect(did).toEqual([]);
    await slot.attach(port());
    await Promise.all([slot.check('ram'), slot.check('ram')]);
    expect(did.filter((what) => what === 'open')).toHaveLength(1);
  });
});

describe('a port', () => {
  it('that is pulled out while nothing runs is lost, and ready when it comes back; a verdict stays', async () => {
    const { slot } = stage();
    await slot.attach(port());
    slot.portPresence('gone');
    expect(slot.snapshot.phase).toBe('lost');
    slot.portPresence('back');
    expect(slot.snapshot.phase).toBe('ready');
    await slot.check('ram');
    slot.portPresence('gone');
    expect(slot.snapshot).toMatchObject({ phase: 'lost', verdict: { kind: 'genuine-matched' } });
  });

  it('that replaces another one clears the verdict', async () => {
    const { slot } = stage();
    await slot.attach(port());
    await slot.check('ram');
    await slot.attach(port('virtual'));
    expect(slot.snapshot).toMatchObject({ phase: 'ready', verdict: null, proofs: [], port: { kind: 'virtual' } });
    await slot.detach();
    expect(slot.snapshot).toMatchObject({ phase: 'empty', port: null });
  });
});
