/**
 * What an outcome sounds like: a rising pair for a pass, a low falling one for a failure, two short equal ones for the bench.
 * Floor: ui. A browser lets a page sound only after somebody has pressed something in it; before that nothing happens.
 * Reference: Web Audio API (W3C), OscillatorNode.
 */
export type Sound = 'pass' | 'fail' | 'error';

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
};
const LOUD = 0.18;
const EDGE_S = 0.01;

let context: AudioContext | null = null;

/** Plays it; silently does nothing where the browser does not let us. */
export function play(sound: Sound): void {
  context ??= new AudioContext();
  const { currentTime, destination } = context;
  for (const [hertz, at, length] of NOTES[sound]) {
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, currentTime + at);
    volume.gain.linearRampToValueAtTime(LOUD, currentTime + at + EDGE_S);
    volume.gain.setValueAtTime(LOUD, currentTime + at + length - EDGE_S);
    volume.gain.linearRampToValueAtTime(0, currentTime + at + length);
    const tone = new OscillatorNode(context, { frequency: hertz, type: 'triangle' });
    tone.connect(volume).connect(destination);
    tone.start(currentTime + at);
    tone.stop(currentTime + at + length);
  }
}
