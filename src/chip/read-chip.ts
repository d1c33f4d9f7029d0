/**
 * Everything worth reading from one chip, and a signature over a fresh challenge.
 * Floor: chip. Knows the order of steps; the transport has the deadlines, randomness and hash come in as arguments.
 * Reference: docs/protocol.md sections 3.4 to 3.7; ATECC608A-TNGTLS data sheet DS40002112B section 4.
 */
import { TouchstoneError, isTouchstoneError } from '../base/index.ts';
import { nonceToMessageDigestBuffer, signMessageDigestBuffer } from './commands.ts';
import { CHIP_STATUS, I2C_ADDRESS, SIZE } from './map.ts';
import { parseAnswer, type ChipAnswer, type ChipErrorCode } from './packet.ts';
import { joinAnswers, partsOf, planFor } from './read-plan.ts';
import type { ChipReading, ChipSilence, SlotReading } from './reading.ts';
import type { ChipPacket, ChipResult, ChipTransport, TransportFault } from './transport.ts';

/** Where a reading is. */
export interface ReadProgress {
  readonly step: ChipSilence['step'];
  /** How often something had to be done again so far because of noise. */
  readonly retries: number;
}

/** What may be chosen for a reading. */
export interface ReadChipOptions {
  /** 7-bit addresses to try, in order, instead of the family's. */
  readonly addresses?: readonly number[];
  /** Called when a step begins and when something is done again. */
  readonly onProgress?: (progress: ReadProgress) => void;
}

const FAMILY: readonly number[] = [I2C_ADDRESS.TNGTLS, I2C_ADDRESS.TFLXTLS, I2C_ADDRESS.TNGLORA, I2C_ADDRESS.Blank, I2C_ADDRESS.TrustManager];
const CHALLENGE_BYTES = 32;

/** Faults that doing it again cannot mend. */
const LASTING: readonly TransportFault[] = ['refused', 'overflow'];
/** Statuses by which the chip asks to be asked again (data sheet table 4-3); 11 means that it took the command for a wake. */
const PASSING: readonly number[] = [CHIP_STATUS.EccFault, CHIP_STATUS.AfterWake, CHIP_STATUS.WatchdogAboutToExpire, CHIP_STATUS.CrcOrCommunicationError];

type Fault = { readonly fault: TransportFault };

/**
 * Finds the chip, reads it, and has it sign SHA-256 of 32 random bytes. What the chip refuses is recorded by its status byte.
 * Each step is done once more after a fault or a passing status. @throws what the transport throws; chip-argument when `random` gives too few bytes
 */
export async function readChip(
  transport: ChipTransport,
  random: (bytes: number) => Uint8Array,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
  options: ReadChipOptions = {},
): Promise<ChipReading | ChipSilence> {
  const challenge = random(CHALLENGE_BYTES);
  if (challenge.length !== CHALLENGE_BYTES) throw new TouchstoneError<ChipErrorCode>('chip-argument', { command: 'challenge', dataBytes: challenge.length });
  const tries = new Tries(options.onProgress);

  const scan = await tries.run('scan', () => transport.scan(), isFault);
  if (isFault(scan)) return { fault: scan.fault, addresses: [], step: 'scan' };
  const { addresses } = scan;
  const candidates = (options.addresses ?? FAMILY).filter((address) => addresses.includes(address));

  let silence: ChipSilence = { fault: 'no-chip', addresses, step: 'scan' };
  for (const address of candidates) {
    const woken = await tries.run(
      'wake',
      async () => wakeFault(await transport.wake(address)),
      (fault) => fault !== null,
    );
    if (woken === null) {
      const reading = await readAwake(transport, tries, { address, addresses, challenge, digest: await sha256(challenge) });
      await putToSleep(transport, address);
      return reading;
    }
    if (silence.step === 'scan') silence = { fault: woken, addresses, step: 'wake' };
  }
  return silence;
}

interface Task {
  readonly address: number;
  readonly addresses: readonly number[];
  readonly challenge: Uint8Array;
  readonly digest: Uint8Array;
}

