import type { GpuProbe } from '../../contract/probe.ts';
import { formatCount } from '../../contract/units.ts';
import type { Chart, ChartPalette } from './chart.ts';
import { plotGrid } from './frame.ts';
import { formatGigaflops } from './roofline.ts';
import { sizeAxis } from './size-axis.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';
import { valueAxis } from './value-axis.ts';

type Product = GpuProbe['matrixProducts'][number];

const ALIGNED = 8;

/** A product of two square matrices by their dimension: those not divisible by 8 fall off. */
export function matrixCliff(products: readonly Product[], palette: ChartPalette): Chart {
  const x = sizeAxis(palette, 'dimension', products.map(at));
  const kinds = [
    { label: `divisible by ${ALIGNED}`, color: palette.blue, symbol: 'circle', isAligned: true },
    { label: 'not divisible', color: palette.orange, symbol: 'diamond', isAligned: false },
  ].map((kind) => ({
    ...kind,
    products: products.filter(({ size }) => (size % ALIGNED === 0) === kind.isAligned),
  }));
  const tera = { name: 'TFLOP/s', size: 1000 };
  return {
    title: 'Matrix product by dimension',
    description: `Speed of a matrix product by its dimension. ${products
      .map(({ size, gflops }) => `${size}: ${formatGigaflops(gflops)}`)
      .join('. ')}.`,
    legend: kinds.map(({ label, color }) => ({ label, color, value: '' })),
    option: {
      animation: false,
      grid: plotGrid(),
      xAxis: x.option,
      yAxis: valueAxis(
        palette,
        { name: 'TFLOP/s', unit: tera },
        products.map(({ gflops }) => gflops),
      ),
      tooltip: {
        ...axisTooltip(palette, ([point]) => {
          const product = kinds[point?.seriesIndex ?? 0]?.products[point?.dataIndex ?? 0];
          if (product === undefined) return '';
          return tooltipHtml(`${formatCount(product.size)} × ${formatCount(product.size)}`, [
            { label: 'speed', value: formatGigaflops(product.gflops) },
          ]);
        }),
        trigger: 'item',
      },
      series: kinds.map(({ label, color, symbol, products: own }) => ({
        id: label,
        type: 'line',
        data: own.map(({ size, gflops }) => [x.at(size), gflops]),
        symbol,
        symbolSize: 9,
        lineStyle: { width: 0 },
        itemStyle: { color },
        emphasis: { disabled: true },
      })),
    },
    table: () => [
      { label: 'dimension', values: products.map(at) },
      { label: 'speed (GFLOP/s)', values: products.map(({ gflops }) => gflops) },
    ],
  };
}

function at({ size }: Product): number {
  return size;
}
