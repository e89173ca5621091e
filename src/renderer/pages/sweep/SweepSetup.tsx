import { PageHeader } from '../../components/PageHeader.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { Panel } from '../../components/Panel.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useBenchDraft } from '../../state/bench-draft.ts';
import { editSweep, useSweepDraft } from '../../state/sweep-draft.ts';
import { ModelChooser } from '../bench/ModelChooser.tsx';
import { ModelGlance } from '../bench/ModelGlance.tsx';
import { SweepAxesPanel } from './SweepAxesPanel.tsx';
import { SweepList } from './SweepList.tsx';
import { SweepPlanPanel } from './SweepPlanPanel.tsx';
import styles from './SweepSetup.module.css';

const DETAIL = 'One model or several, over sizes, levels, providers and threads, in one go';

/** What is to be swept, how many cells that makes and how long they take; and the sweeps that are stored. */
export function SweepSetup() {
  const model = useBenchDraft((draft) => draft.model);
  const { iterations, durationSeconds, name } = useSweepDraft();
  if (model === null) {
    return (
      <div className={styles.alone}>
        <PageHeader title="Sweep" detail={DETAIL} />
        <div className={styles.sections}>
          <ModelChooser />
          <SweepList />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.columns}>
      <div className={styles.left}>
        <PageHeader title="Sweep" detail={DETAIL} />
        <div className={styles.sections}>
          <SweepAxesPanel model={model} />
          <Panel title="Each cell">
            <div className={styles.fields}>
              <NumberField
                label="Time limit"
                unit="s"
                fraction
                min={0.001}
                value={durationSeconds}
                placeholder="none"
                onChange={(value) => editSweep({ durationSeconds: value })}
              />
              <NumberField
                label="Iterations"
                min={1}
                value={iterations}
                placeholder="as many as fit"
                onChange={(value) => editSweep({ iterations: value })}
              />
              <TextField
                label="Name of the sweep"
                value={name}
                placeholder="by what is varied"
                onChange={(value) => editSweep({ name: value })}
              />
            </div>
          </Panel>
          <ModelGlance model={model} plan={undefined} />
        </div>
      </div>
      <aside className={styles.right} aria-label="Plan">
        <SweepPlanPanel model={model} />
        <SweepList />
      </aside>
    </div>
  );
}
