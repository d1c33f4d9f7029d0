/** Labels: read strictly, filled in, written back. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError } from '../../../../src/base/index.ts';
import { DEFAULT_LABEL, PLACEHOLDERS, SAMPLE_VALUES, fillContent, filledLabel, labelText, labelValues } from '../../../../src/bench/label/label.ts';
import { parseLabel } from '../../../../src/bench/label/parse-label.ts';
import { aRun } from '../record/a-run.ts';

const LABEL = { format: 'touchstone-label/1', name: 'carton', width: 50, height: 25, elements: [{ kind: 'text', x: 1, y: 1, size: 3, content: 'a' }] };
const withElement = (element: object): string => JSON.stringify({ ...LABEL, elements: [element] });

function refusal(text: string): readonly unknown[] {
  try {
    parseLabel(text);
  } catch (error) {
    if (error instanceof TouchstoneError) return [error.code, error.facts['path'] ?? error.facts['seen'] ?? ''];
    throw error;
  }
  return ['taken'];
}

describe('a label', () => {
  it('that was written is read back as the same', () => {
    expect(parseLabel(labelText(DEFAULT_LABEL))).toEqual(DEFAULT_LABEL);
  });

  it('may leave out the weight of its letters', () => {
    expect(parseLabel(JSON.stringify(LABEL)).elements[0]).toMatchObject({ kind: 'text', weight: 'normal' });
  });

  it.each<readonly [string, readonly unknown[]]>([
    ['', ['label-json', '']],
    ['{}', ['label-shape', 'format']],
    ['[]', ['label-shape', '']],
    ['{"format":"a","format":"b"}', ['label-json', '']],
    [JSON.stringify({ ...LABEL, format: 'touchstone-label/2' }), ['label-format', 'touchstone-label/2']],
    [JSON.stringify({ ...LABEL, more: 1 }), ['label-shape', 'more']],
    [JSON.stringify({ ...LABEL, name: '../x' }), ['label-shape', 'name']],
    [JSON.stringify({ ...LABEL, width: 4 }), ['label-shape', 'width']],
    [JSON.stringify({ ...LABEL, height: 301 }), ['label-shape', 'height']],
    [JSON.stringify({ ...LABEL, height: '25' }), ['label-shape', 'height']],
    [JSON.stringify({ ...LABEL, elements: [] }), ['label-shape', 'elements']],
    [JSON.stringify({ ...LABEL, elements: Array.from({ length: 41 }, () => LABEL.elements[0]) }), ['label-shape', 'elements']],
    [withElement({ ...LABEL.elements[0], kind: 'image' }), ['label-shape', 'elements[0].kind']],
    [withElement({ ...LABEL.elements[0], x: -1 }), ['label-shape', 'elements[0].x']],
    [withElement({ ...LABEL.elements[0], y: 24 }), ['label-shape', 'elements[0].size']],
    [withElement({ ...LABEL.elements[0], content: '' }), ['label-shape', 'elements[0].content']],
    [withElement({ ...LABEL.elements[0], content: '{seriall}' }), ['label-shape', 'elements[0].content']],
    [withElement({ ...LABEL.elements[0], content: 'a\u202eb' }), ['label-shape', 'elements[0].content']],
    [withElement({ ...LABEL.elements[0], width: 4 }), ['label-shape', 'elements[0].width']],
    [withElement({ kind: 'qr', x: 40, y: 1, size: 12, content: 'a' }), ['label-shape', 'elements[0].size']],
    [withElement({ kind: 'code128', x: 10, y: 1, size: 5, width: 41, content: 'a' }), ['label-shape', 'elements[0].width']],
    [withElement({ kind: 'code128', x: 10, y: 1, size: 5, content: 'a' }), ['label-shape', 'elements[0].width']],
    [`${' '.repeat(70_000)}{}`, ['label-size', '']],
  ])('that is wrong is refused: %s', (text, wanted) => {
    expect(refusal(text)).toEqual(wanted);
  });
});

describe('a content', () => {
  it('gets every placeholder filled in, and what looks like one and is none stays', () => {
    expect(fillContent('{serial}/{mac} {nobody} {serial', { ...SAMPLE_VALUES, serial: '{mac}', mac: 'M' })).toBe('{mac}/M {nobody} {serial');
  });

  it('says of a run what the record says', () => {
    const values = labelValues(aRun({ label: 'L-7', endMs: new Date(2026, 10, 23, 9, 5).getTime() }));
    expect(values).toEqual({
      serial: '0123A23F29F9366A01',
      mac: '24:0a:c4:00:00:01',
      cn: 'sn0123A23F29F9366A01',
      record: '00000000-0000-4000-8000-000000000001',
      outcome: 'PASS',
      date: '2026-11-23',
      time: '09:05',
      plan: 'Check only',
      station: 'SZX-L1-FCT01',
      operator: 'Mei',
      workorder: 'WO-17',
      label: 'L-7',
    });
    expect(Object.keys(values).sort()).toEqual([...PLACEHOLDERS].sort());
    expect(labelValues(aRun({ chip: null, board: null })).serial).toBe('');
  });

  it('of every element is filled', () => {
    const contents = filledLabel(DEFAULT_LABEL, SAMPLE_VALUES).elements.map(({ content }) => content);
    expect(contents).toContain('24:0A:C4:00:00:01');
    expect(contents.join('')).not.toContain('{');
  });
});
