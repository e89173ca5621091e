import type { ChartPalette } from './chart.ts';

export interface TooltipRow {
  readonly label: string;
  readonly value: string;
  /** Absent for a row that belongs to no series, such as a ratio. */
  readonly color?: string;
}

/** Markup with classes only, no style attribute: it has to pass a strict content security policy. */
export function tooltipHtml(title: string, rows: readonly TooltipRow[]): string {
  const body = rows
    .map(
      ({ label, value, color }) =>
        `<div class="chart-tip-row">${swatch(color)}<span class="chart-tip-label">${escapeHtml(label)}</span>` +
        `<span class="chart-tip-value">${escapeHtml(value)}</span></div>`,
    )
    .join('');
  return `<div class="chart-tip"><div class="chart-tip-title">${escapeHtml(title)}</div>${body}</div>`;
}

/** What ECharts hands to a formatter of an axis tooltip, as far as it is read here. */
export interface TooltipPoint {
  readonly seriesId?: string;
  readonly seriesIndex?: number;
  readonly dataIndex: number;
  readonly value: readonly (number | null)[];
}

export function axisTooltip(
  palette: ChartPalette,
  text: (points: readonly TooltipPoint[]) => string,
): Readonly<Record<string, unknown>> {
  return {
    trigger: 'axis',
    confine: true,
    transitionDuration: 0,
    backgroundColor: palette.surface,
    borderColor: palette.axis,
    borderWidth: 1,
    padding: 0,
    textStyle: { color: palette.text, fontFamily: palette.fontFamily, fontSize: 12 },
    extraCssText: 'box-shadow:none;border-radius:6px',
    formatter: (points: TooltipPoint | readonly TooltipPoint[]) => {
      const list = Array.isArray(points) ? (points as readonly TooltipPoint[]) : [points as TooltipPoint];
      return list.length === 0 ? '' : text(list);
    },
  };
}

function swatch(color: string | undefined): string {
  const circle = color === undefined ? '' : `<circle cx="4" cy="4" r="4" fill="${escapeHtml(color)}"/>`;
  return `<svg class="chart-tip-swatch" width="8" height="8" aria-hidden="true">${circle}</svg>`;
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
