import { describe, expect, it } from 'vitest';
import { cuts, readTrace, sniffs } from '../read-trace.test-support.ts';
import { CPROFILES } from './cprofile.fixture.ts';
import { cprofile } from './cprofile.ts';

const bytesOf = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
/** What two functions that call each other spend cannot be told apart once the circle is cut. */
const IN_CIRCLE = /^(even|odd) /;

describe('what cProfile writes', () => {
  it.each(CPROFILES)('has the own times that pstats says, in Python $version', ({ base64, rows }) => {
    const bytes = bytesOf(base64);
    expect(cprofile.sniff({ bytes, isWhole: true })).toBe(true);
    const sink = readTrace(cprofile, bytes, 100);
    const own = sink.ownByName();
    for (const [name, [ownNs]] of Object.entries(rows)) {
      // A nanosecond for each of its two ends, rounded.
      if (!IN_CIRCLE.test(name)) expect(Math.abs((own.get(name) ?? 0) - ownNs), name).toBeLessThanOrEqual(4);
    }
    const told = Object.values(rows).reduce((sum, [ownNs]) => sum + ownNs, 0);
    const drawn = [...own.values()].reduce((sum, each) => sum + each, 0);
    expect(Math.abs(drawn - told)).toBeLessThanOrEqual(20);
    expect(sink.facts.get('Calls')).toBe(
      String(Object.values(rows).reduce((sum, [, , calls]) => sum + calls, 0)),
    );
    expect(sink.warnings.map(({ kind }) => kind)).toEqual(['without-time', 'approximate']);
    expect(new Set(sink.spans.map(({ kind }) => kind))).toEqual(new Set(['python']));
  });

  it('is read up to wherever it is cut', () => {
    for (const { base64 } of CPROFILES) {
      const bytes = bytesOf(base64);
      for (const cut of cuts(bytes.length, 30)) {
        try {
          const sink = readTrace(cprofile, bytes.slice(0, cut));
          expect(sink.warnings.map(({ kind }) => kind)).toContain('cut');
        } catch (thrown) {
          expect(String(thrown)).toMatch(/at byte \d+\./);
        }
      }
    }
  });

  it('withstands bytes turned over', () => {
    const bytes = bytesOf(CPROFILES[2]?.base64 ?? '');
    cuts(bytes.length, 60).forEach((place, round) => {
      const broken = bytes.slice();
      broken[place] = (round * 37) & 255;
      try {
        readTrace(cprofile, broken);
      } catch (thrown) {
        expect(String(thrown)).toMatch(/at byte \d+\./);
      }
    });
  });

  it('refuses what nests for its own sake', () => {
    const deep = Uint8Array.from([0x7b, ...Array.from({ length: 100_000 }, () => [0x29, 1]).flat()]);
    expect(() => readTrace(cprofile, deep)).toThrow(/no profile of Python at byte \d+/);
  });

  it('is told by what stands in it', () => {
    expect(sniffs(cprofile, '{"nodes": []}')).toBe(false);
    expect(sniffs(cprofile, '{)')).toBe(false);
    expect(sniffs(cprofile, '')).toBe(false);
  });
});
