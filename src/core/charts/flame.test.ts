import { describe, expect, it } from 'vitest';
import { tableOf } from '../analysis/spans/spans.test-support.ts';
import { tableSource } from '../analysis/spans/table-source.ts';
import { fitPath, fitText } from './fit-text.ts';
import { flameChart, type FlamePicture } from './flame.ts';
import { chartPalette as palette } from './palette.fixture.ts';

interface Drawn {
  readonly type: string;
  readonly style: { readonly fill: string; readonly text?: string; readonly x?: number };
  readonly shape: { readonly by: { trace(to: { rect(...at: number[]): void }): void } };
}

const PLOT = { x: 8, y: 24, width: 1000, height: 190 };

async function drawn(spans: Parameters<typeof tableOf>[0], over: Partial<FlamePicture> = {}, query = '') {
  const source = tableSource(tableOf(spans));
  const { fromUs = source.fromUs, toUs = source.toUs } = over;
  const view = { fromUs, toUs, fromRow: 0, toRow: 10 };
  const picture: FlamePicture = {
    title: 'Spans',
    axis: 'time',
    originUs: source.fromUs,
    ...view,
    tracks: source.tracks,
    categories: source.categories,
    window: await source.window({ ...view, pixels: PLOT.width, query }),
    isSearching: query !== '',
    selected: null,
    isUpsideDown: false,
    isBare: false,
    ...over,
  };
  const chart = flameChart(picture, palette);
  const render = chart.option.series[0]?.['renderItem'] as (given: object) => { children: readonly Drawn[] };
  const { children } = render({ coordSys: PLOT });
  const rects = children
    .filter(({ type }) => type === 'traced')
    .flatMap(({ style, shape }) => {
      const found: { readonly fill: string; readonly at: readonly number[] }[] = [];
      shape.by.trace({ rect: (...at) => void found.push({ fill: style.fill, at }) });
      return found;
    });
  const texts = children.flatMap(({ type, style }) => (type === 'text' ? [style.text] : []));
  return { chart, rects, texts };
}

const SPANS = [
  { name: 'run', at: 1000, lasts: 100, category: 'other' },
  { name: 'MatMul', at: 1000, lasts: 50, depth: 1, category: 'matrix' },
  { name: 'Softmax', at: 1060, lasts: 40, depth: 1, category: 'normalisation' },
];

describe('a flame chart', () => {
  it('draws each span where and as long as it was, in its category’s hue', async () => {
    const { rects, texts } = await drawn(SPANS);
    expect(rects).toEqual([
      { fill: '#family-other', at: [8, 24, 999, 18] },
      { fill: '#family-matrix', at: [8, 43, 499, 18] },
      { fill: '#family-normalisation', at: [608, 43, 399, 18] },
    ]);
    expect(texts).toEqual(['run', 'MatMul', 'Softmax']);
  });

  it('greys what a search does not match', async () => {
    const { rects } = await drawn(SPANS, {}, 'soft');
    expect(rects.map(({ fill }) => fill).sort()).toEqual([
      '#family-idle',
      '#family-idle',
      '#family-normalisation',
    ]);
  });

  it('puts the first row at the bottom where it is upside down', async () => {
    const { rects } = await drawn(SPANS, { isUpsideDown: true });
    expect(rects[0]?.at[1]).toBe(PLOT.y + PLOT.height - 19);
  });

  it('stays inside of its plot, wherever the view lies', async () => {
    const { rects } = await drawn(SPANS, { fromUs: 1020, toUs: 1070 });
    for (const { at } of rects) {
      expect(at[0]).toBeGreaterThanOrEqual(PLOT.x);
      expect((at[0] as number) + (at[2] as number)).toBeLessThanOrEqual(PLOT.x + PLOT.width);
    }
    expect(rects).toHaveLength(3);
  });

  it('has a hue for each category in the legend, and a table with a row for each rectangle', async () => {
    const { chart } = await drawn(SPANS);
    expect(chart.legend.map(({ label }) => label)).toEqual(['other', 'matrix products', 'normalisation']);
    const [span, , , , from] = chart.table();
    expect(Array.from(span?.values ?? [])).toEqual(['run', 'MatMul', 'Softmax']);
    expect(Array.from(from?.values ?? [])).toEqual([0, 0, 60]);
  });

  it('labels its axis as exactly as the view is narrow', async () => {
    const { chart } = await drawn([{ name: 'a', at: 0, lasts: 5e6 }], { fromUs: 2e6, toUs: 2e6 + 2 });
    const { axisLabel } = chart.option.xAxis as {
      axisLabel: { formatter(value: number): string; customValues: readonly number[] };
    };
    const words = axisLabel.customValues.map((value) => axisLabel.formatter(value));
    expect(words[1]).toMatch(/^2\.000000\d* s$/);
    expect(new Set(words).size).toBe(words.length);
    expect(words.length).toBeGreaterThan(3);
    for (const value of axisLabel.customValues) {
      expect(value).toBeGreaterThanOrEqual(2000 - 1e-9);
      expect(value).toBeLessThanOrEqual(2000.002 + 1e-9);
    }
  });

  it('stands without a span, and with names as long as a book', async () => {
    expect((await drawn([])).rects).toEqual([]);
    const { texts } = await drawn([{ name: 'W'.repeat(1_000_000), at: 0, lasts: 10 }]);
    expect(texts[0]?.length).toBeLessThan(200);
  });
});

describe('a label', () => {
  it('keeps both ends of a name that does not fit', () => {
    expect(fitText('MatMul', 200)).toBe('MatMul');
    expect(fitText('/encoder/layer.11/attention/MatMul', 120)).toMatch(/^\/enc.*….*MatMul$/);
    expect(fitText('MatMul', 10)).toBe('');
    expect(fitPath('/encoder/layer.11/attention/MatMul', 120)).toBe('MatMul');
    expect(fitPath('/encoder/layer.11/attention/MatMul', 400)).toBe('/encoder/layer.11/attention/MatMul');
    expect(fitPath('MatMul/', 30)).toBe(fitText('MatMul/', 30));
  });

  it('is one line, and no letter is cut in half', () => {
    expect(fitText('a\nb\u2028c', 200)).toBe('a b c');
    for (let width = 20; width < 90; width += 3) {
      expect(fitText('😀'.repeat(40), width)).not.toMatch(
        /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/,
      );
    }
  });
});
