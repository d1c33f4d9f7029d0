/**
 * The log room at 3 Mbaud: bytes that were lost, what it costs, how smoothly it follows, and what a million lines weigh.
 * The share of a core is the time of the main thread's tasks by the clock, in which a busy machine makes them wait; beside it stand what that
 * thread, and all threads of the page's process, had of a processor, and how busy the machine was before. Frames are those the page was free
 * to draw (animation frames); pictures are those in which lines were laid out anew.
 * The built page in Chromium, Web Serial and monitor as a person uses them; a device at the end of the cable that talks at the wire's pace.
 */
import { readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright-core';
import { startChromium, whyNoRealSerial } from '../test/support/chromium.ts';
import { connectPort } from '../test/support/page-check.ts';
import { servePage } from '../test/support/page-server.ts';
import { SerialBench } from '../test/support/serial-bench.ts';
import { SerialDevice } from '../test/support/serial-device.ts';

type Print = (figure: { readonly figure: string; readonly value: number; readonly unit: string; readonly [more: string]: string | number }) => void;

const BAUD_RATE = 3_000_000;
/** Ten bits a byte. */
const BYTES_PER_MS = BAUD_RATE / 10_000;
const PACED_MS = 20_000;
const TICK_MS = 10;
const KEPT_LINES = 1_000_000;
const TIMEOUT_MS = 120_000;
/** Goals: what a person was promised. */
const CORE_GOAL = 0.25;
const FPS_GOAL = 55;

/** One line in ten is an error, one a warning, and all have the colours of ESP-IDF. */
function lineOf(number: number): string {
  const [colour, level] = number % 10 === 0 ? ['31', 'E'] : number % 10 === 5 ? ['33', 'W'] : ['32', 'I'];
  return `\u001b[0;${colour}m${level} (${number}) tag${number % 7}: line ${number} of a long evening\u001b[0m\r\n`;
}

/** What the saved file must hold of a line. */
const wordsOf = (number: number): string => lineOf(number).replace(/\u001b\[[0-9;]*m|\r\n/g, '');

class Talker {
  #next = 0;
  readonly #device: SerialDevice;

  constructor(device: SerialDevice) {
    this.#device = device;
  }

  get lines(): number {
    return this.#next;
  }

  /** Whole lines of at least so many bytes. Returns how many there were. */
  async say(atLeastBytes: number): Promise<number> {
    let text = '';
    while (text.length < atLeastBytes) text += lineOf(this.#next++);
    await this.#device.write(Buffer.from(text, 'latin1'));
    return text.length;
  }
}

/** At the wire's pace, however late a timer comes. */
async function talkPaced(talker: Talker, durationMs: number): Promise<number> {
  const startedMs = performance.now();
  let bytes = 0;
  for (let elapsedMs = 0; elapsedMs < durationMs; elapsedMs = performance.now() - startedMs) {
    const due = elapsedMs * BYTES_PER_MS - bytes;
    if (due > 0) bytes += await talker.say(due);
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  return bytes;
}

async function metrics(session: CDPSession): Promise<Readonly<Record<string, number>>> {
  const { metrics: all } = await session.send('Performance.getMetrics');
  return Object.fromEntries(all.map(({ name, value }) => [name, value]));
}

/** Frames a second until the returned function is called. */
async function countFrames(page: Page): Promise<() => Promise<number>> {
  // as a text: the runner gives functions names by a helper that the page does not have
  await page.evaluate(
    'globalThis.counted = { frames: 0, startedMs: performance.now() }; (function step() { counted.frames++; requestAnimationFrame(step); })()',
  );
  return () =>
    page.evaluate(() => {
      const { counted } = globalThis as unknown as { readonly counted: { readonly frames: number; readonly startedMs: number } };
      return (counted.frames * 1000) / (performance.now() - counted.startedMs);
    });
}

const shownLines = async (page: Page): Promise<number> => Number(await page.locator('ts-log-room [data-log-count]').getAttribute('data-log-count'));

/** Waits until nothing more comes in. */
async function seeSilence(page: Page): Promise<void> {
  for (let before = -1, now = await shownLines(page); now !== before;) {
    await page.waitForTimeout(700);
    before = now;
    now = await shownLines(page);
  }
}

/** Bytes of the lines that are not in the saved file as they were sent. */
async function lostBytes(page: Page, lines: number): Promise<number> {
  const [file] = await Promise.all([page.waitForEvent('download', { timeout: TIMEOUT_MS }), page.locator('[data-action="save-log"]').click()]);
  const saved = (await readFile(await file.path(), 'utf8')).split('\n').flatMap((line) => (line.slice(10, 17) === 'board  ' ? [line.slice(17)] : []));
  let lost = 0;
  let at = 0;
  for (let number = 0; number < lines; number++) {
    if (saved[at] === wordsOf(number)) at++;
    else lost += lineOf(number).length;
  }
  return lost;
}

export async function measureLog(print: Print): Promise<void> {
  const why = await whyNoRealSerial();
  if (why !== null) return console.error(`log skipped: ${why}`);
  const site = await servePage({ source: 'build', port: 0 });
  const bench = await SerialBench.open();
  const browser = await startChromium({ bench, origins: [new URL(site.url).origin] });
  const device = new SerialDevice(bench, { name: 'ttyUSB0', usbVendorId: 0x10c4, usbProductId: 0xea60 });
  try {
    await device.plug();
    const page = await browser.context.newPage();
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(site.url);
    await connectPort(page, TIMEOUT_MS);
    await page.locator('[data-screen="log"]').click();
    await page.locator('[data-choice="baud"]').selectOption(String(BAUD_RATE));
    await page.locator('[data-action="monitor-start"]').click();
    await page.locator('[data-monitor="open"]').waitFor();
    const session = await browser.context.newCDPSession(page);
    await session.send('Performance.enable');
    const talker = new Talker(device);
    await talkPaced(talker, 2_000);

    const machineLoad = Number((loadavg()[0] ?? Number.NaN).toFixed(2));
    const framesOf = await countFrames(page);
    const before = await metrics(session);
    const startedMs = performance.now();
    const bytes = await talkPaced(talker, PACED_MS);
    const seconds = (performance.now() - startedMs) / 1000;
    const after = await metrics(session);
    const fps = await framesOf();
    const share = (name: string): number => Number((((after[name] ?? Number.NaN) - (before[name] ?? Number.NaN)) / seconds).toFixed(3));
    const kilobytesPerSecond = Math.round(bytes / 1000 / seconds);
    await seeSilence(page);
    print({
      figure: 'log-lost',
      value: await lostBytes(page, talker.lines),
      unit: 'bytes',
      of: bytes,
      lines: talker.lines,
      baudRate: BAUD_RATE,
      kilobytesPerSecond,
      goal: 0,
    });
    print({
      figure: 'log-core-share',
      value: share('TaskDuration'),
      unit: 'of one core',
      processorOfMainThread: share('ThreadTime'),
      processorOfWholePage: share('ProcessTime'),
      machineLoad,
      seconds: Math.round(seconds),
      kilobytesPerSecond,
      goal: CORE_GOAL,
    });
    print({
      figure: 'log-frames',
      value: Number(fps.toFixed(1)),
      unit: 'frames/s while following',
      picturesPerSecond: Math.round(share('LayoutCount')),
      goal: FPS_GOAL,
    });

    const burstMs = performance.now();
    let burst = 0;
    while (talker.lines < KEPT_LINES) burst += await talker.say(65_536);
    await seeSilence(page);
    const burstSeconds = (performance.now() - burstMs) / 1000;
    await session.send('HeapProfiler.collectGarbage');
    const heap = (await metrics(session))['JSHeapUsedSize'] ?? Number.NaN;
    const kept = await shownLines(page);
    print({
      figure: 'log-memory',
      value: Math.round(heap / 1e6),
      unit: 'MB of heap',
      lines: kept,
      sent: talker.lines,
      burstMegabytesPerSecond: Number((burst / 1e6 / burstSeconds).toFixed(1)),
    });
  } finally {
    await browser.close();
    await device.unplug();
    await bench.close();
    await site.close();
  }
}
