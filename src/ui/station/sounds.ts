/**
 * What an outcome sounds like: a rising pair for a pass, a low falling one for a failure, two short equal ones for the bench, three for a time-out,
 * one low for what was stopped; a high one asks for somebody.
 * Floor: ui. A browser lets a page sound only after somebody has pressed something in it: `wakeSounds` belongs to the first key and the first click.
 * Reference: Web Audio API (W3C), OscillatorNode; HTML, transient activation.
 */
export type Sound = 'pass' | 'fail' | 'error' | 'timeout' | 'aborted' | 'asks';

/** Hz and seconds from the beginning. */
const NOTES: Readonly<Record<Sound, readonly (readonly [hertz: number, at: number, length: number])[]>> = {
  pass: [
    [659, 0, 0.12],
    [988, 0.12, 0.22],
  ],
  fail: [
    [330, 0, 0.25],
    [220, 0.25, 0.45],
  ],
  error: [
    [440, 0, 0.12],
    [440, 0.2, 0.12],
  ],
  timeout: [
    [440, 0, 0.12],
    [440, 0.2, 0.12],
    [440, 0.4, 0.12],
  ],
  aborted: [[165, 0, 0.18]],
  asks: [[1319, 0, 0.16]],
};
const LOUD = 0.18;
const EDGE_S = 0.01;
/** A loudspeaker that was asleep swallows the beginning. */
const WAKING_S = 0.08;
const PAUSE_S = 0.15;
/** What would be heard later than this is told by the screen long before. */
const LONGEST_QUEUE_S = 3;

let context: AudioContext | null = null;
/** Until when something sounds, by the clock of the context. */
let busyUntil = 0;
/** What waits or sounds: eight boards that pass together sound once. */
const underWay = new Set<Sound>();

/** Makes the sound ready; to be called from a key or a click, so that the first verdict is heard. */
export function wakeSounds(): void {
  context ??= new AudioContext();
  if (context.state === 'suspended') void context.resume().catch(() => undefined);
}

/** Plays it after what sounds now; silently does nothing where the browser does not let us. */
export function play(sound: Sound): void {
  if (underWay.has(sound)) return;
  underWay.add(sound);
  void sounded(sound).finally(() => underWay.delete(sound));
}

async function sounded(sound: Sound): Promise<void> {
  context ??= new AudioContext();
  const room = context;
  if (room.state !== 'running') {
    const isAwake = await Promise.race([room.resume().then(() => true), new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 2000))]).catch(
      () => false,
    );
    if (!isAwake) return; // nobody has pressed anything yet
  }
  const begin = Math.max(room.currentTime + WAKING_S, busyUntil);
  if (begin - room.currentTime > LONGEST_QUEUE_S) return;
  for (const [hertz, at, length] of NOTES[sound]) tone(room, hertz, begin + at, length);
  const [, at, length] = NOTES[sound].at(-1) ?? [0, 0, 0];
  busyUntil = begin + at + length + PAUSE_S;
  const lastsMs = (busyUntil - room.currentTime) * 1000;
  await new Promise((resolve) => setTimeout(resolve, lastsMs));
}

function tone(room: AudioContext, hertz: number, begin: number, length: number): void {
  const volume = new GainNode(room, { gain: 0 });
  volume.gain.setValueAtTime(0, begin);
  volume.gain.linearRampToValueAtTime(LOUD, begin + EDGE_S);
  volume.gain.setValueAtTime(LOUD, begin + length - EDGE_S);
  volume.gain.linearRampToValueAtTime(0, begin + length);
  const source = new OscillatorNode(room, { frequency: hertz, type: 'triangle' });
  source.connect(volume).connect(room.destination);
  source.start(begin);
  source.stop(begin + length);
}
