/**
 * Records as a JUnit report: a run is a suite, a phase is a case.
 * Floor: bench. Knows no files.
 * Reference: two schemas, and what is written is right by both: windyroad/JUnit-Schema (Ant's, the stricter one: order of elements, attributes that must be
 * there, times without a zone) and jenkinsci/xunit-plugin junit-10.xsd; XML 1.0 section 2.2 for the characters that may not stand in it at all.
 */
import type { PhaseRecord, RunRecord } from './record.ts';

const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' };

const xml = (text: string): string => text.replace(NO_XML, '\ufffd').replace(/[&<>"\n\r\t]/g, (one) => ESCAPES[one] ?? one);
const seconds = (ms: number): string => (Math.max(0, ms) / 1000).toFixed(3);

function whyOf({ details, measurements }: PhaseRecord): string {
  const outside = measurements
    .filter(({ outcome }) => outcome === 'fail' || outcome === 'unset')
    .map(({ name, outcome, value }) => `${name} ${outcome} ${value ?? ''}`);
  return [...details.map(({ code, facts }) => `${code} ${JSON.stringify(facts)}`), ...outside].join('; ');
}

function testCase(phase: PhaseRecord, suite: string): string {
  const head = `    <testcase classname="${xml(suite)}" name="${xml(phase.name)}" time="${seconds(phase.endMs - phase.startMs)}"`;
  const why = (name: 'failure' | 'error'): string => `<${name} type="${xml(phase.details[0]?.code ?? 'measurement-outside')}" message="${xml(whyOf(phase))}"/>`;
  const result = { pass: '', skip: '<skipped/>', fail: why('failure'), error: why('error') }[phase.outcome];
  return result === '' ? `${head}/>` : `${head}>${result}</testcase>`;
}

/** Everything that was measured: Ant's schema has no place for it in a case. */
const measuredIn = ({ phases }: RunRecord): string =>
  phases
    .flatMap((phase) =>
      phase.measurements.filter(({ value }) => value !== null).map(({ name, value, unit }) => `${phase.name}: ${name} = ${String(value)} ${unit}`.trim()),
    )
    .join('\n');

function suite(record: RunRecord, id: number): string {
  const { phases } = record;
  const count = (outcome: PhaseRecord['outcome']): number => phases.filter((phase) => phase.outcome === outcome).length;
  const name = `${record.plan.name} ${record.chip?.serialNumber ?? record.board?.mac ?? 'unknown'}`;
  const properties = [
    ['outcome', record.outcome],
    ['station', record.station],
    ['slot', String(record.slot)],
    ['operator', record.operator],
    ['record', record.id],
    ...(record.virtual ? [['demo', 'true']] : []),
  ].map(([key = '', value = '']) => `      <property name="${xml(key)}" value="${xml(value)}"/>`);
  return [
    `  <testsuite id="${id}" package="touchstone" name="${xml(name)}" hostname="${xml(record.station.trim() || 'unknown')}" tests="${phases.length}" failures="${count('fail')}" errors="${count('error')}" skipped="${count('skip')}"` +
      ` time="${seconds(record.endMs - record.startMs)}" timestamp="${new Date(record.startMs).toISOString().slice(0, 19)}">`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...phases.map((phase) => testCase(phase, record.plan.name)),
    `    <system-out>${xml(measuredIn(record))}</system-out>`,
    '    <system-err/>',
    '  </testsuite>',
  ].join('\n');
}

/** The report in pieces, so that many records need not stand in memory at once. */
export async function* junitReport(records: AsyncIterable<RunRecord> | Iterable<RunRecord>): AsyncGenerator<string, void, undefined> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
  let id = 0;
  for await (const record of records) yield `${suite(record, id++)}\n`;
  yield '</testsuites>\n';
}
