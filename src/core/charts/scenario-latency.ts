import type { ScenarioResult } from '../../contract/scenario.ts';
import { formatDuration, formatScaled } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid, verticalAxis } from './frame.ts';
import { durationUnit } from './scale.ts';
import { kneeLine, sweptAxis, sweptPoints } from './scenario-axis.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** How long queries take from their scheduled time, against what is put in. */
export function scenarioLatency(result: ScenarioResult, palette: ChartPalette): Chart {
  const swept = sweptPoints(result);
  const lines = (
    [
      { key: 'p50', color: palette.blue },
      { key: 'p90', color: palette.sky },
      { key: 'p99', color: palette.purple },
    ] as const
  ).map(({ key, color }) => ({
    key,
    color,
    values: swept.map(({ point }) => point.latencyMs?.[key] ?? null),
  }));
  // A queue that grows for ever has no latency of its own, only a duration: it may leave the plot.
  const kept = lines.flatMap(({ values }) =>
    values.filter(
      (value, place): value is number => value !== null && swept[place]?.point.overloaded !== true,
    ),
  );
  const all = lines.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = kept.length > 0 ? Math.max(...kept) : Math.max(...all, 0);
  const unit = durationUnit(top);
  const knee = swept.find(({ index }) => index === result.knee?.index);
  const over = swept.filter(({ point }) => point.overloaded);
  return {
    title: result.kind === 'server' ? 'Latency against rate' : 'Latency against concurrency',
    description: `Latency from the scheduled time. ${swept
      .map(({ words, point }) => `${words}: median ${formatDuration(point.latencyMs?.p50)}`)
      .join(', ')}.`,
    legend: [
      ...lines
        .filter(({ values }) => values.some((value) => value !== null))
        .map(({ key, color }) => ({ label: key, color, value: '' })),
      ...(over.length === 0
        ? []
        : [
            {
              label: 'could not keep up',
              color: palette.vermilion,
              value: over.map(({ point }) => `${formatScaled(point.offeredPerSecond)}/s`).join(', '),
            },
          ]),
    ],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: sweptAxis(result.kind, swept, palette),
      yAxis: verticalAxis(palette, { name: `latency (${unit.name})`, unit }, { min: 0, max: top || 1 }),
      tooltip: axisTooltip(palette, (points) => {
        const place = points[0]?.dataIndex ?? 0;
        return tooltipHtml(
          swept[place]?.words ?? '',
          lines.map(({ key, color, values }) => ({
            label: key,
            value: values[place] == null ? 'needs more samples' : formatDuration(values[place]),
            color,
          })),
        );
      }),
      series: lines.map(({ key, color, values }, place) => ({
        id: `latency-${key}`,
        name: key,
        type: 'line',
        data: swept.map(({ x, point }, index) => ({
          value: [x, values[index] ?? null],
          itemStyle: { color: point.overloaded ? palette.vermilion : color },
        })),
        symbol: 'circle',
        symbolSize: 6,
        clip: true,
        lineStyle: { color, width: place === 0 ? 2 : 1.5 },
        itemStyle: { color },
        emphasis: { disabled: true },
        ...(place === 0 ? kneeLine(knee, palette) : {}),
      })),
    },
    table: () => [
      { label: 'point', values: swept.map(({ words }) => words) },
      ...lines.map(({ key, values }) => ({ label: `${key} (ms)`, values })),
    ],
  };
}
