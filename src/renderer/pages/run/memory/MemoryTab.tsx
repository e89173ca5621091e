import { useCallback } from 'react';
import type { OperatorProfile, ProfileMemory, RunProfile } from '../../../../contract/profile.ts';
import type { Run } from '../../../../contract/run.ts';
import { formatBytes } from '../../../../contract/units.ts';
import { growthWords } from '../../../../core/analysis/operators/growth-words.ts';
import { typeWords } from '../../../../core/analysis/operators/group-operators.ts';
import type { ChartPalette } from '../../../../core/charts/chart.ts';
import { arenaInUse } from '../../../../core/charts/arena-in-use.ts';
import { memoryGrowth } from '../../../../core/charts/memory-growth.ts';
import { memoryPlan } from '../../../../core/charts/memory-plan.ts';
import { tensorLives } from '../../../../core/charts/tensor-lives.ts';
import { ChartView } from '../../../charts/ChartView.tsx';
import { Callout } from '../../../components/Callout.tsx';
import { navigate } from '../../../state/navigation.ts';
import { runTitle } from '../../runs/run-title.ts';
import { ChartAside, ChartSurface } from '../ChartSurface.tsx';
import { ProfiledTab } from '../ProfiledTab.tsx';
import { LargestTensors } from './LargestTensors.tsx';
import styles from '../operators/OperatorsTab.module.css';

export interface MemoryTabProps {
  readonly run: Run;
}

/** Which values the run held, from when to when, and whether it grew. */
export function MemoryTab({ run }: MemoryTabProps) {
  return (
    <ProfiledTab run={run} what="which values are alive when, and whether memory grows">
      {(profile) => <Memory run={run} profile={profile} />}
    </ProfiledTab>
  );
}

function Memory({ run, profile }: MemoryTabProps & { readonly profile: RunProfile }) {
  const { memory, operators } = profile;
  const exportName = runTitle(run);
  const group = `memory ${run.id}`;
  const arena = useCallback(
    (palette: ChartPalette) => arenaInUse(operators, (place) => nameOf(operators, place), palette),
    [operators],
  );
  const isTold = operators.some((operator) => operator.memory !== null);
  const select = (operator: number): void =>
    navigate({ page: 'run', runId: run.id, tab: 'operators', operator });
  const common = { exportName, group, onPick: select };
  return (
    <div className={styles.stack}>
      {memory === null ? (
        <Callout tone="info" title="Nothing is known of the values">
          The executed graph could not be read, or its shapes are not known, so that nobody can tell what is
          alive when.
        </Callout>
      ) : (
        <Plan memory={memory} operators={operators} {...common} />
      )}
      {isTold && (
        <ChartSurface>
          <ChartView build={arena} height={160} headingLevel={2} {...common} />
          <ChartAside>
            As the runtime recorded it after each operator, weights that it keeps there included. What each
            operator allocated is a column of the operators’ table.
          </ChartAside>
        </ChartSurface>
      )}
      {memory !== null && (
        <>
          <Growth growth={memory.growth} exportName={exportName} />
          <LargestTensors profile={profile} lives={memory.lives} />
        </>
      )}
    </div>
  );
}

interface PlanProps {
  readonly memory: ProfileMemory;
  readonly operators: readonly OperatorProfile[];
  readonly exportName: string;
  readonly group: string;
  readonly onPick: (place: number) => void;
}

function Plan({ memory, operators, ...common }: PlanProps) {
  const plan = useCallback(
    (palette: ChartPalette) => memoryPlan({ memory, nameOf: (place) => nameOf(operators, place) }, palette),
    [memory, operators],
  );
  const lives = useCallback(
    (palette: ChartPalette) =>
      tensorLives(
        {
          lives: memory.lives,
          operatorCount: operators.length,
          nameOf: (place) => nameOf(operators, place),
          familyOf: (place) => operators[place]?.family ?? 'other',
        },
        palette,
      ),
    [memory, operators],
  );
  return (
    <ChartSurface>
      <ChartView build={plan} height={220} headingLevel={2} {...common} />
      <ChartView build={lives} height={260} headingLevel={2} {...common} />
      <ChartAside>
        Values between operators, from the graph as it ran and its shapes: at most{' '}
        {formatBytes(memory.peakBytes)} at once. Weights are not among them. A click leads to the operator.
      </ChartAside>
    </ChartSurface>
  );
}

interface GrowthProps {
  readonly growth: ProfileMemory['growth'];
  readonly exportName: string;
}

function Growth({ growth, exportName }: GrowthProps) {
  const { residentBytes, inUseBytes } = growth;
  const resident = useCallback(
    (palette: ChartPalette) =>
      memoryGrowth(
        {
          title: 'Process, resident',
          iterationWords: 'iteration, not recorded',
          hue: 'purple',
          bytes: residentBytes,
        },
        palette,
      ),
    [residentBytes],
  );
  const arena = useCallback(
    (palette: ChartPalette) =>
      memoryGrowth(
        { title: 'Arena, in use', iterationWords: 'profiled iteration', hue: 'sky', bytes: inUseBytes },
        palette,
      ),
    [inUseBytes],
  );
  const common = { height: 180, headingLevel: 2, exportName } as const;
  return (
    <div className={styles.charts}>
      <ChartSurface>
        {isKnown(residentBytes) && <ChartView build={resident} {...common} />}
        <ChartAside>{growthWords(growth)}</ChartAside>
      </ChartSurface>
      {isKnown(inUseBytes) && (
        <ChartSurface>
          <ChartView build={arena} {...common} />
        </ChartSurface>
      )}
    </div>
  );
}

function isKnown(bytes: readonly (number | null)[]): boolean {
  return bytes.filter((each) => each !== null).length > 1;
}

function nameOf(operators: readonly OperatorProfile[], place: number): string {
  const operator = operators[place];
  if (operator === undefined) return '';
  return operator.name === '' ? typeWords(operator) : operator.name;
}
