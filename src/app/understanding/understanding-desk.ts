/**
 * Everything behind the understood log: reads the port's log while it grows, a file when one is opened, and holds build, rules and recordings.
 * Floor: app. Loaded with the first line of a log. Holds no port; decides no words.
 */
import { isTouchstoneError } from '../../base/index.ts';
import { loadLogUnderstanding, type ConnectRule, type LogBook, type LogUnderstanding } from '../../bench/index.ts';
import type { RecordedLine } from '../../sim/index.ts';
import type { OpenedLog, RefusedKnowledge, UnderstandingAction, UnderstandingView, UnderstoodLog } from '../../ui/index.ts';
import { logView } from '../log-view.ts';
import { readBuildFile, type BuildFile } from './build-file.ts';
import { keepRules, readKeptRules } from './kept-rules.ts';
import { readLogFile, type LogFileReading } from './log-file.ts';
import { LogFollower } from './log-follower.ts';
import { LogReading } from './log-reading.ts';
import { fetchRecordings, type Recording } from './recordings.ts';

export interface UnderstandingDeskTools {
  /** The port's log. */
  readonly log: LogBook;
  /** The log's clock. */
  readonly nowMs: () => number;
  /** Whether anything can come into the port's log now. */
  readonly isLive: () => boolean;
  readonly show: (understanding: UnderstandingView) => void;
  /** Makes the virtual board say these lines; `begin` is called when the next line is the first of them. `not-playing`: something else has the port. */
  readonly play: (lines: readonly RecordedLine[], speed: number, begin: () => void) => Promise<'playing' | 'not-playing'>;
  readonly stopPlaying: () => Promise<void>;
}

interface OpenFile {
  readonly fileName: string;
  readonly cancel: AbortController;
  read: (LogFileReading & { readonly follower: LogFollower; reading: LogReading; readonly view: OpenedLog['log'] }) | null;
}

const TICK_MS = 500;
const MOST_FILE_BYTES = 1024 * 1024;
const NOTHING: UnderstoodLog = { starts: [], nowMs: 0, stall: null, crashes: [], boots: [], loop: null, times: 'known', behind: 0 };
const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];

export class UnderstandingDesk {
  readonly #tools: UnderstandingDeskTools;
  readonly #room: LogUnderstanding;
  readonly #follower: LogFollower;
  #reading: LogReading;
  /** Number of the line with which this board's log begins. */
  #from: number;
  #port: UnderstoodLog = NOTHING;
  #file: OpenFile | null = null;
  #fileView: OpenedLog | null = null;
  #build: BuildFile | null = null;
  #rules: readonly ConnectRule[];
  #rulesCard: UnderstandingView['rules'];
  #refused: RefusedKnowledge | null = null;
  #recordings: readonly Recording[] | null = null;
  #choosing: UnderstandingView['choosing'] = 'no';
  #playing: UnderstandingView['playing'] = null;
  #ticker: ReturnType<typeof setTimeout> | null = null;

  /** Rejects when the page's files cannot be fetched any more. */
  static async open(tools: UnderstandingDeskTools): Promise<UnderstandingDesk> {
    return new UnderstandingDesk(tools, await loadLogUnderstanding());
  }

