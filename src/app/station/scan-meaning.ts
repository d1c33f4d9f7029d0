/**
 * What a scanned line is for, by its prefix: OP: a badge, WO: a work order, SLOT: a place, DO: a control card; everything else is the label of a board.
 * Floor: app. Knows no slots. Reference: docs/line.md.
 */
import { TouchstoneError } from '../../base/index.ts';
import type { ScanMeaning } from '../../ui/index.ts';
import type { StationDeskErrorCode } from './station-errors.ts';

const LONGEST = 200;
const COMMANDS = ['start', 'stop', 'acknowledge', 'yes', 'no', 'end'] as const;

/** Letters of a prefix may be of either case. `labelForm`: what a label must look like, '#' for a digit, '@' for a letter, '*' for the rest; '' for anything. @throws scan-form */
export function meaningOfScan(scanned: string, labelForm: string): ScanMeaning {
  const text = scanned.trim();
  const wrong = new TouchstoneError<StationDeskErrorCode>('scan-form', { seen: text.slice(0, 60) });
  if (text === '' || text.length > LONGEST) throw wrong;
  const [, prefix = '', rest = ''] = /^([A-Za-z]{2,4}):\s*(.+)$/.exec(text) ?? [];
  switch (prefix.toUpperCase()) {
    case 'OP':
      return { kind: 'operator', operator: rest };
    case 'WO':
      return { kind: 'work-order', workOrder: rest };
    case 'SLOT': {
      const number = Number(rest);
      if (!Number.isInteger(number) || number < 1 || number > 32) throw wrong;
      return { kind: 'slot', number };
    }
    case 'DO': {
      const kind = COMMANDS.find((word) => word === rest.toLowerCase());
      if (kind === undefined) throw wrong;
      return { kind };
    }
    default:
      if (labelForm !== '' && !hasForm(text, labelForm)) throw wrong;
      return { kind: 'label', label: text };
  }
}

/** True when `text` has the form: '#' one digit, '@' one letter, '*' (at the end) anything, every other character itself. */
function hasForm(text: string, form: string): boolean {
  const isOpen = form.endsWith('*');
  const exact = isOpen ? form.slice(0, -1) : form;
  if (isOpen ? text.length < exact.length : text.length !== exact.length) return false;
  return [...exact].every((one, index) => {
    const seen = text[index] ?? '';
    if (one === '#') return /[0-9]/.test(seen);
    if (one === '@') return /[A-Za-z]/.test(seen);
    return one === seen;
  });
}
