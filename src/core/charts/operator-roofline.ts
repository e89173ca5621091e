import type { OperatorFamily } from '../../contract/operator-family.ts';
import { formatDuration, formatNumber } from '../../contract/units.ts';
import type { Chart, ChartPalette, ChartPoint } from './chart.ts';
import { familyWords } from './family-hue.ts';
import { formatGigaflops, roofline, type Roofline } from './roofline.ts';
import { axisTooltip, tooltipHtml } from './tooltip.ts';

/** An operator on the roofline: where its work puts it, and what it reached. */
export interface OperatorDot {
  readonly label: string;
  readonly family: OperatorFamily;
  /** FLOPs per byte, and GFLOP/s in its own time; both above zero. */
  readonly intensity: number;
  readonly gigaflops: number;
  /** Of what the roof allows there. */
  readonly attained: number;
  readonly selfMs: number;
  readonly share: number;
}

/** The cheaper ones lie under these, and take none of the time that anybody looks for. */
export const DOTS_SHOWN = 1000;
const NEAR_PX = 12;

/** The roofline with a dot for each operator: its size by share, its hue by family. */
export function operatorRoofline(
  roofs: Roofline,
  dots: readonly OperatorDot[],
  selected: number | null,
  palette: ChartPalette,
): Chart {
  const places = dots
    .map((_, place) => place)
    .sort((one, other) => (dots[other]?.share ?? 0) - (dots[one]?.share ?? 0))
    .slice(0, DOTS_SHOWN);
  const base = roofline(roofs, palette, reachOf(dots));
  const dotOf = (place: number): OperatorDot => dots[place] as OperatorDot;
  const pointOf = (place: number): ChartPoint => ({
    x: Math.log2(dotOf(place).intensity),
    y: dotOf(place).gigaflops,
  });
  const families = [...new Set(places.map((place) => dotOf(place).family))];
  return {
    ...base,
    title: `Roofline of ${roofs.name}`,
    description: `${base.description} ${dots.length} operators as dots: what they reached, by the operations that they do for each byte.`,
    legend: families.map((family) => ({
      label: familyWords(family),
      color: palette.families[family],
      value: '',
    })),
    option: {
      ...base.option,
      tooltip: {
        ...axisTooltip(palette, (points) => {
          const place = places[points[0]?.dataIndex ?? 0];
          return place === undefined ? '' : tip(dotOf(place), palette);
        }),
        trigger: 'item',
      },
      series: [
        ...base.option.series,
        {
          id: 'operators',
          type: 'scatter',
          cursor: 'pointer',
          data: places.map((place) => {
            const { x, y } = pointOf(place);
            const isSelected = place === selected;
            return {
              value: [x, y],
              symbolSize: sizeOf(dotOf(place).share),
              itemStyle: {
                color: palette.families[dotOf(place).family],
                borderColor: isSelected ? palette.text : palette.surface,
                borderWidth: isSelected ? 3 : 1,
                opacity: isSelected ? 1 : 0.85,
              },
            };
          }),
          emphasis: { disabled: true },
          z: 5,
        },
      ],
    },
    pick: (at, toPixel) => {
      const here = toPixel(at);
      // The smallest of those hit lies on top of the others.
      const hit = places.findLast((place) => {
        const there = toPixel(pointOf(place));
        const reach = Math.max(NEAR_PX, sizeOf(dotOf(place).share)) / 2 + 2;
        return Math.hypot(there.x - here.x, there.y - here.y) <= reach;
      });
      return hit ?? null;
    },
    table: () => [
      { label: 'operator', values: dots.map(({ label }) => label) },
      { label: 'FLOPs per byte', values: dots.map(({ intensity }) => intensity) },
      { label: 'reached (GFLOP/s)', values: dots.map(({ gigaflops }) => gigaflops) },
      { label: 'share of the attainable rate', values: dots.map(({ attained }) => attained) },
      { label: 'own time (ms)', values: dots.map(({ selfMs }) => selfMs) },
      { label: 'share of the clean time', values: dots.map(({ share }) => share) },
    ],
  };
}

/** Its area by its share. */
function sizeOf(share: number): number {
  return Math.min(44, 5 + 40 * Math.sqrt(Math.max(0, share)));
}

function reachOf(dots: readonly OperatorDot[]): Parameters<typeof roofline>[2] {
  if (dots.length === 0) return {};
  const [first] = dots as readonly [OperatorDot];
  const reach = {
    leastIntensity: first.intensity,
    mostIntensity: first.intensity,
    leastGigaflops: first.gigaflops,
    mostGigaflops: first.gigaflops,
  };
  for (const { intensity, gigaflops } of dots) {
    reach.leastIntensity = Math.min(reach.leastIntensity, intensity);
    reach.mostIntensity = Math.max(reach.mostIntensity, intensity);
    reach.leastGigaflops = Math.min(reach.leastGigaflops, gigaflops);
    reach.mostGigaflops = Math.max(reach.mostGigaflops, gigaflops);
  }
  return reach;
}

function tip(dot: OperatorDot, palette: ChartPalette): string {
  const label = dot.label.length > 80 ? `${dot.label.slice(0, 79)}…` : dot.label;
  return tooltipHtml(label, [
    { label: 'reached', value: formatGigaflops(dot.gigaflops), color: palette.families[dot.family] },
    { label: 'of the attainable', value: percent(dot.attained) },
    { label: 'FLOPs per byte', value: formatNumber(dot.intensity) },
    { label: 'own time', value: `${formatDuration(dot.selfMs)}, ${percent(dot.share)}` },
  ]);
}

function percent(share: number): string {
  return `${formatNumber(share * 100)} %`;
}
