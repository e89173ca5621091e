import { PROVIDERS } from '../../contract/run.ts';
import type { SweepCell } from '../../contract/sweep.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { horizontalAxis, plotGrid } from './frame.ts';
import { durationUnit } from './scale.ts';
import { cellLabel, variedAxes } from './sweep-axes.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** One row of bars per setting, one bar per provider, and on it how much faster than the processor it was. */
export function sweepSpeedUp(cells: readonly SweepCell[], palette: ChartPalette): Chart | null {
  const measured = cells.filter(({ state, p50Ms }) => state === 'done' && p50Ms !== null);
  const providers = PROVIDERS.filter((name) => measured.some(({ provider }) => provider === name));
  if (providers.length < 2) return null;
  const axes = variedAxes(measured).map(({ name }) => name);
  const others = axes.filter((name) => name !== 'provider');
  const ordered = measured.toSorted((a, b) => a.batch - b.batch || (a.sequence ?? 0) - (b.sequence ?? 0));
  const settings = [...new Set(ordered.map((cell) => cellLabel(cell, others)))];
  const cellAt = (setting: string, provider: string): SweepCell | undefined =>
    measured.find((cell) => cell.provider === provider && cellLabel(cell, others) === setting);
  const hues = { cpu: palette.blue, webgpu: palette.orange, cuda: palette.purple };
  const largest = Math.max(...measured.map(({ p50Ms }) => p50Ms as number));
  const unit = durationUnit(largest);
  return {
    title: 'CPU against GPU',
    description: settings
      .map((setting) => {
        const bars = providers.map((provider) => `${provider} ${barWords(cellAt(setting, provider))}`);
        return `${setting || 'p50'}: ${bars.join(', ')}`;
      })
      .join('. '),
    legend: providers.map((provider) => ({ label: provider, color: hues[provider], value: '' })),
    option: {
      animation: false,
      grid: { ...plotGrid({ top: 4 }), left: 150, right: 116 },
      xAxis: horizontalAxis(palette, { name: `p50 latency (${unit.name})`, unit }, { min: 0, max: largest }),
      yAxis: {
        type: 'category',
        data: settings,
        inverse: true,
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: {
          color: palette.text,
          fontFamily: palette.fontFamily,
          fontSize: 11,
          width: 136,
          overflow: 'truncate',
        },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const setting = settings[points[0]?.dataIndex ?? 0] ?? '';
          return tooltipHtml(
            setting || 'p50 latency',
            providers.map((provider) => ({
              label: provider,
              color: hues[provider],
              value: barWords(cellAt(setting, provider)),
            })),
          );
        }),
        trigger: 'item',
      },
      series: providers.map((provider) => ({
        id: `provider-${provider}`,
        name: provider,
        type: 'bar',
        barMaxWidth: 16,
        barGap: '15%',
        itemStyle: { color: hues[provider] },
        emphasis: { disabled: true },
        data: settings.map((setting) => cellAt(setting, provider)?.p50Ms ?? null),
        label: {
          show: true,
          position: 'right',
          color: palette.text,
          fontFamily: palette.numberFamily,
          fontSize: 11,
          formatter: ({ dataIndex }: { readonly dataIndex: number }) =>
            barLabel(cellAt(settings[dataIndex] ?? '', provider)),
        },
      })),
    },
    table: () => [
      { label: 'setting', values: ordered.map((cell) => cellLabel(cell, others)) },
      { label: 'provider', values: ordered.map(({ provider }) => provider) },
      { label: 'p50 latency (ms)', values: ordered.map(({ p50Ms }) => p50Ms) },
      { label: 'speed-up against cpu', values: ordered.map(({ speedUp }) => speedUp) },
    ],
  };
}

/** "9.49 ms · 4.20×": what the bar says at its end; the processor's own has only its time. */
function barLabel(cell: SweepCell | undefined): string {
  if (cell === undefined) return '';
  if (cell.provider === 'cpu' || cell.speedUp === null) return formatDuration(cell.p50Ms);
  return `${formatDuration(cell.p50Ms)} · ${formatNumber(cell.speedUp)}×`;
}

function barWords(cell: SweepCell | undefined): string {
  if (cell === undefined) return 'not measured';
  const time = formatDuration(cell.p50Ms);
  return cell.provider === 'cpu' || cell.speedUp === null
    ? time
    : `${time}, ${formatNumber(cell.speedUp)}× the speed`;
}
