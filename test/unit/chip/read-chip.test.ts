/** Reading a chip over a transport that is a table: order, places, retries, refusals. */
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex } from '../../../src/base/index.ts';
import {
  readChip,
  type ChipPacket,
  type ChipReading,
  type ChipResult,
  type ChipSilence,
  type ChipTransport,
  type ReadProgress,
  type TransportFault,
} from '../../../src/chip/index.ts';
import { chipCrc } from '../../../src/chip/packet.ts';

const CHALLENGE = Uint8Array.from({ length: 32 }, (_, index) => index);
const sha256 = async (bytes: Uint8Array): Promise<Uint8Array> => new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));

function answer(data: Uint8Array): ChipResult {
  const block = concat(Uint8Array.of(data.length + 3), data);
  const crc = chipCrc(block);
  return { answer: concat(block, Uint8Array.of(crc & 0xff, crc >> 8)) };
}
const status = (byte: number): ChipResult => answer(Uint8Array.of(byte));

/** A chip that answers a block with a pattern made of zone, address and position, so that swapped blocks show. */
class TableTransport implements ChipTransport {
  readonly calls: string[] = [];
  seen: readonly number[] = [0x35];
  wakes: Readonly<Record<number, ChipResult>> = {};
  /** Answers in place of the pattern, by hex of opcode, param1, param2. */
  answers: Record<string, ChipResult | undefined> = {};
  /** Faults that happen once each, in the order of calls to `execute`. */
  faults: (TransportFault | null)[] = [];
  scanFaults: TransportFault[] = [];
  digest = '';

  scan(): Promise<{ readonly addresses: readonly number[] } | { readonly fault: TransportFault }> {
    this.calls.push('scan');
    const fault = this.scanFaults.shift();
    return Promise.resolve(fault === undefined ? { addresses: this.seen } : { fault });
  }

  wake(address: number): Promise<ChipResult> {
    this.calls.push(`wake ${address.toString(16)}`);
    return Promise.resolve(this.wakes[address] ?? { answer: fromHex('04113343') });
  }

  execute(address: number, packets: readonly ChipPacket[]): Promise<readonly ChipResult[]> {
    this.calls.push(`execute ${address.toString(16)} ${packets.length}`);
    const fault = this.faults.shift();
    const results = packets.map((packet) => this.#answer(packet));
    return Promise.resolve(fault ? [...results.slice(0, 2), { fault }] : results);
  }

  sleep(address: number): Promise<void> {
    this.calls.push(`sleep ${address.toString(16)}`);
    return Promise.resolve();
  }

  #answer({ bytes }: ChipPacket): ChipResult {
    const [, opcode, param1, low, high] = bytes as unknown as readonly [number, number, number, number, number];
    const key = toHex(bytes.subarray(1, 5));
    if (opcode === 0x16) this.digest = toHex(bytes.subarray(5, -2));
    const scripted = this.answers[key];
    if (scripted !== undefined) return scripted;
    if (opcode === 0x30) return answer(fromHex('00006003'));
    if (opcode === 0x02) return answer(Uint8Array.from({ length: param1 & 0x80 ? 32 : 4 }, (_, index) => (param1 * 64 + high * 32 + low * 4 + index) & 0xff));
    if (opcode === 0x40) return answer(new Uint8Array(64).fill(0x40 + low));
    if (opcode === 0x41) return answer(new Uint8Array(64).fill(0x50 + low));
    return status(0);
  }
}

const read = (transport: ChipTransport, onProgress?: (progress: ReadProgress) => void, addresses?: readonly number[]) =>
  readChip(transport, () => CHALLENGE, sha256, { ...(onProgress ? { onProgress } : {}), ...(addresses ? { addresses } : {}) });

function reading(result: ChipReading | ChipSilence): ChipReading {
  if ('fault' in result) throw new Error(`${result.fault} at ${result.step}`);
  return result;
}

