import type { ScenarioPoint, ScenarioResult } from '../../contract/scenario.ts';
import { formatNumber, formatScaled } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid, verticalAxis } from './frame.ts';
import { kneeLine, sweptAxis, sweptPoints } from './scenario-axis.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** What comes out against what is put in: where it stops growing lies the knee. */
export function scenarioThroughput(result: ScenarioResult, palette: ChartPalette): Chart {
  const swept = sweptPoints(result);
  const tokens = result.points.some(({ tokensPerSecond }) => tokensPerSecond !== null);
  const what = tokens ? 'tokens' : 'samples';
  const rateOf = ({ tokensPerSecond, samplesPerSecond }: ScenarioPoint): number =>
    tokensPerSecond ?? samplesPerSecond;
  // A server is offered queries: what it would answer if it kept up stands beside what it did.
  const offered = result.kind === 'server' ? swept.map(({ point }) => wanted(point, rateOf(point))) : null;
  const rates = swept.map(({ point }) => rateOf(point));
  const top = Math.max(...rates, ...(offered ?? []));
  const unit = top >= 10_000 ? { name: `thousand ${what}/s`, size: 1000 } : { name: `${what}/s`, size: 1 };
  const knee = swept.find(({ index }) => index === result.knee?.index);
  const best = result.points[result.best];
  const line = (id: string, color: string, values: readonly number[], type: 'solid' | 'dashed'): object => ({
    id,
    name: id,
    type: 'line',
    data: swept.map(({ x }, place) => [x, values[place] as number]),
    symbol: 'circle',
    symbolSize: type === 'solid' ? 7 : 0,
    lineStyle: { color, width: type === 'solid' ? 2 : 1, type },
    itemStyle: { color },
    emphasis: { disabled: true },
  });
  return {
    title: result.kind === 'server' ? 'Throughput against rate' : 'Throughput against concurrency',
    description: `${swept.map(({ words, point }) => `${words}: ${formatScaled(rateOf(point))} ${what}/s`).join(', ')}. ${
      result.knee?.reason ?? 'No knee.'
    }`,
    legend: [
      {
        label: 'answered',
        color: palette.blue,
        value: best === undefined ? '' : `at most ${formatScaled(rateOf(best))} ${what}/s`,
      },
      ...(offered === null ? [] : [{ label: 'offered', color: palette.muted, value: '' }]),
    ],
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: sweptAxis(result.kind, swept, palette),
      yAxis: verticalAxis(palette, { name: unit.name, unit }, { min: 0, max: top || 1 }),
      tooltip: axisTooltip(palette, (points) => {
        const at = swept[points[0]?.dataIndex ?? 0];
        if (at === undefined) return '';
        return tooltipHtml(at.words, [
          { label: 'answered', value: `${formatScaled(rateOf(at.point))} ${what}/s`, color: palette.blue },
          { label: 'queries', value: `${formatScaled(at.point.queriesPerSecond)}/s` },
          { label: 'mean batch', value: formatNumber(at.point.meanBatch) },
        ]);
      }),
      series: [
        ...(offered === null ? [] : [line('offered', palette.muted, offered, 'dashed')]),
        { ...line('answered', palette.blue, rates, 'solid'), ...kneeLine(knee, palette) },
      ] as readonly Readonly<Record<string, unknown>>[],
    },
    table: () => [
      { label: 'point', values: swept.map(({ words }) => words) },
      { label: 'queries/s', values: swept.map(({ point }) => point.queriesPerSecond) },
      { label: 'samples/s', values: swept.map(({ point }) => point.samplesPerSecond) },
      { label: 'tokens/s', values: swept.map(({ point }) => point.tokensPerSecond) },
    ],
  };
}

function wanted({ offeredPerSecond, queriesPerSecond }: ScenarioPoint, rate: number): number {
  return queriesPerSecond > 0 ? (rate * (offeredPerSecond ?? 0)) / queriesPerSecond : 0;
}
