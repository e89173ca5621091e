import { describe, expect, it } from 'vitest';
import { BOX, type GraphScene } from '../../analysis/graph-layout/graph-scene.ts';
import { sceneIndex } from '../../analysis/graph-layout/scene-index.ts';
import { chartPalette } from '../palette.fixture.ts';
import { heatColour, heatScale } from './heat-scale.ts';
import { paintGraph, type GraphFaces } from './paint-graph.ts';
import { shortLabel } from './short-label.ts';
import { escapeMarkup, svgPen } from './svg-pen.ts';

describe('the scale of heat', () => {
  it('goes by the root of the amount from nothing to the most', () => {
    const scale = heatScale('time', [1, 4, null, 0]);
    expect(scale?.place(0)).toBe(0);
    expect(scale?.place(1)).toBe(0.5);
    expect(scale?.place(4)).toBe(1);
    expect(scale?.ticks.map(({ value }) => value)).toEqual([0, 0.25, 1, 2.25, 4]);
    for (const { at, value } of scale?.ticks ?? []) expect(scale?.place(value)).toBeCloseTo(at, 12);
  });

  it('is none where nothing has an amount, and stays at its lower end where all are nothing', () => {
    expect(heatScale('flops', [null, null, Number.NaN])).toBeNull();
    expect(heatScale('flops', [0, 0])?.place(0)).toBe(0);
  });

  it('mixes neighbouring stops', () => {
    expect(heatColour(chartPalette.heat, 0)).toBe('rgb(0, 0, 0)');
    expect(heatColour(chartPalette.heat, 1)).toBe('rgb(255, 255, 255)');
    expect(heatColour(['rgb(0, 0, 0)', 'rgb(100, 50, 0)'], 0.5)).toBe('rgb(50, 25, 0)');
  });
});

describe('a label', () => {
  it('is cut to what fits, on one line, without looking at a whole megabyte', () => {
    expect(shortLabel('MatMul', 100, 12)).toBe('MatMul');
    expect(shortLabel('x'.repeat(2 ** 20), 70, 12)).toBe(`${'x'.repeat(9)}…`);
    expect(shortLabel('two\nlines\u202e', 100, 12)).toBe('two lines ');
    expect(shortLabel('anything', 4, 12)).toBe('');
  });

  it('keeps a name from right to left from turning what stands beside it', () => {
    expect(shortLabel('שלום', 100, 12)).toBe('\u2066שלום\u2069');
  });
});

describe('the SVG', () => {
  const scene: GraphScene = {
    width: 200,
    height: 200,
    boxes: {
      count: 2,
      kind: Uint8Array.of(BOX.node, BOX.group),
      subject: Int32Array.of(0, 0),
      parent: Int32Array.of(-1, -1),
      x: Float64Array.of(10, 10),
      y: Float64Array.of(10, 110),
      width: Float64Array.of(160, 160),
      height: Float64Array.of(40, 40),
    },
    lines: {
      count: 1,
      source: Int32Array.of(0),
      target: Int32Array.of(1),
      hasHead: Uint8Array.of(1),
      isFeedback: Uint8Array.of(0),
      start: Uint32Array.of(0, 2),
      points: Float64Array.of(50, 50, 90, 110),
    },
  };
  const faces: GraphFaces = {
    title: (box) => (box === 0 ? '<script>&"' : 'module'),
    detail: () => '1.00 ms',
    fill: (box) => (box === 0 ? '#123456' : null),
    badge: (box) => (box === 0 ? '1 of 2' : ''),
    stripe: () => null,
    selected: new Set(),
    found: new Set(),
    isStressed: () => false,
  };
  const draw = (scale: number): string => {
    const pen = svgPen(chartPalette);
    paintGraph(
      pen,
      scene,
      sceneIndex(scene),
      { left: 0, top: 0, scale, width: 200, height: 200 },
      faces,
      chartPalette,
    );
    return pen.document(200, 200, 'a <model>');
  };

  it('has every box, its line, and its words as text with markup escaped', () => {
    const svg = draw(1);
    expect(svg).toContain('<title>a &lt;model&gt;</title>');
    expect(svg).toContain('>&lt;script&gt;&amp;&quot;</text>');
    expect(svg).not.toContain('<script');
    expect(svg).toContain('fill="#123456"');
    expect(svg).toContain('fill="url(#unknown)"');
    expect(svg).toContain('<path d="M50 50C50 80 90 80 90 110"');
    expect(svg.match(/<text /g)).toHaveLength(5);
  });

  it('leaves words out where they could not be read', () => {
    expect(draw(0.1)).not.toContain('<text');
  });

  it('drops what XML cannot hold', () => {
    expect(escapeMarkup('a\u0000b\ud800c')).toBe('a\ufffdb\ufffdc');
    expect(escapeMarkup('👍')).toBe('👍');
  });
});