  private constructor(tools: UnderstandingDeskTools, room: LogUnderstanding) {
    this.#tools = tools;
    this.#room = room;
    const kept = readKeptRules(room);
    this.#rules = kept?.rules ?? [];
    this.#rulesCard = kept === null ? null : { name: kept.name, count: kept.rules.length, kept: 'kept' };
    this.#reading = this.#newReading();
    this.#from = tools.log.dropped;
    this.#follower = new LogFollower(this.#reading, this.#from, {
      log: tools.log,
      read: (news) => this.#readPort(news),
      cleared: () => {
        this.#from = tools.log.dropped;
        this.#reading = this.#newReading();
        this.#reading.setSpeed(0, this.#speed);
        return this.#reading;
      },
    });
    this.#show();
  }

  async perform(action: UnderstandingAction): Promise<void> {
    switch (action.act) {
      case 'open':
        return;
      case 'add-files':
        for (const file of action.files) await this.#add(file);
        return;
      case 'open-log':
        return this.#openLog(action.files[0]);
      case 'open-build':
        return this.#openBuild(action.files[0]);
      case 'open-rules':
        return this.#openRules(action.files[0]);
      case 'close-log':
        return this.#closeLog();
      case 'remove-build':
        this.#build = null;
        return this.#refresh();
      case 'remove-rules':
        keepRules(null);
        return this.#useRules([], null);
      case 'forget-refused':
        this.#refused = null;
        return this.#show();
      case 'choose-recording':
        this.#choosing = 'yes';
        this.#show();
        return this.#loadRecordings();
      case 'close-recordings':
        this.#choosing = 'no';
        return this.#show();
      case 'stop-playing':
        return this.#tools.stopPlaying();
      case 'play':
        return this.#play(action.id, action.speed);
    }
  }

  /** Another board is on the port: what the one before said is over. */
  newBoard(): void {
    this.#playing = null;
    this.#begin(1);
  }

  /** The recording has ended; `reset`: what comes now is said by the board. */
  played(by: 'end' | 'reset'): void {
    if (by === 'reset' && this.#playing !== null) return this.newBoard();
    if (this.#playing?.state !== 'playing') return;
    this.#playing = { ...this.#playing, state: 'ended' };
    this.#reading.setSpeed(this.#tools.nowMs(), 1);
    this.#refresh();
  }

  /** The port was opened, closed or lost. */
  liveChanged(): void {
    if (this.#playing?.state === 'ended' && this.#tools.isLive())
      this.newBoard(); // what comes now is no recording
    else this.#refresh();
  }

  get #speed(): number {
    return this.#playing?.state === 'playing' ? this.#playing.speed : 1;
  }

  #newReading(times: 'known' | 'unknown' = 'known'): LogReading {
    return new LogReading(this.#room, this.#rules, times);
  }

  #begin(speed: number): void {
    const { log, nowMs } = this.#tools;
    this.#from = log.dropped + log.count;
    this.#reading = this.#newReading();
    this.#reading.setSpeed(nowMs(), speed);
    this.#follower.restart(this.#reading, this.#from);
    this.#refresh();
  }

  #readPort(news: 'news' | 'nothing'): void {
    const wasBehind = this.#port.behind > 0;
    if (news === 'news' || wasBehind !== this.#follower.behind > 0) this.#refresh();
  }

  /** Takes the port's log as it is understood now, and shows it. */
  #refresh(): void {
    const isLive = this.#tools.isLive();
    this.#port = this.#understood(this.#reading, this.#follower, isLive ? this.#tools.nowMs() : null, 'known');
    this.#refreshFile();
    this.#show();
    const current = this.#port.starts.at(-1);
    if (isLive && current !== undefined && (current.state === 'running' || current.state === 'retrying')) {
      this.#ticker ??= setTimeout(() => {
        this.#ticker = null;
        this.#refresh();
      }, TICK_MS);
    }
  }

  #understood(reading: LogReading, follower: LogFollower, nowMs: number | null, times: UnderstoodLog['times']): UnderstoodLog {
    const known = reading.snapshot(nowMs);
    const build = this.#build;
    const crashes = known.crashes.map((crash) => ({ ...crash, named: build === null ? null : this.#room.symbolizeCrash(crash, build.elf, build.digest) }));
    return { ...known, crashes, times, behind: follower.behind };
  }

  #refreshFile(): void {
    const file = this.#file;
    if (file?.read === null || file === null) {
      this.#fileView = null;
      return;
    }
    const { book, follower, reading, times, view } = file.read;
    this.#fileView = { fileName: file.fileName, log: view, state: 'read', dropped: book.dropped, understood: this.#understood(reading, follower, null, times) };
  }

  async #add(file: File): Promise<void> {
    const start = new Uint8Array(
      await file
        .slice(0, 4)
        .arrayBuffer()
        .catch(() => new ArrayBuffer(0)),
    );
    if (ELF_MAGIC.every((byte, index) => start[index] === byte) || /\.elf$/i.test(file.name)) return this.#openBuild(file);
    return this.#openLog(file);
  }

  async #openBuild(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    await this.#take('build', file, async () => {
      this.#build = await readBuildFile(file);
      this.#refresh();
    });
  }

  async #openRules(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    await this.#take('rules', file, async () => {
      // a file of this size is refused by its length; a larger one need not be read for that
      const text = file.size > MOST_FILE_BYTES ? ' '.repeat(MOST_FILE_BYTES) : await file.text();
      const { name, rules } = this.#room.parseConnectRules(text);
      this.#useRules(rules, { name, count: rules.length, kept: keepRules(text) });
    });
  }

  /** The log is read again from the board's first line. */
  #useRules(rules: readonly ConnectRule[], card: UnderstandingView['rules']): void {
    this.#rules = rules;
    this.#rulesCard = card;
    const reading = this.#newReading();
    reading.keepTime(this.#reading);
    this.#reading = reading;
    this.#follower.restart(this.#reading, this.#from);
    const read = this.#file?.read ?? null;
    if (read !== null) {
      read.reading = this.#newReading(read.times);
      read.follower.restart(read.reading, read.book.dropped);
    }
    this.#refresh();
  }

  async #openLog(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    this.#closeLog();
    const opened: OpenFile = { fileName: file.name, cancel: new AbortController(), read: null };
    this.#file = opened;
    this.#show();
    await this.#take('log', file, async () => {
      const read = await readLogFile(file, opened.cancel.signal);
      if (opened !== this.#file) return;
      const reading = this.#newReading(read.times);
      const follower = new LogFollower(reading, read.book.dropped, {
        log: read.book,
        read: () => this.#refresh(),
        cleared: () => reading,
      });
      const view = logView(read.book, read.beganMs);
      opened.read = { ...read, follower, reading, view };
      this.#refresh();
    });
    if (opened === this.#file && opened.read === null) this.#closeLog();
  }

  #closeLog(): void {
    this.#file?.cancel.abort();
    this.#file?.read?.follower.stop();
    this.#file = null;
    this.#refresh();
  }

  async #loadRecordings(): Promise<void> {
    if (this.#recordings !== null) return;
    try {
      this.#recordings = await fetchRecordings();
    } catch (error) {
      this.#choosing = 'no';
      this.#refuse('recording', '', error);
    }
    this.#show();
  }

  async #play(id: string, speed: number): Promise<void> {
    const recording = this.#recordings?.find((one) => one.id === id);
    if (recording === undefined) return;
    this.#choosing = 'no';
    this.#closeLog();
    const { title, lines } = recording;
    try {
      await this.#tools.play(lines, speed, () => {
        this.#playing = { id, title, speed, state: 'playing' };
        this.#begin(speed);
      });
    } catch (error) {
      this.played('end');
      throw error;
    }
  }

  /** Does what a file is for, and says why when it cannot be done. */
  async #take(what: RefusedKnowledge['what'], file: File, work: () => Promise<void>): Promise<void> {
    this.#refused = null;
    try {
      await work();
    } catch (error) {
      this.#refuse(what, file.name, error);
    }
  }

  #refuse(what: RefusedKnowledge['what'], fileName: string, error: unknown): void {
    if (!isTouchstoneError(error)) throw error;
    const { code, facts, cause } = error;
    this.#refused = { what, fileName, code, facts, cause: isTouchstoneError(cause) ? { code: cause.code, facts: cause.facts } : null };
    this.#show();
  }

  #show(): void {
    const { card: build } = this.#build ?? { card: null };
    const file = this.#file;
    const reading: OpenedLog | null =
      file === null || this.#fileView !== null
        ? this.#fileView
        : { fileName: file.fileName, log: EMPTY_LOG, state: 'reading', dropped: 0, understood: { ...NOTHING, times: 'unknown' } };
    this.#tools.show({
      port: this.#port,
      file: reading,
      build,
      rules: this.#rulesCard,
      refused: this.#refused,
      recordings: this.#recordings?.map(({ id, group, title, kind, source, durationMs }) => ({ id, group, title, kind, source, durationMs })) ?? null,
      choosing: this.#choosing,
      playing: this.#playing,
    });
  }
}

const EMPTY_LOG: OpenedLog['log'] = {
  version: 0,
  count: 0,
  beganMs: 0,
  line: () => undefined,
  matcher: () => ({ test: () => Promise.resolve([]), marks: () => Promise.resolve([]), close: () => undefined }),
};
