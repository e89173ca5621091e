import type { OperatorFamily } from '../../contract/operator-family.ts';
import type { TensorLife } from '../../contract/profile.ts';
import { formatBytes, formatCount } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { familyWords } from './family-hue.ts';
import { plotGrid, verticalAxis } from './frame.ts';
import { cut, executionAxis } from './memory-plan.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

export const LIVES_SHOWN = 500;

export interface TensorLives {
  readonly lives: readonly TensorLife[];
  readonly operatorCount: number;
  readonly nameOf: (place: number) => string;
  readonly familyOf: (place: number) => OperatorFamily;
}

interface LifeApi {
  coord(place: readonly [number, number]): readonly [number, number];
  size(place: readonly [number, number]): readonly [number, number];
}

/** The largest values from the operator that makes them to the last that reads them; those of one row never meet. */
export function tensorLives(data: TensorLives, palette: ChartPalette): Chart {
  const { operatorCount, nameOf, familyOf } = data;
  const lives = [...data.lives].sort((one, other) => other.bytes - one.bytes).slice(0, LIVES_SHOWN);
  const rows = rowsOf(lives);
  const rowCount = Math.max(1, ...rows.map((row) => row + 1));
  const lifeOf = (index: number): TensorLife => lives[index] as TensorLife;
  const hueOf = (index: number): string => palette.families[familyOf(lifeOf(index).from)];
  const families = [...new Set(lives.map(({ from }) => familyOf(from)))];
  return {
    title:
      lives.length >= LIVES_SHOWN ? `Lifetimes of the largest ${lives.length} values` : 'Lifetimes of values',
    description: `From where to where each of the ${lives.length} largest values is alive. The largest: ${lives
      .slice(0, 3)
      .map(({ tensor, bytes }) => `${cut(tensor)}, ${formatBytes(bytes)}`)
      .join('; ')}.`,
    legend: families.map((family) => ({
      label: `made by ${familyWords(family)}`,
      color: palette.families[family],
      value: '',
    })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: executionAxis(palette, operatorCount, false),
      yAxis: {
        ...verticalAxis(palette, { name: '', unit: { name: '', size: 1 } }, { min: 0, max: rowCount }),
        min: 0,
        max: rowCount,
        axisLabel: { show: false },
        splitLine: { show: false },
      },
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const index = points[0]?.dataIndex ?? 0;
          const life = lives[index];
          if (life === undefined) return '';
          return tooltipHtml(cut(life.tensor) || 'a value without a name', [
            { label: 'size', value: formatBytes(life.bytes), color: hueOf(index) },
            { label: 'from', value: `${formatCount(life.from + 1)}. ${cut(nameOf(life.from))}` },
            { label: 'to', value: `${formatCount(life.to + 1)}. ${cut(nameOf(life.to))}` },
          ]);
        }),
        trigger: 'item',
      },
      series: [
        {
          id: 'lives',
          type: 'custom',
          clip: true,
          cursor: 'pointer',
          encode: { x: [0, 1], y: 2 },
          data: lives.map(({ from, to }, index) => [from, to, rows[index]]),
          renderItem: ({ dataIndex }: { readonly dataIndex: number }, api: LifeApi) => {
            const { from, to } = lifeOf(dataIndex);
            const row = rows[dataIndex] ?? 0;
            const [left, top] = api.coord([from - 0.5, row + 1]);
            const [right] = api.coord([to + 0.5, row]);
            const tall = api.size([1, 1])[1];
            return {
              type: 'rect',
              shape: {
                x: left,
                y: top,
                width: Math.max(2, right - left),
                height: Math.max(1, tall - (tall >= 4 ? 1 : 0)),
              },
              style: { fill: hueOf(dataIndex) },
            };
          },
        },
      ],
    },
    pick: ({ x, y }) => {
      const row = Math.floor(y);
      const found = lives.find(
        ({ from, to }, index) => rows[index] === row && x >= from - 0.5 && x <= to + 0.5,
      );
      return found === undefined ? null : found.from;
    },
    table: () => [
      { label: 'value', values: lives.map(({ tensor }) => tensor) },
      { label: 'size (bytes)', values: lives.map(({ bytes }) => bytes) },
      { label: 'from', values: lives.map(({ from }) => from + 1) },
      { label: 'to', values: lives.map(({ to }) => to + 1) },
      { label: 'made by', values: lives.map(({ from }) => nameOf(from)) },
      { label: 'last read by', values: lives.map(({ to }) => nameOf(to)) },
    ],
  };
}

/** Each in the lowest row where it meets none of those before it: the largest lie lowest. */
export function rowsOf(lives: readonly Pick<TensorLife, 'from' | 'to'>[]): readonly number[] {
  const rows: Pick<TensorLife, 'from' | 'to'>[][] = [];
  return lives.map((life) => {
    const free = rows.findIndex((row) => row.every(({ from, to }) => to < life.from || from > life.to));
    const row = free < 0 ? rows.push([]) - 1 : free;
    rows[row]?.push(life);
    return row;
  });
}
