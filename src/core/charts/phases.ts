import type { RunPhases } from '../../contract/run.ts';
import { formatDuration, formatPercent } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid } from './frame.ts';
import { elapsedUnit } from './scale.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** Where a run's time went, in the order in which it went. */
export function phasesBar(phases: RunPhases, palette: ChartPalette): Chart {
  const parts = [
    { label: 'load', ms: phases.loadMs, color: palette.purple },
    { label: 'first run', ms: phases.firstRunMs, color: palette.orange },
    { label: 'warm-up', ms: phases.warmupMs, color: palette.sky },
    { label: 'measured', ms: phases.measuredMs, color: palette.blue },
  ];
  const total = parts.reduce((sum, { ms }) => sum + (ms ?? 0), 0);
  const unit = elapsedUnit(total);
  return {
    title: 'Phases',
    description: `Phases of the run: ${parts.map(({ label, ms }) => `${label} ${formatDuration(ms)}`).join(', ')}.`,
    legend: parts.map(({ label, ms, color }) => ({ label, color, value: formatDuration(ms) })),
    option: {
      animation: false,
      grid: plotGrid({ top: 4, bottom: 40 }),
      xAxis: horizontalAxis(palette, { name: `time (${unit.name})`, unit }, { min: 0, max: total || 1 }),
      yAxis: { type: 'category', data: ['run'], show: false },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const part = parts[points[0]?.seriesIndex ?? 0];
          return tooltipHtml(part?.label ?? '', [
            {
              label:
                part?.ms === null
                  ? 'not reached'
                  : `${formatPercent(((part?.ms ?? 0) / (total || 1)) * 100)} of all`,
              value: formatDuration(part?.ms),
              ...(part === undefined ? {} : { color: part.color }),
            },
          ]);
        }),
        trigger: 'item',
      },
      series: parts.map(({ label, ms, color }) => ({
        id: `phase-${label}`,
        name: label,
        type: 'bar',
        stack: 'phases',
        data: [[ms ?? 0, 'run']],
        // A phase of a thousandth of the whole still has to be seen.
        barMinHeight: ms !== null && ms > 0 ? 2 : 0,
        barCategoryGap: '0%',
        itemStyle: { color, borderColor: palette.surface, borderWidth: 1 },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: 'phase', values: parts.map(({ label }) => label) },
      { label: 'duration (ms)', values: parts.map(({ ms }) => ms) },
    ],
  };
}
