/** The English words of what was enrolled from this browser. Floor: ui. Between backticks stands what is set in monospace. */
import { count } from '../format.ts';

export const enrolledWords = {
  title: 'Enrolled from this browser',
  text: 'Kept with the chip’s record in this browser; newest first.',
  count: (number: number): string => count(number),
  columns: { when: 'When', chip: 'Chip', what: 'What', service: 'Service', who: 'Who' },
  overridden: 'verdict overridden',
  by: (deviceId: string): string => `device id \`${deviceId}\``,
  save: 'Save all as CSV',
  saved: (number: number, fileName: string): string => `${number === 1 ? 'One line is' : `${count(number)} lines are`} in \`${fileName}\`.`,
  drop: 'Delete them here…',
  confirm: {
    title: 'Delete these records from this browser?',
    text: ['Look whether the file is where it should be. This cannot be undone.', 'Nothing changes in Azure, and the run records stay.'],
    yes: 'Delete records',
  },
  first: (shown: number, total: number): string => `The newest ${count(shown)} of ${count(total)}.`,
};
