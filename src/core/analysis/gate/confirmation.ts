import type { GateCheck, GateConfirmation } from '../../../contract/gate.ts';
import { formatCount } from '../../../contract/units.ts';

export interface MeasuredAgain {
  readonly runIds: readonly string[];
  readonly comparisonId: string | null;
  /** What did not go as meant, each as a sentence. */
  readonly remarks: readonly string[];
  readonly isStopped: boolean;
  /** Why nothing was measured again; null where it was. */
  readonly impossible: string | null;
}

/** What fresh measurements say of the alarms together, in words. */
export function confirmationOf(checks: readonly GateCheck[], again: MeasuredAgain): GateConfirmation {
  const { runIds, comparisonId, remarks, isStopped, impossible } = again;
  const judged = checks.flatMap(({ afresh }) => afresh ?? []);
  const confirmed = judged.filter(({ verdict }) => verdict === 'confirmed').length;
  const withdrawn = judged.filter(({ verdict }) => verdict === 'withdrawn').length;
  const sentence = (): string => {
    if (impossible !== null) return impossible;
    if (isStopped) return 'It was stopped before fresh measurements could tell.';
    const pairs = judged.find(({ by }) => by === 'pairs')?.count ?? 0;
    const runs = judged.find(({ by }) => by === 'runs')?.count ?? 0;
    const by = [
      ...(pairs > 0 ? [`${formatCount(pairs)} pairs of fresh processes of both, measured in turns`] : []),
      ...(runs > 0 ? [runs === 1 ? 'one fresh run' : `${formatCount(runs)} fresh runs`] : []),
    ].join(' and ');
    if (judged.length === 0) return 'Nothing could be measured again: the stored runs are believed.';
    if (confirmed === judged.length) return `Confirmed by ${by}.`;
    if (withdrawn === judged.length) return `Alarmed at first, and withdrawn by ${by}.`;
    return `Of ${judged.length} alarms ${by} confirmed ${confirmed} and withdrew ${withdrawn}.`;
  };
  return {
    runIds,
    comparisonId,
    confirmed: confirmed > 0,
    sentence: [sentence(), ...remarks].join(' '),
  };
}
