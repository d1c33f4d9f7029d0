/** Every recorded log of test/vectors/connect-logs gives the timeline that lies beside it. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ConnectReader } from '../../../../src/bench/connect/connect-reader.ts';
import { recordedLog, recordedLogNames } from '../../../support/recorded-log.ts';

interface Expected {
  readonly boots: number;
  readonly since: string;
  readonly state: string;
  readonly at: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly measurements: Readonly<Record<string, number>>;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly failure: { readonly step: string; readonly reason: string; readonly times: number; readonly facts: unknown } | null;
  readonly overcome: readonly string[];
  readonly stallAfterTwoMinutes: string | null;
}

const expectedOf = (name: string): Expected =>
  JSON.parse(readFileSync(new URL(`../../../vectors/connect-logs/${name}.json`, import.meta.url), 'utf8')) as Expected;

it.each(recordedLogNames())('reads %s as written beside it', (name) => {
  const { lines, source, kind } = recordedLog(name);
  expect(source.length).toBeGreaterThan(10);
  expect(kind).toMatch(/recorded|reconstructed/);
  const reader = new ConnectReader();
  for (const line of lines) reader.read(line);
  const timeline = reader.current();
  if (timeline === null) throw new Error('nothing was understood');
  const { failure } = timeline;
  expect({
    boots: timeline.number,
    since: timeline.since,
    state: timeline.state,
    at: timeline.at,
    steps: Object.fromEntries(timeline.steps.map(({ id, state }) => [id, state])),
    measurements: Object.fromEntries(timeline.measurements.map(({ id, value }) => [id, value])),
    facts: Object.fromEntries(timeline.steps.filter(({ facts }) => Object.keys(facts).length > 0).map(({ id, facts }) => [id, facts])),
    failure: failure && { step: failure.step, reason: failure.reason, times: failure.times, facts: failure.facts },
    overcome: timeline.overcome.map(({ reason }) => reason),
    stallAfterTwoMinutes: reader.stall((lines.at(-1)?.atMs ?? 0) + 120_000)?.step ?? null,
  }).toEqual(expectedOf(name));
});

it('has a log for each way to fail that operators meet', () => {
  const reasons = recordedLogNames().map((name) => expectedOf(name).failure?.reason ?? expectedOf(name).overcome[0] ?? expectedOf(name).state);
  for (const reason of [
    'connected',
    'wifi-password',
    'wifi-no-ap',
    'dns',
    'clock',
    'chip-not-answering',
    'certificate-refused',
    'registration-id',
    'id-scope',
    'throttled',
    'hub-refused',
    'hub-device-disabled',
  ])
    expect(reasons, reason).toContain(reason);
});
