/** Strict DER reading, against tables of right and wrong bytes written from X.690. */
import { describe, expect, it } from 'vitest';
import { TouchstoneError, fromHex, toHex } from '../../../src/base/index.ts';
import { DerReader } from '../../../src/formats/index.ts';

const reader = (hex: string): DerReader => new DerReader(fromHex(hex.replaceAll(' ', '')));

function codeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof TouchstoneError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('lengths', () => {
  it.each([
    ['30 00', ''],
    ['04 01 aa', 'aa'],
    [`04 7f ${'11'.repeat(127)}`, '11'.repeat(127)],
    [`04 81 80 ${'22'.repeat(128)}`, '22'.repeat(128)],
    [`04 82 01 00 ${'33'.repeat(256)}`, '33'.repeat(256)],
  ])('reads %s', (hex, content) => {
    const der = reader(hex);
    expect(toHex(der.read().content)).toBe(content);
    der.end();
  });

  it.each([
    ['nothing at all', '', 'der-truncated'],
    ['a tag alone', '30', 'der-truncated'],
    ['content that stops early', '04 02 aa', 'der-truncated'],
    ['length octets that stop early', '04 82 01', 'der-truncated'],
    ['a length far beyond the bytes', '04 84 ff ff ff ff aa', 'der-truncated'],
    ['the indefinite form', '30 80 00 00', 'der-length'],
    ['the long form where the short fits', '04 81 7f' + '00'.repeat(127), 'der-length'],
    ['a leading zero in the long form', '04 82 00 80' + '00'.repeat(128), 'der-length'],
    ['five length octets', '04 85 00 00 00 00 01 aa', 'der-length'],
    ['the reserved length FF', '04 ff 00', 'der-length'],
    ['a tag of several bytes', '1f 81 01 00', 'der-tag'],
  ])('refuses %s', (_, hex, code) => {
    expect(codeOf(() => reader(hex).read())).toBe(code);
  });

  it('refuses bytes behind the last element', () => {
    const der = reader('05 00 00');
    der.read();
    expect(
      codeOf(() => {
        der.end();
      }),
    ).toBe('der-trailing');
  });

  it('refuses bytes behind the last element of a nested one', () => {
    const inner = reader('30 03 02 01 05').enter(0x30);
    expect(
      codeOf(() => {
        inner.end();
      }),
    ).toBe('der-trailing');
    expect(inner.readSmallInteger()).toBe(5);
    inner.end();
  });

  it('does not let a nested element reach behind its container', () => {
    expect(codeOf(() => reader('30 03 04 02 aa bb').enter(0x30).read())).toBe('der-truncated');
  });

  it('refuses another tag than expected and says which it saw', () => {
    expect(codeOf(() => reader('31 00').enter(0x30))).toBe('der-tag');
    expect(() => reader('31 00').enter(0x30)).toThrow(/"tag":49/);
  });

  it('peeks -1 at the end', () => {
    expect(reader('').peek()).toBe(-1);
    expect(reader('05 00').peek()).toBe(5);
  });

  it('gives offsets from the outermost bytes', () => {
    const inner = reader('30 05 05 00 04 01 aa').enter(0x30);
    inner.skip();
    expect(inner.read(0x04).offset).toBe(4);
  });
});

describe('INTEGER', () => {
  it.each([
    ['02 01 00', '00'],
    ['02 01 7f', '7f'],
    ['02 02 00 80', '80'],
    ['02 02 01 00', '0100'],
    ['02 09 00 ff ff ff ff ff ff ff ff', 'ffffffffffffffff'],
  ])('reads %s', (hex, bytes) => {
    expect(toHex(reader(hex).readUnsigned())).toBe(bytes);
  });

  it.each([
    ['empty', '02 00'],
    ['negative', '02 01 80'],
    ['negative and longer', '02 02 ff 7f'],
    ['with a zero too many', '02 02 00 7f'],
    ['with two zeros', '02 03 00 00 80'],
    ['zero in two bytes', '02 02 00 00'],
  ])('refuses one that is %s', (_, hex) => {
    expect(codeOf(() => reader(hex).readUnsigned())).toBe('der-integer');
  });

  it.each([
    ['02 01 00', 0],
    ['02 02 00 ff', 255],
    ['02 04 7f ff ff ff', 2147483647],
  ])('reads %s as a small number', (hex, value) => {
    expect(reader(hex).readSmallInteger()).toBe(value);
  });

  it.each(['02 05 00 80 00 00 00', '02 05 01 00 00 00 00'])('refuses %s as a small number', (hex) => {
    expect(codeOf(() => reader(hex).readSmallInteger())).toBe('der-integer');
  });
});

describe('BOOLEAN', () => {
  it('reads 00 and FF only', () => {
    expect(reader('01 01 00').readBoolean()).toBe(false);
    expect(reader('01 01 ff').readBoolean()).toBe(true);
    for (const hex of ['01 01 01', '01 01 7f', '01 00', '01 02 ff ff']) expect(codeOf(() => reader(hex).readBoolean())).toBe('der-boolean');
  });
});

