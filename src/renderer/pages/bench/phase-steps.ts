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
  profiling: 'Profile',
  storing: 'Store',
};

/** The way of a run through its phases: live by the phase it is in, ended by what was timed. */
export function phaseSteps(
  status: RunStatus,
  phase: RunPhase | null,
  phases: RunPhases,
  isProfiled = false,
): readonly PhaseStep[] {
  const times: Partial<Record<RunPhase, number | null>> = {
    loading: phases.loadMs,
    'first-run': phases.firstRunMs,
    'warm-up': phases.warmupMs,
    measuring: phases.measuredMs,
  };
  const live = status === 'queued' || status === 'running';
  const at = phase === null ? 0 : RUN_PHASES.indexOf(phase);
  const passed = lastPassed(status, times);
  return RUN_PHASES.flatMap((each, index) => {
    if (each === 'profiling' && !isProfiled) return [];
    const ms = times[each];
    const state = live ? liveState(index, at) : index <= passed ? 'done' : 'skipped';
    return { phase: each, label: LABELS[each], state, time: ms == null ? '' : formatDuration(ms) };
  });
}

function liveState(index: number, at: number): PhaseStep['state'] {
  if (index === at) return 'current';
  return index < at ? 'done' : 'ahead';
}

/** Of a run that did not end well, what lies behind the last phase with a time was passed, and no more is known. */
function lastPassed(status: RunStatus, times: Partial<Record<RunPhase, number | null>>): number {
  const timed = RUN_PHASES.findLastIndex((phase) => times[phase] != null);
  const measured = timed === RUN_PHASES.indexOf('measuring');
  return status === 'done' || (status === 'stopped' && measured) ? RUN_PHASES.length - 1 : timed;
}