describe('a good chip', () => {
  it('is scanned, woken, read in one batch, made to sign in another, and put to sleep', async () => {
    const transport = new TableTransport();
    await read(transport);
    expect(transport.calls).toEqual(['scan', 'wake 35', 'execute 35 21', 'execute 35 2', 'sleep 35']);
  });

  it('gives every zone and slot in its place', async () => {
    const { slots, ...chip } = reading(await read(new TableTransport()));
    expect(chip.address).toBe(0x35);
    expect(toHex(chip.revision)).toBe('00006003');
    expect([...chip.config]).toEqual(Array.from({ length: 128 }, (_, index) => (0x80 * 64 + index) & 0xff));
    expect(chip.otp).toMatchObject({ bytes: Uint8Array.from({ length: 64 }, (_, index) => (0x81 * 64 + index) & 0xff) });
    expect(Object.keys(slots)).toEqual(['5', '10', '11', '12']);
    expect('bytes' in (slots[5] ?? {}) && (slots[5] as { bytes: Uint8Array }).bytes.length).toBe(32);
    const slot10 = (slots[10] as { bytes: Uint8Array }).bytes;
    const wanted = [
      ...Array.from({ length: 32 }, (_, index) => 0x82 * 64 + 0x50 * 4 + index),
      ...Array.from({ length: 32 }, (_, index) => 0x82 * 64 + 32 + 0x50 * 4 + index),
      ...Array.from({ length: 4 }, (_, index) => 2 * 64 + 64 + 0x50 * 4 + index),
      ...Array.from({ length: 4 }, (_, index) => 2 * 64 + 64 + 0x51 * 4 + index),
    ];
    expect([...slot10]).toEqual(wanted.map((value) => value & 0xff));
    expect(chip.publicKey).toEqual({ bytes: new Uint8Array(64).fill(0x40) });
  });

  it('signs SHA-256 of the challenge with slot 0', async () => {
    const transport = new TableTransport();
    const { possession } = reading(await read(transport));
    expect(transport.digest).toBe(toHex(await sha256(CHALLENGE)));
    expect(possession).toEqual({ slot: 0, challenge: CHALLENGE, signature: { bytes: new Uint8Array(64).fill(0x50) } });
  });

  it('at 0x59 is a TNGLORA: key in slot 1, 160 bytes of slot 8', async () => {
    const transport = new TableTransport();
    transport.seen = [0x59];
    const chip = reading(await read(transport));
    expect(transport.calls).toContain('execute 59 26');
    expect((chip.slots[8] as { bytes: Uint8Array }).bytes.length).toBe(160);
    expect(chip.publicKey).toEqual({ bytes: new Uint8Array(64).fill(0x41) });
    expect(chip.possession.slot).toBe(1);
  });
});

describe('the address', () => {
  it('is the first of the family that acknowledges, in the order 35, 36, 59, 60, 38', async () => {
    for (const [seen, wanted] of [
      [[0x38, 0x35], 0x35],
      [[0x38, 0x60, 0x59, 0x36], 0x36],
      [[0x38, 0x60, 0x59], 0x59],
      [[0x38, 0x60, 0x10], 0x60],
      [[0x38], 0x38],
    ] as const) {
      const transport = new TableTransport();
      transport.seen = seen;
      expect(reading(await read(transport)).address).toBe(wanted);
    }
  });

  it('is nothing, with the list of what was seen, when none of the family acknowledges', async () => {
    const transport = new TableTransport();
    transport.seen = [0x3c, 0x68];
    expect(await read(transport)).toEqual({ fault: 'no-chip', addresses: [0x3c, 0x68], step: 'scan' });
    expect(transport.calls).toEqual(['scan']);
  });

  it('can be given, for a chip that was moved', async () => {
    const transport = new TableTransport();
    transport.seen = [0x10, 0x35];
    expect(reading(await read(transport, undefined, [0x10])).address).toBe(0x10);
  });

  it('is the next one when something else answers at the first', async () => {
    const transport = new TableTransport();
    transport.seen = [0x36, 0x60];
    transport.wakes = { 0x36: { fault: 'chip-wake', answer: fromHex('00000000') } };
    expect(reading(await read(transport)).address).toBe(0x60);
    expect(transport.calls.slice(0, 4)).toEqual(['scan', 'wake 36', 'wake 36', 'wake 60']);
  });
});