describe('OBJECT IDENTIFIER', () => {
  it.each([
    ['06 08 2a 86 48 ce 3d 04 03 02', '1.2.840.10045.4.3.2'],
    ['06 03 55 1d 0e', '2.5.29.14'],
    ['06 03 88 37 03', '2.999.3'],
    ['06 01 00', '0.0'],
    ['06 01 27', '0.39'],
    ['06 01 4f', '1.39'],
    ['06 01 50', '2.0'],
  ])('reads %s', (hex, dotted) => {
    expect(reader(hex).readOid()).toBe(dotted);
  });

  it.each([
    ['empty', '06 00'],
    ['that ends inside a number', '06 02 2a 86'],
    ['with a padded number', '06 03 2a 80 01'],
    ['that begins padded', '06 02 80 01'],
    ['with an endless number', '06 07 2a ff ff ff ff ff 7f'],
  ])('refuses one %s', (_, hex) => {
    expect(codeOf(() => reader(hex).readOid())).toBe('der-oid');
  });
});

describe('BIT STRING', () => {
  it('reads bits and how many are unused', () => {
    expect(reader('03 02 07 80').readBitString()).toEqual({ unusedBits: 7, bytes: Uint8Array.of(0x80) });
    expect(reader('03 01 00').readBitString()).toEqual({ unusedBits: 0, bytes: new Uint8Array(0) });
  });

  it.each([
    ['no first byte', '03 00'],
    ['eight unused bits', '03 02 08 00'],
    ['unused bits of nothing', '03 01 01'],
    ['unused bits that are set', '03 02 01 87'],
  ])('refuses %s', (_, hex) => {
    expect(codeOf(() => reader(hex).readBitString())).toBe('der-bit-string');
  });
});

describe('strings', () => {
  it.each([
    ['0c 02 68 69', 'hi'],
    ['13 08 65 75 69 34 38 5f 30 31', 'eui48_01'],
    ['16 01 40', '@'],
    ['0c 03 e8 a9 a6', '試'],
    ['0c 04 f0 9f 94 91', '🔑'],
    ['0c 00', ''],
  ])('reads %s', (hex, text) => {
    expect(reader(hex).readString()).toBe(text);
  });

  it.each([
    ['over-long UTF-8', '0c 02 c0 80'],
    ['a surrogate in UTF-8', '0c 03 ed a0 80'],
    ['UTF-8 that stops early', '0c 02 e8 a9'],
    ['a lone continuation byte', '0c 01 80'],
    ['a PrintableString above ASCII', '13 02 c3 a9'],
    ['an IA5String above ASCII', '16 01 ff'],
    ['a name without end', `0c 82 10 01 ${'41'.repeat(4097)}`],
  ])('refuses %s', (_, hex) => {
    expect(codeOf(() => reader(hex).readString())).toBe('der-string');
  });

  it('refuses types that no certificate here needs', () => {
    expect(codeOf(() => reader('1e 02 00 41').readString())).toBe('der-tag'); // BMPString
  });
});

describe('times', () => {
  const ascii = (text: string): string => Buffer.from(text, 'ascii').toString('hex');
  const utc = (text: string): string => `17 ${text.length.toString(16).padStart(2, '0')} ${ascii(text)}`;
  const generalized = (text: string): string => `18 ${text.length.toString(16).padStart(2, '0')} ${ascii(text)}`;

  it.each([
    [utc('201111040000Z'), '2020-11-11T04:00:00.000Z'],
    [utc('491231235959Z'), '2049-12-31T23:59:59.000Z'],
    [utc('500101000000Z'), '1950-01-01T00:00:00.000Z'],
    [utc('240229000000Z'), '2024-02-29T00:00:00.000Z'],
    [generalized('20481111040000Z'), '2048-11-11T04:00:00.000Z'],
    [generalized('99991231235959Z'), '9999-12-31T23:59:59.000Z'],
    [generalized('00010101000000Z'), '0001-01-01T00:00:00.000Z'],
  ])('reads %s', (hex, iso) => {
    expect(new Date(reader(hex).readTime()).toISOString()).toBe(iso);
  });

  it.each([
    utc('2011110400Z'),
    utc('201111040000'),
    utc('201111040000+0000'),
    utc('230229000000Z'),
    utc('231301000000Z'),
    utc('230001000000Z'),
    utc('230100000000Z'),
    utc('230101240000Z'),
    utc('230101006000Z'),
    utc('230101000060Z'),
    utc('2301010000 0Z'),
    utc('23010100000aZ'),
    generalized('20230101000000'),
    generalized('20230101000000.5Z'),
    generalized('202301010000Z'),
    generalized('21000229000000Z'),
  ])('refuses %s', (hex) => {
    expect(codeOf(() => reader(hex).readTime())).toBe('der-time');
  });

  it('refuses other types', () => {
    expect(codeOf(() => reader('04 01 5a').readTime())).toBe('der-tag');
  });
});

it('survives every truncation and every changed byte of a small structure without anything but its own errors', () => {
  const good = fromHex('3016301206072a8648ce3d020106082a864800ff0301070101ff');
  const walk = (bytes: Uint8Array): void => {
    const outer = new DerReader(bytes);
    while (outer.peek() !== -1) {
      const { tag, content } = outer.read();
      if ((tag & 0x20) !== 0) walk(content);
    }
    outer.end();
  };
  for (let length = 0; length < good.length; length++)
    codeOf(() => {
      walk(good.subarray(0, length));
    });
  for (let offset = 0; offset < good.length; offset++) {
    for (let value = 0; value < 256; value++) {
      const bad = good.slice();
      bad[offset] = value;
      expect(
        codeOf(() => {
          walk(bad);
        }),
      ).toMatch(/^(accepted|der-)/);
    }
  }
});
