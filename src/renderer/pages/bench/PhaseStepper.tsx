import { Check } from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import { useLiveRun } from '../../state/live-runs.ts';
import { phaseSteps } from './phase-steps.ts';
import styles from './PhaseStepper.module.css';

export function PhaseStepper({ run }: { readonly run: Run }) {
  const phase = useLiveRun(run.id, (state) => state.phase);
  return (
    <ol className={styles.steps} aria-label="Phases">
      {phaseSteps(run.status, phase, run.phases, run.config.profile !== null).map(
        ({ phase: id, label, state, time }) => (
          <li
            key={id}
            className={styles.step}
            data-state={state}
            aria-current={state === 'current' ? 'step' : undefined}
          >
            <span className={styles.dot} aria-hidden="true">
              {state === 'done' && <Check />}
            </span>
            <span className={styles.label}>{label}</span>
            {time !== '' && <span className={styles.time}>{time}</span>}
          </li>
        ),
      )}
    </ol>
  );
}
