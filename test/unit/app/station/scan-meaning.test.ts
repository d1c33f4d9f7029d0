/** What a scanned line is for, and what it does to slots. */
import { describe, expect, it } from 'vitest';
import { meaningOfScan } from '../../../../src/app/station/scan-meaning.ts';

describe('a scan', () => {
  it.each([
    ['OP:0815', { kind: 'operator', operator: '0815' }],
    ['op: Mei ', { kind: 'operator', operator: 'Mei' }],
    ['WO:4711-B', { kind: 'work-order', workOrder: '4711-B' }],
    ['SLOT:32', { kind: 'slot', number: 32 }],
    ['DO:Acknowledge', { kind: 'acknowledge' }],
    ['do:end', { kind: 'end' }],
    ['0123DE4D0A11CE0101', { kind: 'label', label: '0123DE4D0A11CE0101' }],
    ['https://a.example/x', { kind: 'label', label: 'https://a.example/x' }],
  ] as const)('%s', (text, meaning) => {
    expect(meaningOfScan(text, '')).toEqual(meaning);
  });

  it.each([
    ['', ''],
    ['   ', ''],
    ['SLOT:0', ''],
    ['SLOT:33', ''],
    ['SLOT:1.5', ''],
    ['DO:FORMAT', ''],
    ['x'.repeat(201), ''],
    ['0123', '####@'],
    ['0123A5', '####@'],
    ['9123A', '0###@'],
    ['01', '0123*'],
  ])('%s with the form “%s” is refused', (text, form) => {
    expect(() => meaningOfScan(text, form)).toThrow(expect.objectContaining({ code: 'scan-form' }));
  });

  it.each([
    ['0123A', '####@'],
    ['0123DE4D', '0123*'],
    ['0123', '0123*'],
  ])('%s has the form %s', (text, form) => {
    expect(meaningOfScan(text, form)).toMatchObject({ kind: 'label' });
  });
});
