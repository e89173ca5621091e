import { RUN_PHASES, type RunPhase, type RunPhases, type RunStatus } from '../../../contract/run.ts';
import { formatDuration } from '../../../contract/units.ts';

export interface PhaseStep {
  readonly phase: RunPhase;
  readonly label: string;
  readonly state: 'done' | 'current' | 'ahead' | 'skipped';
  /** How long it took, where it was timed. */
  readonly time: string;
}

const LABELS: Readonly<Record<RunPhase, string>> = {
  waiting: 'Wait',
  preparing: 'Prepare',
  loading: 'Load',
  'first-run': 'First run',
  'warm-up': 'Warm up',
  measuring: 'Measure',
  storing: 'Store',
};

/** The way of a run through its phases: live by the phase it is in, ended by what was timed. */
export function phaseSteps(
  status: RunStatus,
  phase: RunPhase | null,
  phases: RunPhases,
): readonly PhaseStep[] {
  const times: Partial<Record<RunPhase, number | null>> = {
    loading: phases.loadMs,
    'first-run': phases.firstRunMs,
    'warm-up': phases.warmupMs,
    measuring: phases.measuredMs,
  };
  const live = status === 'queued' || status === 'running';
  const at = phase === null ? 0 : RUN_PHASES.indexOf(phase);
  return RUN_PHASES.map((each, index) => {
    const ms = times[each];
    const state = live ? (index < at ? 'done' : index === at ? 'current' : 'ahead') : ended(status, ms);
    return { phase: each, label: LABELS[each], state, time: ms == null ? '' : formatDuration(ms) };
  });
}

/** Of a run that failed, only the phases with a time are known to have been passed. */
function ended(status: RunStatus, ms: number | null | undefined): PhaseStep['state'] {
  return status === 'done' || ms != null ? 'done' : 'skipped';
}
