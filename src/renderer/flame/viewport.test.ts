import { describe, expect, it } from 'vitest';
import { tableSource } from '../../core/analysis/spans/table-source.ts';
import { Viewport } from './viewport.ts';

const sourceOf = (toUs: number) =>
  tableSource({
    names: ['a'],
    categories: ['other'],
    tracks: [{ name: '', group: '' }],
    name: Uint32Array.of(0),
    category: Uint8Array.of(0),
    track: Uint16Array.of(0),
    depth: Uint16Array.of(0),
    startUs: Float64Array.of(0),
    durationUs: Float64Array.of(toUs),
    subject: Int32Array.of(-1),
  });

function over(toUs: number): Viewport {
  const viewport = new Viewport();
  viewport.setSource(sourceOf(toUs));
  return viewport;
}

describe('what of the spans is in view', () => {
  it('is the stretch to open at, and all of them after a fit', () => {
    const viewport = new Viewport();
    viewport.setSource(sourceOf(1000), { fromUs: 400, toUs: 600 });
    expect(viewport.view).toMatchObject({ fromUs: 400, toUs: 600 });
    viewport.fit();
    expect(viewport.isFitted).toBe(true);
  });

  it('is all of them at first, and after a fit', () => {
    const viewport = over(1000);
    expect(viewport.view).toMatchObject({ fromUs: 0, toUs: 1000 });
    viewport.zoom(0.1, 0.5);
    expect(viewport.isFitted).toBe(false);
    viewport.fit();
    expect(viewport.view).toMatchObject({ fromUs: 0, toUs: 1000 });
  });

  it('keeps the time under the pointer where it is', () => {
    const viewport = over(1000);
    viewport.zoom(0.5, 0.25);
    expect(viewport.view).toMatchObject({ fromUs: 125, toUs: 625 });
    viewport.zoom(2, 0.25);
    expect(viewport.view).toMatchObject({ fromUs: 0, toUs: 1000 });
  });

  it('ends where the spans end, however far one pans or zooms', () => {
    const viewport = over(1000);
    viewport.zoom(0.1, 0);
    viewport.pan(-5, -3);
    expect(viewport.view).toMatchObject({ fromUs: 0, toUs: 100, topRow: 0 });
    viewport.pan(500, 99);
    expect(viewport.view).toMatchObject({ fromUs: 900, toUs: 1000, topRow: 0 });
    for (let step = 0; step < 200; step += 1) viewport.zoom(0.5, 0.5);
    const { fromUs, toUs } = viewport.view;
    expect(toUs).toBeGreaterThan(fromUs);
  });

  it('follows what grows until the user has moved it', () => {
    const viewport = over(1000);
    viewport.setSource(sourceOf(2000));
    expect(viewport.view.toUs).toBe(2000);
    viewport.zoom(0.5, 0);
    viewport.setSource(sourceOf(4000));
    expect(viewport.view).toMatchObject({ fromUs: 0, toUs: 1000 });
    viewport.fit();
    expect(viewport.view.toUs).toBe(4000);
  });
});
