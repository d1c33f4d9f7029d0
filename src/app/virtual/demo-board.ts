/**
 * Builds a virtual board with its chip and everything its faults need.
 * Floor: app. Knows no worker and no page; the signers are made here from the demo keys (docs/decisions/0001).
 */
import { p256 } from '@noble/curves/nist.js';
import { fromHex } from '../../base/index.ts';
import { VirtualBoard, parseIdentity, type ChipPersona, type Scheduler, type Signer } from '../../sim/index.ts';

/** The wall's clock and timers, for `createVirtualPort`. */
export const wallScheduler: Scheduler = {
  nowMs: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
};

function signerOf(privateKey: Uint8Array): Signer {
  return {
    publicKey: p256.getPublicKey(privateKey, false).subarray(1),
    sign: (digest) => p256.sign(digest, privateKey, { prehash: false, lowS: false }), // the chip does not choose the lower s
  };
}

function personaOf(json: unknown): ChipPersona {
  const { identity, privateKey } = parseIdentity(json);
  return { identity, signer: signerOf(privateKey) };
}

/** Random words, fetched many at a time: a board fills its memory with them. */
function randomWords(): () => number {
  const words = new Uint32Array(4096);
  let next = words.length;
  return () => {
    if (next === words.length) {
      crypto.getRandomValues(words);
      next = 0;
    }
    return words[next++] as number;
  };
}

/** A board with the chip of an identity file (src/sim/demo/identity.json) and, where it is given, a MAC of its own: six bytes. @throws sim-identity, bytes-text */
export function buildDemoBoard(identityFile: unknown, mac?: Uint8Array): VirtualBoard {
  const file = identityFile as { readonly otherCa?: unknown; readonly replayPrivateKey?: unknown } | null;
  return new VirtualBoard({
    chip: personaOf(file),
    ...(file?.otherCa === undefined ? {} : { otherCaChip: personaOf(file.otherCa) }),
    ...(typeof file?.replayPrivateKey === 'string' ? { impostor: signerOf(fromHex(file.replayPrivateKey)) } : {}),
    ...(mac === undefined ? {} : { mac }),
    random: randomWords(),
  });
}
