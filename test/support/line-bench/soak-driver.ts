/**
 * The hands of a soak: in the page, one for each slot, putting board after board in, each with its own fault, pulling cables, stopping runs.
 * Test support; a text, because it runs in the page. Knows `ts-app` by its property `view` and its events.
 */

/** What happened to one board, from its being put in to its verdict. */
export interface Turn {
  readonly slot: number;
  readonly faultId: string;
  readonly strikesAt: number | null;
  /** What a hand did while it ran. */
  readonly hand: 'none' | 'pulled' | 'stopped';
  /** Whether the cable was out when the verdict came. */
  readonly cable: 'in' | 'out';
  readonly state: string;
  readonly codes: readonly string[];
  readonly record: { readonly id: string; readonly number: number } | null;
}

/** What can be put on, and from where to where its fault strikes. */
const MENU = `[
  ['genuine', 0, 0], ['genuine', 0, 0], ['genuine', 0, 0], ['genuine', 0, 0], ['genuine', 0, 0], ['genuine', 0, 0],
  ['cable-pulled', 1, 60000], ['cable-pulled', 1, 12000], ['line-noise', 1, 4000], ['line-noise', 1, 4000], ['self-reset', 1, 40], ['chip-stops-answering', 0, 40],
  ['chip-absent', 0, 0], ['replayed-dump', 0, 0], ['other-ca', 0, 0], ['blank-unlocked', 0, 0], ['no-wake', 0, 0], ['sda-stuck', 0, 0],
]`;

/** Starts the hands; `window.soak` tells how far they are, and `window.soak.done` is true at the end. */
export const soakDriver = (seed: number, runs: number): string => `(() => {
  const app = document.querySelector('ts-app');
  const act = (detail) => app.dispatchEvent(new CustomEvent('ts-station', { detail }));
  const slotOf = (number) => app.view.station.picture.slots[number - 1];
  const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const menu = ${MENU};
  let state = ${seed} >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const soak = { turns: [], begun: 0, done: false, stuck: [], gaps: [], tasks: [], heap: [] };
  window.soak = soak;
  let lastMs = performance.now();
  const span = (startMs, endMs) => ({ startMs: performance.timeOrigin + startMs, endMs: performance.timeOrigin + endMs });
  const frame = (nowMs) => {
    if (nowMs - lastMs > 100) soak.gaps.push(span(lastMs, nowMs));
    lastMs = nowMs;
    if (!soak.done) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) soak.tasks.push(span(startTime, startTime + duration)); }).observe({ entryTypes: ['longtask'] });

  const until = async (test, what) => {
    const endMs = performance.now() + 60000;
    while (!test()) {
      if (performance.now() > endMs) { soak.stuck.push(what); return false; }
      await later(20);
    }
    return true;
  };

  /** One board: put in with its fault, left alone or not, until its verdict. */
  const turn = async (number) => {
    const [faultId, from, to] = menu[Math.floor(random() * menu.length)];
    const strikesAt = to === 0 ? null : from + Math.floor(random() * (to - from));
    const dice = random();
    const handMs = random() * 2500;
    const before = slotOf(number).record?.id ?? null;
    act({ act: 'set-fault', number, faultId, strikesAt });
    if (!(await until(() => slotOf(number).state === 'running' || (slotOf(number).record?.id ?? before) !== before, 'slot ' + number + ' does not begin'))) return;
    let hand = 'none';
    if (dice < 0.15) {
      await later(handMs);
      if (slotOf(number).state === 'running') {
        hand = dice < 0.1 ? 'pulled' : 'stopped';
        act({ act: hand === 'pulled' ? 'pull-board' : 'stop', number });
      }
    }
    const ended = () => slotOf(number).state !== 'running' && slotOf(number).record !== null && slotOf(number).record.id !== before;
    if (!(await until(ended, 'slot ' + number + ' does not end: ' + faultId + ' ' + strikesAt + ' ' + hand))) return;
    const { state, details, record, presence, mustAcknowledge } = slotOf(number);
    soak.turns.push({ slot: number, faultId, strikesAt, hand, cable: presence, state, codes: details.map(({ code }) => code), record });
    if (mustAcknowledge) act({ act: 'acknowledge', number });
    act({ act: 'end-alarm', number });
    act({ act: 'pull-board', number });
    await until(() => slotOf(number).presence === 'out' && !slotOf(number).mustAcknowledge, 'slot ' + number + ' is not empty');
    await later(random() * 120);
  };
  const hand = async (number) => {
    while (soak.begun < ${runs} && soak.stuck.length === 0) {
      soak.begun += 1;
      await turn(number);
    }
  };
  Promise.all(app.view.station.picture.slots.map(({ number }) => hand(number))).then(() => { soak.done = true; });
})()`;

/** Before any script of the page: counts ports that workers were told to open and to close. */
export const WATCH_PORTS = `(() => {
  const open = new Set();
  window.openPorts = () => open.size;
  const post = Worker.prototype.postMessage;
  const known = new WeakSet();
  Worker.prototype.postMessage = function (message, ...more) {
    const kind = message?.request?.kind;
    if (kind !== undefined && !known.has(this)) {
      known.add(this);
      this.addEventListener('message', ({ data }) => { if (data.kind === 'lost') open.delete(this); });
    }
    if (kind === 'open') open.add(this);
    if (kind === 'close') open.delete(this);
    return post.call(this, message, ...more);
  };
})()`;

/** Outcomes that may come of a turn, with everything that is known of it; empty: nothing is wrong with it. */
export function wrongWith({ faultId, hand, cable, state, codes, record, slot, strikesAt }: Turn): readonly string[] {
  const says = `slot ${slot}: ${faultId} at ${String(strikesAt)}, ${hand}, cable ${cable}: ${state} ${codes.join(' ')}`;
  if (record === null) return [`${says}: no record`];
  if (state === 'aborted') return hand === 'stopped' ? [] : [`${says}: nobody stopped it`];
  const isLost = state === 'error' && codes.includes('port-lost');
  if (hand === 'pulled' && isLost) return [];
  if (isLost) return faultId === 'cable-pulled' && cable === 'out' ? [] : [`${says}: no cable came out`];
  switch (faultId) {
    case 'genuine':
      return state === 'pass' ? [] : [`${says}: a good board`];
    case 'cable-pulled':
      return state === 'pass' ? [] : [`${says}: neither the cable nor the board`];
    case 'line-noise':
    case 'self-reset':
      return state === 'pass' || state === 'error' ? [] : [`${says}: the part is blamed for the bench`];
    case 'chip-stops-answering':
      return state === 'pass' || state === 'fail' ? [] : [`${says}: the bench is blamed for the part`];
    default:
      return state === 'fail' ? [] : [`${says}: a bad part`];
  }
}
