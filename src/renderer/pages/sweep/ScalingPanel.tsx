import { useCallback, useState } from 'react';
import type { ScalingFit } from '../../../contract/scaling.ts';
import type { Sweep } from '../../../contract/sweep.ts';
import { formatPercent } from '../../../contract/units.ts';
import { formatValue } from '../../../core/analysis/scaling/words.ts';
import type { ChartPalette } from '../../../core/charts/chart.ts';
import { scalingLaw } from '../../../core/charts/scaling-law.ts';
import { ChartView } from '../../charts/ChartView.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import styles from './ScalingPanel.module.css';

/** How time and memory grow: the law in words, its chart, what it foretold, and what size buys. */
export function ScalingPanel({ sweep }: { readonly sweep: Sweep }) {
  const fits = sweep.scaling.filter((fit): fit is ScalingFit => fit.law !== null);
  const gaps = new Set(
    sweep.scaling.flatMap(({ law, variable, words }) => (law === null ? [`By ${variable}: ${words}.`] : [])),
  );
  const [chosen, setChosen] = useState('');
  const fit = fits.find((each) => idOf(each) === chosen) ?? fits[0];
  // Beside a law stands what belongs to it; alone, all there is.
  const efficiency = sweep.efficiency.filter(
    ({ variable, at }) => fit === undefined || (variable === fit.variable && at === fit.at),
  );
  if (fit === undefined && gaps.size === 0 && sweep.efficiency.length === 0) return null;
  return (
    <Panel
      title="How it grows"
      actions={
        fits.length > 1 && fit !== undefined ? (
          <Select
            label="Law"
            labelHidden
            value={idOf(fit)}
            options={fits.map((each) => ({ value: idOf(each), label: titleOf(each) }))}
            onChange={setChosen}
          />
        ) : undefined
      }
    >
      <div className={styles.columns}>
        {fit !== undefined && <Law fit={fit} exportName={sweep.name} />}
        <div className={styles.words}>
          {fit !== undefined && <Checks fit={fit} />}
          {efficiency.map(({ variable, at, words }) => (
            <p key={`${variable} ${at}`}>
              {words} <span className={styles.at}>({at})</span>
            </p>
          ))}
          {[...gaps].map((words) => (
            <p key={words} className={styles.at}>
              {words}
            </p>
          ))}
        </div>
      </div>
    </Panel>
  );
}

function Law({ fit, exportName }: { readonly fit: ScalingFit; readonly exportName: string }) {
  const build = useCallback((palette: ChartPalette) => scalingLaw(fit, palette), [fit]);
  return (
    <div className={styles.chart}>
      <ChartView key={idOf(fit)} build={build} height={260} exportName={exportName} />
    </div>
  );
}

function Checks({ fit }: { readonly fit: ScalingFit }) {
  const size = (value: number): string => formatValue(fit.metric, value);
  return (
    <>
      <p className={styles.law}>{fit.words}</p>
      <p className={styles.at}>
        {titleOf(fit)}. Off by {formatPercent(fit.crossValidationError * 100)} at sizes left out.
      </p>
      {fit.holdout.map(({ x, y, predicted, interval: [low, high], held }) => (
        <p key={`${x} ${y}`}>
          {fit.variable} {x} was predicted {size(predicted)} ({size(low)} – {size(high)}) and measured{' '}
          {size(y)}: <strong>{held ? 'the law holds' : 'the law does not hold there'}</strong>.
        </p>
      ))}
    </>
  );
}

function idOf({ metric, variable, at }: ScalingFit): string {
  return `${metric} ${variable} ${at}`;
}

function titleOf({ metric, variable, at }: ScalingFit): string {
  const what = { latency: 'Time', memory: 'Memory', throughput: 'Throughput' }[metric];
  return `${what} by ${variable}, ${at}`;
}
