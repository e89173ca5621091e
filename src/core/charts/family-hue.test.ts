import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OPERATOR_FAMILIES } from '../../contract/operator-family.ts';
import { categoryHue, familyWords, inkOn } from './family-hue.ts';
import { chartPalette as palette } from './palette.fixture.ts';

const tokens = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');

/** As the two themes have them. */
const fills = OPERATOR_FAMILIES.map((family) => {
  const found = new RegExp(`--family-${family}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\);`).exec(
    tokens,
  );
  if (found === null) throw new Error(`There is no token of the family ${family}.`);
  return [family, found[1] as string, found[2] as string] as const;
});

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe('operator families', () => {
  it.each(fills)('carry labels that can be read: %s on %s and %s', (_, light, dark) => {
    for (const fill of [light, dark]) expect(contrast(fill, inkOn(fill))).toBeGreaterThanOrEqual(4.5);
  });

  it('have a hue each in either theme, none that of what is bad', () => {
    const bad = /--series-vermilion: light-dark\((#\w+), (#\w+)\)/.exec(tokens) as RegExpExecArray;
    for (const theme of [1, 2] as const) {
      const hues = fills.map((fill) => fill[theme]);
      expect(new Set([...hues, bad[theme]]).size).toBe(OPERATOR_FAMILIES.length + 1);
    }
  });

  it('keep their hue wherever they are asked for', () => {
    for (const family of OPERATOR_FAMILIES) expect(categoryHue(family, palette)).toBe(`#family-${family}`);
  });

  it('lend it to other categories by name alone, never grey', () => {
    const greys = ['#family-other', '#family-idle'];
    for (const name of [
      'cuda_runtime',
      'python_function',
      'Kernel',
      '__proto__',
      'toString',
      '',
      'x'.repeat(1e6),
    ]) {
      expect(categoryHue(name, palette)).toBe(categoryHue(name, palette));
      expect(categoryHue(name, palette)).toMatch(/^#family-/);
      expect(greys).not.toContain(categoryHue(name, palette));
      expect(familyWords(name)).toBe(name);
    }
  });

  it('know their ink from what a browser says of a colour, too', () => {
    expect(inkOn('rgb(0, 114, 178)')).toBe(inkOn('#0072b2'));
    expect(inkOn('rgb(230, 159, 0)')).not.toBe(inkOn('rgb(0, 0, 0)'));
  });
});
