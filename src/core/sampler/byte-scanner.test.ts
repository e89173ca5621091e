import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteScanner, bytesOf } from './byte-scanner.ts';

const over = (text: string): ByteScanner => new ByteScanner().over(bytesOf(text));
const blank = fc.constantFrom(' ', '  ', '\t', ' \t ');
const decimal = fc.oneof(
  fc.nat().map(String),
  fc.maxSafeNat().map(String),
  fc.tuple(fc.nat(), fc.nat({ max: 999_999 })).map(([whole, part]) => `${whole}.${part}`),
  fc.nat().map((value) => `-${value}`),
);

describe('numbers out of bytes', () => {
  it('are those that a string gives', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(blank, decimal), { minLength: 1 }), (words) => {
        const scanner = over(words.flat().join(''));
        for (const [, word] of words) {
          const wanted = Number(word);
          const found = scanner.number();
          expect(Math.abs(found - wanted)).toBeLessThanOrEqual(Math.abs(wanted) * 2 ** -52);
          if (Number.isInteger(wanted)) expect(found).toBe(wanted + 0);
        }
        expect(scanner.number()).toBeNaN();
      }),
    );
  });

  it('are none where there is no digit, and nothing is skipped then', () => {
    const scanner = over('max 7');
    expect(scanner.number()).toBeNaN();
    scanner.skipWord();
    expect(scanner.number()).toBe(7);
  });

  it('take any text without end', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const scanner = over(text);
        for (let step = 0; step < 3 * text.length + 3; step += 1) {
          scanner.number();
          scanner.skipWord();
          scanner.skipLine();
        }
        expect(scanner.isAtEnd).toBe(true);
      }),
    );
  });

  it('end where the file did, whatever an earlier, longer one left behind', () => {
    const scanner = new ByteScanner().over(bytesOf('12345'), 2);
    expect([scanner.number(), scanner.number(), scanner.isAtEnd]).toEqual([12, Number.NaN, true]);
  });
});

describe('lines and words', () => {
  it('are found by how they begin, each line once', () => {
    const scanner = over('SwapCached: 1 kB\nCached: 2 kB\nSwapTotal: 3 kB\n');
    expect(scanner.findLine(bytesOf('Cached:'))).toBe(true);
    expect(scanner.number()).toBe(2);
    scanner.skipLine();
    expect(scanner.findLine(bytesOf('Cached:'))).toBe(false);
  });

  it('keep a name with brackets whole', () => {
    const scanner = over('42 (a) (b) S 1');
    scanner.takesPast(40);
    const from = scanner.at;
    expect(scanner.goBehindLast(41, 80)).toBe(true);
    expect(scanner.text(from, scanner.at - 1)).toBe('a) (b');
    expect(scanner.word()).toBe('S');
  });

  it('are told apart by their hash', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        const [bytesA, bytesB] = [bytesOf(a), bytesOf(b)];
        const hashes = [bytesA, bytesB].map((bytes) => new ByteScanner().over(bytes).hash(0, bytes.length));
        expect(hashes[0] === hashes[1]).toBe(a === b);
      }),
    );
  });
});
