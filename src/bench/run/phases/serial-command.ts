/**
 * A line to the product firmware, and the answer that the plan wants.
 * Floor: bench. What was sent stands in the log as a note of the page; a plan is no place for secrets.
 */
import { PatternIndex } from '../../patterns/pattern-index.ts';
import { measuresValue } from '../../plan/measurements.ts';
import { parsePattern } from '../../patterns/pattern.ts';
import { listen } from '../listen.ts';
import { PASSED, failed, type PhaseEnd, type RunPhase } from '../phase.ts';

const MOST_SHOWN = 200;

export const serialCommand: RunPhase<'serial-command'> = ({ settings }, context): Promise<PhaseEnd> =>
  listen(context, settings.baudRate, async ({ monitor, wait }) => {
    const { tools, sheet } = context;
    const expected = new PatternIndex([parsePattern(settings.expect)]); // anywhere in the line: a prompt may stand before the answer
    const beganMs = tools.check.nowMs();
    if (settings.send !== '') await monitor.send(settings.send, settings.ending);
    const answer = await wait(settings.withinMs, ({ text }) => {
      const [hit] = expected.scan(text);
      return hit === undefined ? null : { text: text.slice(0, MOST_SHOWN), value: hit.facts['value'] };
    });
    sheet.set('time', (tools.check.nowMs() - beganMs) / 1000);
    if (answer === null) return failed('command-no-answer', { expect: settings.expect, withinMs: settings.withinMs });
    sheet.set('answer', answer.text);
    if (typeof answer.value === 'number' && measuresValue(settings.expect)) sheet.set('value', answer.value);
    return PASSED;
  });
