import type { CounterWindow } from '../../../contract/trace-view.ts';
import { formatBytes, formatScaled } from '../../../contract/units.ts';
import type { ChartPalette } from '../chart.ts';
import type { TimelineInk } from './timeline-ink.ts';

const FONT = "10px 'Inter Variable', system-ui, sans-serif";

interface Extent {
  readonly fromUs: number;
  readonly toUs: number;
  readonly width: number;
}

/** A counter on a scale of its own, from zero or its least to its most over the whole trace. */
export function paintCounter(
  ink: TimelineInk,
  { fromUs, toUs, width }: Extent,
  counter: CounterWindow | null,
  box: { readonly y: number; readonly height: number },
  unit: string,
  palette: ChartPalette,
): void {
  if (counter === null || counter.atUs.length === 0) return;
  const { atUs, least, most } = counter;
  const low = Math.min(0, counter.lowest);
  const high = Math.max(0, counter.highest);
  const size = high > low ? high - low : 1;
  const bottom = box.y + box.height - 2;
  const tall = box.height - 5;
  const yOf = (value: number): number => bottom - ((value - low) / size) * tall;
  const xAt = (index: number): number => {
    const at = index < atUs.length ? (atUs[index] as number) : toUs;
    return Math.min(width, Math.max(0, ((at - fromUs) / (toUs - fromUs)) * width));
  };
  const zero = yOf(0);
  ink.fillStyle = palette.sky;
  ink.globalAlpha = 0.45;
  // One path, since edges of thousands of rectangles beside each other would show.
  ink.beginPath();
  ink.moveTo(xAt(0), zero);
  for (let index = 0; index < atUs.length; index += 1) {
    const y = yOf(most[index] as number);
    ink.lineTo(xAt(index), y);
    ink.lineTo(xAt(index + 1), y);
  }
  ink.lineTo(xAt(atUs.length), zero);
  ink.closePath();
  ink.fill();
  ink.globalAlpha = 1;
  ink.fillStyle = palette.blue;
  for (let index = 0; index < atUs.length; index += 1) {
    const [x, right] = [xAt(index), xAt(index + 1)];
    const [y, base] = [yOf(most[index] as number), yOf(least[index] as number)];
    ink.fillRect(x, y - 0.5, Math.max(1, right - x), Math.max(1, base - y));
  }
  ink.font = FONT;
  ink.fillStyle = palette.muted;
  ink.textAlign = 'right';
  ink.fillText(amount(counter.highest, unit), width - 4, box.y + 8);
  ink.textAlign = 'left';
}

function amount(value: number, unit: string): string {
  if (/^bytes?$/i.test(unit)) return formatBytes(value);
  return unit === '' ? formatScaled(value) : `${formatScaled(value)} ${unit}`;
}