async function readAwake(transport: ChipTransport, tries: Tries, task: Task): Promise<ChipReading | ChipSilence> {
  const { address, addresses, challenge } = task;
  const plan = planFor(address);
  const parts = partsOf(plan);
  const read = await tries.run(
    'read',
    () =>
      execute(
        transport,
        address,
        parts.flatMap((part) => part.packets),
      ),
    isPassing,
  );
  if (isFault(read)) return { fault: read.fault, addresses, step: 'read' };

  const readings = new Map<unknown, SlotReading>();
  let next = 0;
  for (const part of parts) {
    const joined = joinAnswers(part, read.slice(next, next + part.packets.length));
    if (joined === null) return { fault: 'chip-length', addresses, step: 'read' };
    readings.set(part, joined);
    next += part.packets.length;
  }
  const of = (part: unknown): SlotReading => readings.get(part) ?? { status: CHIP_STATUS.ExecutionError }; // every part of the plan is there
  const revision = of(plan.info);
  const config = of(plan.config);
  // The data sheet lets everybody read these two at any time: a chip that does not is not working.
  if ('status' in revision) return { fault: 'chip-status', status: revision.status, addresses, step: 'read' };
  if ('status' in config) return { fault: 'chip-status', status: config.status, addresses, step: 'read' };

  const signed = await tries.run(
    'sign',
    () => execute(transport, address, [nonceToMessageDigestBuffer(task.digest), signMessageDigestBuffer(plan.keySlot)]),
    isPassing,
  );
  if (isFault(signed)) return { fault: signed.fault, addresses, step: 'sign' };
  const signature = signatureOf(signed);
  if (signature === null) return { fault: 'chip-length', addresses, step: 'sign' };
  return {
    address,
    revision: revision.bytes,
    config: config.bytes,
    otp: of(plan.otp),
    slots: Object.fromEntries(Object.entries(plan.slots).map(([slot, part]) => [slot, of(part)])),
    publicKey: of(plan.publicKey),
    possession: { slot: plan.keySlot, challenge, signature },
  };
}

/** The signature, or the status of whichever of the two commands failed; null when an answer has an impossible size. */
function signatureOf(answers: readonly ChipAnswer[]): SlotReading | null {
  const [nonce, sign] = answers;
  if (nonce === undefined || sign === undefined || !('status' in nonce)) return null;
  if (nonce.status !== CHIP_STATUS.Success) return nonce;
  if ('status' in sign) return sign;
  return sign.data.length === SIZE.Signature ? { bytes: sign.data } : null;
}

async function execute(transport: ChipTransport, address: number, packets: readonly ChipPacket[]): Promise<readonly ChipAnswer[] | Fault> {
  const answers: ChipAnswer[] = [];
  for (const result of await transport.execute(address, packets)) {
    const answer = answerOf(result);
    if (isFault(answer)) return answer;
    answers.push(answer);
  }
  return answers.length === packets.length ? answers : { fault: 'chip-length' };
}

/** Checks count and CRC again, end to end. */
function answerOf(result: ChipResult): ChipAnswer | Fault {
  if ('fault' in result) return { fault: result.fault };
  try {
    return parseAnswer(result.answer);
  } catch (error) {
    if (isTouchstoneError(error) && (error.code === 'chip-crc' || error.code === 'chip-length')) return { fault: error.code };
    throw error;
  }
}

function wakeFault(result: ChipResult): TransportFault | null {
  const answer = answerOf(result);
  if (isFault(answer)) return answer.fault;
  return 'status' in answer && answer.status === CHIP_STATUS.AfterWake ? null : 'chip-wake';
}

function isFault(value: object): value is Fault {
  return 'fault' in value;
}

const isPassing = (answers: readonly ChipAnswer[] | Fault): boolean =>
  isFault(answers) || answers.some((answer) => 'status' in answer && PASSING.includes(answer.status));

/** A courtesy: the chip clears its buffers. A reading in hand is not lost because this failed; a lost link shows at the next request. */
async function putToSleep(transport: ChipTransport, address: number): Promise<void> {
  try {
    await transport.sleep(address);
  } catch {
    // said above
  }
}

/** Does a thing, and once more when it went wrong in a way that may pass. */
class Tries {
  #retries = 0;
  readonly #onProgress: ReadChipOptions['onProgress'];

  constructor(onProgress: ReadChipOptions['onProgress']) {
    this.#onProgress = onProgress;
  }

  async run<Result>(step: ChipSilence['step'], attempt: () => Promise<Result>, mayPass: (result: Result) => boolean): Promise<Result> {
    this.#onProgress?.({ step, retries: this.#retries });
    const first = await attempt();
    if (!mayPass(first) || isLasting(first)) return first;
    this.#retries++;
    this.#onProgress?.({ step, retries: this.#retries });
    return attempt();
  }
}

function isLasting(result: unknown): boolean {
  const fault: unknown = typeof result === 'object' && result !== null && 'fault' in result ? result.fault : result;
  return LASTING.some((lasting) => lasting === fault);
}
