import { describe, expect, it } from 'vitest';
import { visibleText } from '../../../src/ui/visible-text.ts';

describe('visibleText', () => {
  it.each([
    ['plain ASCII stays', 'rst:0x1 (POWERON_RESET)', 'rst:0x1 (POWERON_RESET)'],
    ['other scripts stay', '日本語 Größe ✓', '日本語 Größe ✓'],
    ['markup stays text', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
    ['colour codes go', '\u001b[0;31mE (12) wifi\u001b[0m', 'E (12) wifi'],
    ['window titles go', '\u001b]0;owned\u0007after', 'after'],
    ['a lone escape is shown', '\u001b', '\\x1b'],
    ['an unfinished colour code is shown', '\u001b[31', '\\x1b[31'],
    ['null and bell are shown', 'a\u0000b\u0007', 'a\\x00b\\x07'],
    ['tabs become spaces', 'a\tb', 'a  b'],
    ['line ends inside a line are shown', 'a\r\nb\u2028c', 'a\\x0d\\x0ab\\u2028c'],
    ['right-to-left override is shown', 'exe.\u202etxt', 'exe.\\u202etxt'],
    ['isolates are shown', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['zero width is shown', 'a\u200bb\ufeffc', 'a\\u200bb\\ufeffc'],
    ['C1 controls are shown', '\u009b31m', '\\x9b31m'],
  ])('%s', (_, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('cuts a long line and says how much is missing', () => {
    expect(visibleText('x'.repeat(2100))).toBe(`${'x'.repeat(2000)} … +100`);
    expect(visibleText('abcdef', 4)).toBe('abcd … +2');
  });

  it('takes no longer than a moment for a line made of half-finished escapes', () => {
    const started = performance.now();
    for (let round = 0; round < 50; round++) visibleText('\u001b]'.repeat(1000) + '\u001b['.repeat(1000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
