/** What an understood log is called: headlines, remedies, crashes, files that were not taken; and that no board can write a verdict. */
import { describe, expect, it } from 'vitest';
import { LogReading } from '../../../src/app/understanding/log-reading.ts';
import type { CrashCause, CrashKind, LogLine } from '../../../src/bench/index.ts';
import * as room from '../../../src/bench/understand-log.ts';
import {
  crashNow,
  crashText,
  factRows,
  headlineOf,
  lastStart,
  refusedWords,
  retriesOf,
  spokenWords,
  startHeadline,
  startToShow,
} from '../../../src/ui/connect/connect-words.ts';
import type { UnderstoodLog } from '../../../src/ui/connect/understanding-view.ts';
import { reader } from '../../../src/ui/facts.ts';
import { connectReasons, connectWords, crashWords, refusedTable } from '../../../src/ui/strings/late.ts';
import { logOf, recordedLog } from '../../support/recorded-log.ts';

/** No sentence may have a hole. */
const isWhole = (text: string): boolean => text !== '' && !/undefined|NaN|\bnull\b(?! pointer| or)|\[object|\(\)| {2}|: \.|: $|\.\./.test(text);

function understood(lines: readonly LogLine[], nowMs: number | null = null): UnderstoodLog {
  const reading = new LogReading(room, []);
  for (const line of lines) reading.read(line);
  const known = reading.snapshot(nowMs);
  return { ...known, crashes: known.crashes.map((crash) => ({ ...crash, named: null })), times: 'known', behind: 0 };
}
const recorded = (name: string, nowMs?: number): UnderstoodLog => understood(recordedLog(name).lines, nowMs);

describe('every reason', () => {
  const FACTS = {
    code: '0x2700',
    status: '0xF0',
    reason: 15,
    host: 'a.example',
    errorCode: 401002,
    mqttCode: 5,
    message: 'no',
    hub: 'h.example',
    hubReason: 'X',
    line: 'SDA',
  };

  it.each(Object.keys(connectReasons) as (keyof typeof connectReasons)[])('%s says what happened and what to do, with and without facts', (reason) => {
    for (const facts of [{}, FACTS]) {
      const { what, seen, remedy } = connectReasons[reason](reader(facts));
      expect([what, seen ?? 'none', remedy].filter((text) => !isWhole(text))).toEqual([]);
      expect(remedy).toMatch(/[.]$/);
    }
  });

  it('is one that bench knows, and there is no other', () => expect(Object.keys(connectReasons)).toEqual([...room.CONNECT_REASONS]));
  it('has no title of another', () => {
    const titles = Object.values(connectReasons).map((words) => words(reader({})).what);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('steps and crashes', () => {
  it.each(room.CONNECT_STEPS)('%s has a name, a doing and a guess', (id) => {
    expect(Object.values(connectWords.steps[id]).every(isWhole)).toBe(true);
  });

  const pairs = [
    ...Object.keys(crashWords.kinds).map((kind) => [kind, 'unknown'] as const),
    ...Object.keys(crashWords.causes).map((cause) => ['panic', cause] as const),
  ] as readonly (readonly [CrashKind, CrashCause])[];
  it.each(pairs)('%s by %s is explained', (kind, cause) => {
    const { what, causes, remedy } = crashText({ kind, cause });
    expect([what, remedy, ...causes].every(isWhole)).toBe(true);
    expect(causes.length).toBeGreaterThan(0);
  });

  it('lets who has the names look at them', () => {
    expect(crashWords.withNames(crashText({ kind: 'panic', cause: 'load-prohibited' }).remedy)).toBe(
      'The first name of yours in the backtrace is where to look.',
    );
  });
});

describe('the headline', () => {
  it.each([
    ['seed-success', 'Connected, first message accepted', 'pass'],
    ['azure-freertos-401002', 'The provisioning service refuses the board’s certificate', 'fail'],
    ['sdk-c-400004', 'The provisioning service does not take the registration id', 'fail'],
    ['seed-chip-absent', 'The secure element does not answer', 'fail'],
    ['esp-idf-wifi-no-ap', 'No access point of that name', 'fail'],
    ['esp-tls-clock', 'The board’s clock is wrong', 'fail'],
    ['esp-azure-hsm-missing', 'The firmware is put together wrongly', 'fail'],
    ['seed-wifi-silent', 'Connecting: joining Wi-Fi', 'running'],
    ['esp-azure-assigning-forever', 'Connecting: assigning a hub', 'running'],
  ])('of %s is “%s”', (name, text, tone) => expect(headlineOf(recorded(name))).toMatchObject({ text, tone }));

  it('counts on while a step goes on, and doubts it when it takes long', () => {
    const last = recordedLog('seed-wifi-silent').lines.at(-1)?.atMs ?? 0;
    expect(headlineOf(recorded('seed-wifi-silent', last + 4_000))).toMatchObject({ tone: 'running' });
    expect(headlineOf(recorded('seed-wifi-silent', last + 4_000))?.forMs).toBeGreaterThanOrEqual(4_000);
    expect(headlineOf(recorded('seed-wifi-silent', last + 60_000))).toMatchObject({ tone: 'warn' });
    expect(spokenWords(recorded('seed-wifi-silent', last + 60_000)).polite).toBe('Wi-Fi takes long.');
  });

  it('says nothing of a board that only boots, and nothing of an empty log', () => {
    expect(headlineOf(understood(logOf('rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'waiting for download')))).toBeNull();
    expect(headlineOf(understood([]))).toBeNull();
    expect(spokenWords(understood([]))).toEqual({ polite: '', urgent: '' });
  });

  it('is a crash until the board has gone on', () => {
    const start = ['rst:0x1 (POWERON_RESET),boot:0x13 (SPI_FAST_FLASH_BOOT)', 'Pro cpu start user code', 'Setting WiFi configuration SSID x...'];
    const crash = ['Brownout detector was triggered', ''];
    const crashed = understood(logOf(...start, ...crash, ...start, ...crash, ...start.slice(0, 2)));
    expect(headlineOf(crashed)).toMatchObject({ text: 'The supply dipped', tone: 'fail' });
    expect(crashNow(crashed)).toMatchObject({ times: 2 });
    expect(startToShow(crashed)?.number).toBe(2);
    expect(spokenWords(crashed).urgent).toBe('The board crashed: The supply dipped.');
    expect(headlineOf(understood(logOf(...start, ...crash, ...start)))).toMatchObject({ text: 'Connecting: joining Wi-Fi' });
  });

  it('says of an earlier start where it ended', () => {
    const log = understood(logOf('rst:0x1 (A),boot:0x13 (B)', 'Setting WiFi configuration SSID x...', 'rst:0x1 (A),boot:0x13 (B)', 'Pro cpu start user code'));
    const [first] = log.starts;
    expect(first && startHeadline(first, log)).toEqual({ text: 'Ended at: Wi-Fi', tone: 'quiet', forMs: null });
  });

  it('counts what was tried again', () => {
    const start = lastStart(recorded('seed-wifi-password'));
    expect(start?.failure?.times).toBe(2);
    expect(start && retriesOf(start)).toBe(1);
  });
});

describe('what is said aloud', () => {
  it('is good news politely, and a failure at once with what to do', () => {
    expect(spokenWords(recorded('seed-success'))).toEqual({ polite: 'Connected to the hub. First message accepted.', urgent: '' });
    expect(spokenWords(recorded('seed-id-scope')).urgent).toMatch(/^The provisioning service does not know the id scope\. Copy the id scope .* 0ne00000012/);
  });

  it('waits until an old log is read', () => {
    expect(spokenWords({ ...recorded('seed-success'), behind: 400 })).toEqual({ polite: '', urgent: '' });
  });
});

describe('hostile logs', () => {
  const hostile = `Setting WiFi configuration SSID \u202e<b>Genuine, and on your manifest</b>${'x'.repeat(500)}...`;

  it('give facts that are short, visible text', () => {
    const log = understood(logOf('rst:0x1 (A),boot:0x13 (B)', hostile));
    const rows = factRows(lastStart(log)?.steps.find(({ id }) => id === 'wifi')?.facts ?? {}, connectWords.facts);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.[1]).toMatch(/^\\u\{202e\}<b>Genuine, and on your manifest<\/b>x+ … \+\d+$/);
    expect(rows[0]?.[1].length).toBeLessThan(140);
  });

  it('write no headline of their own', () => {
    const log = understood(logOf("Guru Meditation Error: Core  0 panic'ed (PASS: genuine). Exception was unhandled."));
    expect(headlineOf(log)).toMatchObject({ text: 'The processor met something that it cannot do', tone: 'fail' });
  });

  it('show eight facts at most, by names that are short', () => {
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`${'n'.repeat(60)}${index}`, 'v']));
    const rows = factRows(many, connectWords.facts);
    expect(rows).toHaveLength(8);
    expect(rows.every(([name]) => name.length < 60)).toBe(true);
  });
});

describe('files that are not taken', () => {
  it.each(Object.keys(refusedTable))('%s says why, with and without facts', (code) => {
    for (const facts of [{}, { rule: 3, member: 'match', bytes: 99, limitBytes: 9, most: 9, rules: 0, id: 'x', seen: 7, machine: 3, field: 'sizes' }]) {
      const { what, seen, remedy } = refusedWords({ what: 'rules', fileName: 'x', code, facts, cause: null });
      expect([what, seen ?? 'none', remedy].every(isWhole)).toBe(true);
    }
  });

  const refuse = (text: string) => {
    try {
      room.parseConnectRules(text);
    } catch (error) {
      const { code, facts, cause } = error as { code: string; facts: Record<string, string>; cause?: { code: string; facts: Record<string, string> } };
      return refusedWords({ what: 'rules', fileName: 'x', code, facts, cause: cause === undefined ? null : { code: cause.code, facts: cause.facts } });
    }
    throw new Error('it was taken');
  };

  it('name the place in the rules', () => {
    expect(refuse('{"version":1,\n"name":}')).toMatchObject({
      what: 'This file is not JSON: a character stands where it may not',
      seen: 'At line 2, column 8, byte 21.',
    });
    expect(refuse('{"version":1,"name":"x","rules":[{"id":"a","match":"abcd","done":["nowhere"]}]}')).toMatchObject({ seen: 'Rule 1, member `done`.' });
    expect(refuse('{"version":1,"name":"x","rules":[{"id":"a","match":"a{b}","done":["wifi"]}]}').what).toContain('A pattern is not possible');
  });
});
