import { PageHeader } from '../../components/PageHeader.tsx';
import { ResizeHandle, usePanelSize, type PanelLimits } from '../../components/ResizeHandle.tsx';
import { useBenchDraft } from '../../state/bench-draft.ts';
import { useModel } from '../../state/queries.ts';
import { BenchOptions } from './BenchOptions.tsx';
import { GenerationChoice } from './GenerationChoice.tsx';
import { LevelLadder } from './LevelLadder.tsx';
import { ModelChooser } from './ModelChooser.tsx';
import { ModelGlance } from './ModelGlance.tsx';
import { PlanPanel } from './PlanPanel.tsx';
import { ProfileChoice } from './ProfileChoice.tsx';
import { ProviderChoice } from './ProviderChoice.tsx';
import { QueueList } from './QueueList.tsx';
import { ScenarioChoice } from './ScenarioChoice.tsx';
import { useBenchPlan } from './use-bench-plan.ts';
import styles from './BenchSetup.module.css';

const SIDE: PanelLimits = { name: 'bench-plan', initial: 340, min: 280, max: 480 };

export function BenchSetup() {
  const model = useBenchDraft((draft) => draft.model);
  const { query, request } = useBenchPlan();
  const side = usePanelSize(SIDE);
  const unreadable = useModel(model).isError;
  if (model !== null && unreadable) {
    return (
      <>
        <PageHeader title="Bench" detail="Put a model on the test bench" />
        <div className={styles.alone}>
          <ModelGlance model={model} plan={undefined} />
          <QueueList />
        </div>
      </>
    );
  }
  if (model === null) {
    return (
      <>
        <PageHeader title="Bench" detail="Put a model on the test bench" />
        <div className={styles.alone}>
          <ModelChooser />
          <QueueList />
        </div>
      </>
    );
  }
  const plan = query.data;
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <PageHeader title="Bench" detail="Put a model on the test bench" />
        <div className={styles.sections}>
          <ModelGlance model={model} plan={plan} />
          <LevelLadder plan={plan} />
          <ProviderChoice />
          <ScenarioChoice plan={plan} />
          <GenerationChoice model={model} plan={plan} />
          <ProfileChoice />
          <BenchOptions model={model} plan={plan} />
        </div>
      </div>
      <ResizeHandle label="Width of the plan" limits={SIDE} panelOn="right" />
      <aside className={styles.right} style={{ width: side }} aria-label="Plan">
        <PlanPanel query={query} request={request} />
        <QueueList />
      </aside>
    </div>
  );
}
