import { formatNumber } from '../../contract/units.ts';
import { HEAT_METRICS } from '../../core/analysis/graph-heat/heat-metric.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { heatColour } from '../../core/charts/model-graph/heat-scale.ts';
import type { GraphDocument } from './graph-document.ts';
import { providerColour, type SceneHeat } from './graph-faces.ts';
import { formatHeat, METRIC_WORDS } from './graph-words.ts';
import styles from './HeatLegend.module.css';

export interface HeatLegendProps {
  readonly document: GraphDocument;
  readonly heat: SceneHeat;
  readonly palette: ChartPalette;
}

const SAMPLES = 20;
const BAR_WIDTH = 160;

/** What the colours mean, with numbers, and what is without one. */
export function HeatLegend({ document, heat, palette }: HeatLegendProps) {
  const { says, label } = METRIC_WORDS[heat.metric];
  const providers = [...new Set(document.profile?.operators.map(({ provider }) => provider) ?? [])].sort();
  const hasNone = heat.metric === 'placement' ? providers.length === 0 : heat.scale === null;
  return (
    <div className={styles.legend}>
      <span className={styles.words}>
        {label}: {says}
      </span>
      {hasNone && <span className={styles.words}>— not known of any node here</span>}
      {heat.metric === 'placement' &&
        providers.map((provider) => (
          <span key={provider} className={styles.item}>
            <svg width="10" height="10" aria-hidden="true">
              <rect width="10" height="10" rx="2" fill={providerColour(provider, palette)} />
            </svg>
            {provider}
          </span>
        ))}
      {heat.scale !== null && (
        <span className={styles.item}>
          {formatHeat(heat.metric, 0)}
          <svg width={BAR_WIDTH} height="10" aria-hidden="true">
            {Array.from({ length: SAMPLES }, (_, at) => (
              <rect
                key={at}
                x={(at * BAR_WIDTH) / SAMPLES}
                width={BAR_WIDTH / SAMPLES + 0.5}
                height="10"
                fill={heatColour(palette.heat, at / (SAMPLES - 1))}
              />
            ))}
          </svg>
          {formatHeat(heat.metric, heat.scale.highest)}
          <span className={styles.words}>
            (middle {formatHeat(heat.metric, heat.scale.ticks[2]?.value ?? null)})
          </span>
        </span>
      )}
      {!hasNone && (
        <span className={styles.item}>
          <svg width="14" height="10" aria-hidden="true">
            <rect width="14" height="10" fill={palette.surface} stroke={palette.axis} />
            <path d="M0 10L10 0M6 12L16 2M-4 6L4 -2" stroke={palette.axis} />
          </svg>
          <span className={styles.words}>not known, or not run as itself</span>
        </span>
      )}
      {heat.metric === 'time' && document.profile?.isIndicative === true && (
        <span className={styles.words}>
          indicative: recording made it {formatNumber(document.profile.overheadFactor, 2)} times slower
        </span>
      )}
      {document.costs.fates.includes('fused') && (
        <span className={styles.words}>1 of 2: two nodes that ran as one operator</span>
      )}
    </div>
  );
}

/** Time and placement come from a profile. */
export function metricOptions(isTimed: boolean) {
  return HEAT_METRICS.map((value) => ({
    value,
    label: METRIC_WORDS[value].label,
    disabled: !isTimed && (value === 'time' || value === 'placement'),
  }));
}