describe('faults', () => {
  it('that happen once are got over, and counted', async () => {
    const transport = new TableTransport();
    transport.scanFaults = ['i2c-sda-low'];
    transport.faults = ['chip-crc', null, 'i2c-data-no-ack', null];
    const progress: ReadProgress[] = [];
    reading(await read(transport, (step) => progress.push(step)));
    expect(progress).toEqual([
      { step: 'scan', retries: 0 },
      { step: 'scan', retries: 1 },
      { step: 'wake', retries: 1 },
      { step: 'read', retries: 1 },
      { step: 'read', retries: 2 },
      { step: 'sign', retries: 2 },
      { step: 'sign', retries: 3 },
    ]);
  });

  it.each(['chip-crc', 'i2c-no-ack', 'i2c-data-no-ack', 'i2c-sda-low', 'i2c-scl-low', 'chip-timeout', 'chip-length', 'chip-wake'] as const)(
    '%s twice ends the reading',
    async (fault) => {
      const transport = new TableTransport();
      transport.faults = [fault, fault];
      expect(await read(transport)).toEqual({ fault, addresses: [0x35], step: 'read' });
      expect(transport.calls.filter((call) => call.startsWith('execute'))).toHaveLength(2);
    },
  );

  it('that cannot pass are not tried again', async () => {
    for (const fault of ['refused', 'overflow'] as const) {
      const transport = new TableTransport();
      transport.faults = [null, fault];
      expect(await read(transport)).toEqual({ fault, addresses: [0x35], step: 'sign' });
      expect(transport.calls).toEqual(['scan', 'wake 35', 'execute 35 21', 'execute 35 2', 'sleep 35']);
    }
  });

  it('of the scan and of the wake are said with their step', async () => {
    const stuck = new TableTransport();
    stuck.scanFaults = ['i2c-scl-low', 'i2c-scl-low'];
    expect(await read(stuck)).toEqual({ fault: 'i2c-scl-low', addresses: [], step: 'scan' });
    const sleepy = new TableTransport();
    sleepy.wakes = { 0x35: { fault: 'i2c-no-ack' } };
    expect(await read(sleepy)).toEqual({ fault: 'i2c-no-ack', addresses: [0x35], step: 'wake' });
  });

  it('in a wake answer are seen even when the transport says it is well', async () => {
    const transport = new TableTransport();
    transport.wakes = { 0x35: { answer: fromHex('040740c2') } };
    expect(await read(transport)).toEqual({ fault: 'chip-wake', addresses: [0x35], step: 'wake' });
    transport.wakes = { 0x35: { answer: fromHex('04113344') } };
    expect(await read(transport)).toEqual({ fault: 'chip-crc', addresses: [0x35], step: 'wake' });
  });

  it('that the transport overlooked are found: fewer answers, wrong sizes, wrong CRC', async () => {
    const short = new TableTransport();
    const whole = short.execute.bind(short);
    short.execute = async (address, packets) => (await whole(address, packets)).slice(0, -1);
    expect(await read(short)).toMatchObject({ fault: 'chip-length', step: 'read' });
    const long = new TableTransport();
    long.answers['02800000'] = answer(new Uint8Array(4));
    expect(await read(long)).toMatchObject({ fault: 'chip-length', step: 'read' });
    const noisy = new TableTransport();
    noisy.answers['40000000'] = { answer: fromHex('040f2343') };
    expect(await read(noisy)).toMatchObject({ fault: 'chip-crc', step: 'read' });
    const silent = new TableTransport();
    silent.answers['41a00000'] = answer(new Uint8Array(32));
    expect(await read(silent)).toMatchObject({ fault: 'chip-length', step: 'sign' });
  });
});

describe('statuses', () => {
  it('of slots, OTP, GenKey and Sign are recorded', async () => {
    const transport = new TableTransport();
    transport.answers = {
      '02822800': status(0x0f),
      '02820800': status(0x0f),
      '02025002': status(0x03),
      '02810000': status(0x0f),
      '40000000': status(0x0f),
      '41a00000': status(0x0f),
    };
    const chip = reading(await read(transport));
    expect(chip.slots[5]).toEqual({ status: 0x0f });
    expect(chip.slots[10]).toEqual({ status: 0x03 });
    expect(chip.slots[11]).toHaveProperty('bytes');
    expect(chip.otp).toEqual({ status: 0x0f });
    expect(chip.publicKey).toEqual({ status: 0x0f });
    expect(chip.possession.signature).toEqual({ status: 0x0f });
    expect(transport.calls).toHaveLength(5);
  });

  it('of Nonce stand for the signature', async () => {
    const transport = new TableTransport();
    transport.answers['16430000'] = status(0x03);
    expect(reading(await read(transport)).possession.signature).toEqual({ status: 0x03 });
  });

  it.each([0x05, 0x11, 0xee, 0xff])('%i is asked again, then recorded', async (byte) => {
    const transport = new TableTransport();
    transport.answers['41a00000'] = status(byte);
    expect(reading(await read(transport)).possession.signature).toEqual({ status: byte });
    expect(transport.calls.filter((call) => call === 'execute 35 2')).toHaveLength(2);
  });

  it('of Info or the configuration zone end the reading', async () => {
    const failed = new TableTransport();
    failed.answers['30000000'] = status(0x07);
    expect(await read(failed)).toEqual({ fault: 'chip-status', status: 0x07, addresses: [0x35], step: 'read' });
    const deaf = new TableTransport();
    deaf.answers['02801000'] = status(0x11);
    expect(await read(deaf)).toEqual({ fault: 'chip-status', status: 0x11, addresses: [0x35], step: 'read' });
  });
});

it('refuses randomness that gives too little', async () => {
  await expect(readChip(new TableTransport(), () => new Uint8Array(8), sha256)).rejects.toThrow('chip-argument');
});

it('passes on what the transport throws, but keeps a reading when only the sleep fails', async () => {
  const lost = new TableTransport();
  lost.execute = () => Promise.reject(new Error('cable'));
  await expect(read(lost)).rejects.toThrow('cable');
  const tired = new TableTransport();
  tired.sleep = () => Promise.reject(new Error('no sleep'));
  expect(reading(await read(tired)).address).toBe(0x35);
});
