/**
 * English words for files that were not taken where a log is understood: a build, rules, a log.
 * Floor: ui. A data table: one row a code.
 */
import { when, type FactReader } from '../facts.ts';
import { count } from '../format.ts';
import { advice, bytes, hex, mono, seenOf } from './en-advice-parts.ts';
import type { RefusedTable } from './understanding-tables.ts';

const THE_ELF =
  'Take the .elf file from the build folder of this firmware: ESP-IDF puts it beside the .bin, PlatformIO into .pio/build, Arduino into its build folder.';
const DAMAGED = 'This ELF file is damaged';
const RULES = 'Correct the file; docs/connect-rules.md describes it.';
const place = (fact: FactReader): string => {
  const rule = fact('rule');
  const member = when(fact('member'), (name) => `member ${mono(name)}`);
  return seenOf(rule === undefined ? undefined : rule === '0' ? 'at the top of the file' : `rule ${rule}`, member);
};
const limit = (fact: FactReader): string =>
  seenOf(
    when(fact('bytes'), (size) => `it has ${bytes(size)}`),
    when(fact('limitBytes'), (most) => `at most ${bytes(most)}`),
  );
const damaged = (part: string) => (fact: FactReader) =>
  advice(
    DAMAGED,
    seenOf(
      part,
      when(fact('field'), (field) => `field ${mono(field)}`),
    ),
    THE_ELF,
  );
const pattern = (what: string) => () => advice(`A pattern is not possible: ${what}`, '', RULES);

export const refusedTable: RefusedTable = {
  'elf-short': () => advice('This is not an ELF file', 'It is shorter than the header of one.', THE_ELF),
  'elf-magic': (fact) => advice('This is not an ELF file', seenOf(when(fact('seen'), (word) => `it begins with ${hex(word)}`)), THE_ELF),
  'elf-class': () => advice('This ELF file is not for an ESP chip', 'It is not 32 bits, little-endian.', THE_ELF),
  'elf-machine': (fact) =>
    advice(
      'This ELF file is not for an ESP chip',
      seenOf(
        'neither Xtensa nor RISC-V',
        when(fact('machine'), (machine) => `machine ${mono(machine)}`),
      ),
      THE_ELF,
    ),
  'elf-type': () => advice('This ELF file is no whole program', 'It is an object file or a core dump.', THE_ELF),
  'elf-header': damaged('a field of its header is out of range'),
  'elf-section': damaged('a section lies outside of the file'),
  'elf-symbols': damaged('its symbol table cannot be read'),
  'elf-stripped': () =>
    advice('This ELF file has no names', 'Its symbol table was taken out.', 'Take the ELF file as the build made it, before it was stripped.'),
  'build-size': (fact) => advice('This file is too large for an ELF file', limit(fact), THE_ELF),
  'build-read': () => advice('The browser could not read the file', '', 'It may have been moved or built anew: choose it again.'),

  'rules-size': (fact) =>
    advice(
      'This file is too large for rules',
      seenOf(when(fact('most'), (most) => `at most ${count(Number(most))} characters`)),
      'Leave rules out that are not needed.',
    ),
  'rules-json': () => advice('This file is not JSON', '', RULES),
  'rules-shape': (fact) => advice('Something in the rules is missing, unknown or wrong', place(fact), RULES),
  'rules-pattern': (fact) => advice('A pattern in the rules is not possible', place(fact), RULES),
  'rules-duplicate': (fact) =>
    advice('Two rules have one id', seenOf(when(fact('id'), mono)), 'Give each rule an id of its own; built-in rules have ids, too.'),
  'rules-count': (fact) =>
    advice(
      'No rule, or too many',
      seenOf(
        when(fact('rules'), (rules) => `it has ${rules}`),
        when(fact('most'), (most) => `at most ${most}`),
      ),
      RULES,
    ),
  'pattern-length': pattern('it is empty or longer than 200 characters'),
  'pattern-start': pattern('it must begin with at least four literal characters'),
  'pattern-character': pattern('only printable ASCII is allowed'),
  'pattern-capture': pattern('braces stand for {name:kind}, with a known kind, each name once'),
  'pattern-neighbours': pattern('two holes need text between them, and * or text needs text behind it'),
  'pattern-captures': pattern('at most eight holes'),

  'log-file-size': (fact) => advice('This file is too large for a log', limit(fact), 'Cut out the part that matters.'),
  'log-file-empty': () => advice('There is no line in this file', '', 'Choose a log that was saved as text or as JSON lines.'),
  'log-file-read': () => advice('The browser could not read the file', '', 'It may have been moved or changed: choose it again.'),
  'recordings-missing': () => advice('The recordings could not be loaded', '', 'Check that you are online, then try again.'),
};
