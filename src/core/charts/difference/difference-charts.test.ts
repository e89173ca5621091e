import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differenceOf, partOf } from '../../analysis/difference/shown/difference.fixture.ts';
import { waterfallSteps } from '../../analysis/difference/shown/waterfall-steps.ts';
import { categoryHue, familyWords, inkOn } from '../family-hue.ts';
import { traceHatching } from '../hatching.ts';
import { chartPalette as palette } from '../palette.fixture.ts';
import { DELTA_CATEGORIES, deltaCategory, deltaStep, stepWords } from './delta-scale.ts';
import { waterfall } from './waterfall.ts';

describe('the scale of deltas', () => {
  it('has as many steps for slower as for faster, at the same ratios', () => {
    const ratios = [1, 1.02, 1.03, 1.2, 1.9, 2, 100];
    expect(ratios.map((ratio) => deltaStep(1, ratio))).toEqual([0, 0, 1, 2, 3, 4, 4]);
    expect(ratios.map((ratio) => deltaStep(ratio, 1))).toEqual([0, 0, -1, -2, -3, -4, -4]);
  });

  it('takes a time out of nothing for the most, and nothing on either side for the same', () => {
    expect([deltaStep(0, 1), deltaStep(1, 0), deltaStep(0, 0)]).toEqual([4, -4, 0]);
  });

  it('has a hue and a word for each, told apart', () => {
    const words = DELTA_CATEGORIES.map(familyWords);
    expect(new Set(words).size).toBe(DELTA_CATEGORIES.length);
    expect(categoryHue('delta 4', palette)).toBe('#d8');
    expect(categoryHue('delta 0', palette)).toBe('#d4');
    expect(categoryHue('delta -4', palette)).toBe('#d0');
    expect(categoryHue('delta unclear', palette)).toBe('#family-idle');
    expect(deltaCategory(1, 3, 'changed')).toBe('delta 4');
    expect(deltaCategory(0, 3, 'new')).toBe('delta new');
    expect(stepWords(2)).toBe('1.1× to 1.25× slower');
  });

  it('carries labels that can be read in both themes', () => {
    const tokens = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8');
    const found = [...tokens.matchAll(/--delta-\d: light-dark\((#\w{6}), (#\w{6})\)/g)];
    expect(found).toHaveLength(palette.delta.length);
    for (const [, ...fills] of found) {
      for (const fill of fills) expect(contrast(fill, inkOn(fill))).toBeGreaterThanOrEqual(4.5);
    }
  });
});

describe('hatching', () => {
  it('stays inside of its rectangle', () => {
    const points: (readonly [number, number])[] = [];
    const take = (x: number, y: number): void => void points.push([x, y]);
    traceHatching({ moveTo: take, lineTo: take }, 10.5, 20, 31, 17);
    expect(points.length).toBeGreaterThan(8);
    for (const [x, y] of points) {
      expect(x).toBeGreaterThanOrEqual(10.5);
      expect(x).toBeLessThanOrEqual(41.5);
      expect(y).toBeGreaterThanOrEqual(20);
      expect(y).toBeLessThanOrEqual(37);
    }
  });
});

describe('the waterfall’s chart', () => {
  const chartOf = (difference: ReturnType<typeof differenceOf>) =>
    waterfall(
      waterfallSteps(difference, 3),
      { per: 'a median iteration', a: difference.a, b: difference.b, selected: 1 },
      palette,
    );
  const draw = (chart: ReturnType<typeof chartOf>, place: number) => {
    const render = chart.option.series[0]?.['renderItem'] as (
      given: object,
      api: object,
    ) => { children: readonly { type: string; style: { fill?: string; text?: string; opacity?: number } }[] };
    const { children } = render(
      { dataIndex: place },
      { coord: ([x, y]: [number, number]) => [x * 10, y * 20], size: () => [0, 20] },
    );
    return {
      fill: children[0]?.style.fill,
      opacity: children[0]?.style.opacity,
      isHatched: children.some(({ type }) => type === 'traced'),
      text: children.find(({ type }) => type === 'text')?.style.text,
    };
  };

  it('tells each bar’s sign, amount and share, and hatches what no operator accounts for', () => {
    const chart = chartOf(
      differenceOf([partOf('slow', 10, 14), partOf('fast', 5, 4), partOf('made', null, 2)]),
    );
    expect([0, 1, 2, 3, 4, 5].map((place) => draw(chart, place))).toMatchObject([
      { fill: '#blue', isHatched: false, text: '16.0 ms' },
      { fill: '#vermilion', isHatched: false, text: '+4.00 ms (+25 %)' },
      { fill: '#green', isHatched: false, text: '−1.00 ms (−6.3 %)' },
      { fill: '#vermilion', isHatched: true, text: '+2.00 ms (+13 %)' },
      { fill: '#family-other', isHatched: true, text: '+250 µs (+1.6 %)' },
      { fill: '#orange', isHatched: false, text: '21.3 ms (+33 %)' },
    ]);
    expect(chart.description).toContain('A 16.0 ms, then slow +4.00 ms, fast −1.00 ms');
    expect(chart.pick?.({ x: 0, y: 1.2 }, (point) => point)).toBe(1);
    expect(chart.pick?.({ x: 0, y: 9 }, (point) => point)).toBeNull();
  });

  it('draws what may be noise paler', () => {
    const noisy = { ...partOf('noisy', 10, 10.05), isClear: false };
    const opacities = [partOf('slow', 10, 14), noisy].map((part) => {
      const chart = chartOf(differenceOf([part]));
      return draw(chart, 1).opacity;
    });
    expect(opacities).toEqual([1, 0.4]);
  });

  it('begins later than at zero where the changes would be slivers, and says so', () => {
    const small = chartOf(differenceOf([partOf('op', 240, 244.1)]));
    expect(Number(small.option.xAxis['min'])).toBeGreaterThan(200);
    expect(String(small.option.xAxis['name'])).toContain('from 238 ms on');
    const large = chartOf(differenceOf([partOf('op', 240, 80)]));
    expect(large.option.xAxis['min']).toBe(0);
  });

  it('is drawn where nothing took any time', () => {
    const chart = chartOf(differenceOf([], { aMs: 0, bMs: 0, deltaMs: 0, residualMs: 0 }));
    expect(draw(chart, 1).text).toBe('0 ms (—)');
    expect(Number(chart.option.xAxis['max'])).toBeGreaterThan(0);
  });

  it('has its numbers as a table', () => {
    const table = chartOf(differenceOf([partOf('op', 1, 2)])).table();
    expect(table.map(({ values }) => [...(values as readonly unknown[])])).toEqual([
      ['encoder, basic', 'op', 'residual', 'encoder, all'],
      [null, 1, 0.25, null],
      [2, 3, 3.25, 3.25],
    ]);
  });
});

function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    }) as [number, number, number];
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
