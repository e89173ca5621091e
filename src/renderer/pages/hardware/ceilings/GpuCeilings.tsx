import { useCallback } from 'react';
import type { Advice, GpuProbe } from '../../../../contract/probe.ts';
import type { ChartPalette } from '../../../../core/charts/chart.ts';
import { matrixCliff } from '../../../../core/charts/matrix-cliff.ts';
import { roofline } from '../../../../core/charts/roofline.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { FactTable } from '../../run/FactTable.tsx';
import { gpuFacts, times } from './ceiling-facts.ts';
import { gpuRoofline } from './rooflines.ts';
import styles from './CeilingsTab.module.css';

export function GpuCeilings({ gpu }: { readonly gpu: GpuProbe }) {
  const roofs = useCallback((palette: ChartPalette) => roofline(gpuRoofline(gpu), palette), [gpu]);
  const cliff = useCallback((palette: ChartPalette) => matrixCliff(gpu.matrixProducts, palette), [gpu]);
  return (
    <Panel title={gpu.name} flush>
      <div className={styles.device}>
        <div className={styles.charts}>
          <ChartView build={roofs} height="clamp(260px, 44vh, 420px)" exportName={gpu.name} />
          {gpu.matrixProducts.length > 1 && <ChartView build={cliff} height={200} exportName={gpu.name} />}
        </div>
        <div className={styles.facts}>
          <FactTable caption={`Ceilings of ${gpu.name}`} facts={gpuFacts(gpu)} />
          {gpu.advice.length > 0 && <AdviceList advice={gpu.advice} />}
        </div>
      </div>
    </Panel>
  );
}

/** What pays on this card, with the gain that was measured on it. */
function AdviceList({ advice }: { readonly advice: readonly Advice[] }) {
  return (
    <>
      <h3 className={styles.heading}>What pays on this card</h3>
      <ul className={styles.advice}>
        {advice.map(({ id, title, gain, evidence, nextStep }) => (
          <li key={id}>
            <span className={styles.gain}>{times(gain)}</span>
            <div>
              <p className={styles.title}>{title}</p>
              <p className={styles.evidence}>{evidence}</p>
              <p className={styles.evidence}>{nextStep}</p>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
