import type { Run } from '../../../contract/run.ts';
import type { SideBySide } from '../../../contract/side-by-side.ts';
import { sideLabel } from '../../../core/analysis/side-by-side/side-label.ts';
import { Select } from '../../components/Select.tsx';
import { Tabs } from '../../components/Tabs.tsx';
import { DifferenceTab, type DifferenceTabProps } from '../../difference/DifferenceTab.tsx';
import { navigate } from '../../state/navigation.ts';
import type { CompareRoute, CompareTab } from '../../state/routes.ts';
import { runTitle } from '../runs/run-title.ts';
import { EnvironmentDifferences } from './EnvironmentDifferences.tsx';
import { ExplainedPair, withoutPart } from './ExplainedPair.tsx';
import { HardwareBeside } from './HardwareBeside.tsx';
import { OverviewOfRuns } from './OverviewOfRuns.tsx';
import styles from './ComparePage.module.css';

export interface ComparedTabsProps {
  readonly compared: SideBySide;
  readonly route: CompareRoute;
}

export function ComparedTabs({ compared, route }: ComparedTabsProps) {
  const difference = (kind: DifferenceTabProps['kind']) => (
    <AgainstReference compared={compared} route={route} kind={kind} />
  );
  return (
    <div className={styles.tabs}>
      <Tabs<CompareTab>
        label="Parts of the comparison"
        value={route.tab ?? 'overview'}
        onChange={(tab) => navigate({ ...route, tab })}
        items={[
          {
            id: 'overview',
            label: 'Overview',
            content: (
              <OverviewOfRuns
                compared={compared}
                explained={<ExplainedPair compared={compared} route={route} />}
              />
            ),
          },
          { id: 'operators', label: 'Operators', content: difference('operators') },
          { id: 'flame', label: 'Flame', content: difference('flame') },
          { id: 'graphs', label: 'Graphs', content: difference('graphs') },
          { id: 'hardware', label: 'Hardware', content: <HardwareBeside compared={compared} /> },
          {
            id: 'environment',
            label: 'Environment',
            content: <EnvironmentDifferences compared={compared} />,
          },
        ]}
      />
    </div>
  );
}

interface AgainstReferenceProps extends ComparedTabsProps {
  readonly kind: DifferenceTabProps['kind'];
}

/** A difference is of two: of more runs, one is chosen to be held against the reference. */
function AgainstReference({ compared: { runs }, route, kind }: AgainstReferenceProps) {
  const [a, second, ...more] = runs;
  const b = runs.find(({ id }, index) => index > 0 && id === route.other) ?? second;
  if (a === undefined || b === undefined) return null;
  return (
    <div className={styles.against}>
      {more.length > 0 && (
        <Select
          label="Held against A"
          value={b.id}
          options={runs.slice(1).map((run: Run, index) => ({
            value: run.id,
            label: `${sideLabel(index + 1)} · ${runTitle(run)}`,
          }))}
          onChange={(other) => navigate({ ...withoutPart(route), other }, { replace: true })}
        />
      )}
      <DifferenceTab key={`${a.id} ${b.id}`} kind={kind} a={a} b={b} />
    </div>
  );
}
