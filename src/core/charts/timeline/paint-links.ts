import type { SpanLink } from '../../../contract/trace-view.ts';
import type { ChartPalette } from '../chart.ts';
import type { TimelineInk } from './timeline-ink.ts';
import type { TimelineLayout } from './timeline-strips.ts';

const HEAD_PX = 5;

interface Extent {
  readonly fromUs: number;
  readonly toUs: number;
  readonly width: number;
  readonly layout: TimelineLayout;
  readonly links: readonly SpanLink[];
}

/** From a launch to its kernel. Where an end is folded away, there is no arrow. */
export function paintLinks(
  ink: TimelineInk,
  { fromUs, toUs, width, layout, links }: Extent,
  middleOf: (row: number) => number,
  palette: ChartPalette,
): void {
  if (links.length === 0) return;
  const xOf = (us: number): number => {
    const x = ((us - fromUs) / (toUs - fromUs)) * width;
    // A canvas is exact near to what it shows alone.
    return Math.min(8 * width, Math.max(-8 * width, x));
  };
  ink.strokeStyle = palette.text;
  ink.fillStyle = palette.text;
  ink.lineWidth = links.length > 40 ? 0.6 : 1.2;
  ink.globalAlpha = links.length > 40 ? 0.55 : 0.9;
  const heads: (readonly [x: number, y: number])[] = [];
  ink.beginPath();
  for (const link of links) {
    const from = layout.shownRow[link.fromRow] ?? -1;
    const to = layout.shownRow[link.toRow] ?? -1;
    if (from < 0 || to < 0) continue;
    const [x, y, toX, toY] = [xOf(link.fromUs), middleOf(from), xOf(link.toUs), middleOf(to)];
    const bend = Math.max(20, Math.min(120, Math.abs(toX - x) / 2));
    ink.moveTo(x, y);
    ink.bezierCurveTo(x + bend, y, toX - bend, toY, toX, toY);
    heads.push([toX, toY]);
  }
  ink.stroke();
  ink.beginPath();
  for (const [x, y] of heads) {
    ink.moveTo(x, y);
    ink.lineTo(x - HEAD_PX * 1.5, y - HEAD_PX * 0.8);
    ink.lineTo(x - HEAD_PX * 1.5, y + HEAD_PX * 0.8);
    ink.closePath();
  }
  ink.fill();
  ink.globalAlpha = 1;
}
