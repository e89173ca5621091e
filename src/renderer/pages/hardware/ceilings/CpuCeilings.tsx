import { useCallback } from 'react';
import type { CpuProbe } from '../../../../contract/probe.ts';
import { bandwidthLadder } from '../../../../core/charts/bandwidth-ladder.ts';
import type { ChartPalette } from '../../../../core/charts/chart.ts';
import { roofline } from '../../../../core/charts/roofline.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { FactTable } from '../../run/FactTable.tsx';
import { cpuFacts } from './ceiling-facts.ts';
import { cpuRoofline } from './rooflines.ts';
import styles from './CeilingsTab.module.css';

export function CpuCeilings({ cpu }: { readonly cpu: CpuProbe }) {
  const roofs = useCallback((palette: ChartPalette) => roofline(cpuRoofline(cpu), palette), [cpu]);
  const ladder = useCallback(
    (palette: ChartPalette) => bandwidthLadder(cpu.ladder, cpu.caches, palette),
    [cpu],
  );
  return (
    <Panel title={cpu.name} flush>
      <div className={styles.device}>
        <div className={styles.charts}>
          <ChartView build={roofs} height="clamp(260px, 44vh, 420px)" exportName={cpu.name} />
          {cpu.ladder.length > 1 && <ChartView build={ladder} height={200} exportName={cpu.name} />}
        </div>
        <div className={styles.facts}>
          <FactTable caption={`Ceilings of ${cpu.name}`} facts={cpuFacts(cpu)} />
        </div>
      </div>
    </Panel>
  );
}
