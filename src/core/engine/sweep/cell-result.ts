import { DynoError } from '../../../contract/errors.ts';
import type { Run } from '../../../contract/run.ts';
import type { SweepCell } from '../../../contract/sweep.ts';

/** What a run that has ended says in its cell. */
export function withResult(cell: SweepCell, run: Run): SweepCell {
  const { latencyMs, throughput, status } = run;
  const [low, high] = latencyMs?.intervals.p50 ?? [null, null];
  const measured = status === 'done' && latencyMs !== null;
  return {
    ...cell,
    runId: run.id,
    state: measured ? 'done' : status === 'stopped' ? 'stopped' : 'failed',
    error: measured || status === 'stopped' ? null : (run.error ?? nothingMeasured(run)),
    p50Ms: latencyMs?.p50 ?? null,
    p50LowMs: low,
    p50HighMs: high,
    samplesPerSecond: throughput?.samplesPerSecond ?? null,
    tokensPerSecond: throughput?.tokensPerSecond ?? null,
    peakBytes: peakOf(run),
  };
}

/** What the worker itself saw, phase by phase; else what the sampler saw of it from time to time. */
function peakOf({ resources, hardware }: Run): number | null {
  const peaks = Object.values(resources?.peakBytes ?? {}).filter((peak) => peak !== null);
  return peaks.length > 0 ? Math.max(...peaks) : (hardware?.workerPeakBytes ?? null);
}

function nothingMeasured(run: Run) {
  return new DynoError({
    code: 'RUN_FAILED',
    message: 'The run ended before anything was measured.',
    subject: run.id,
    nextStep: 'Give it more iterations or more time.',
  }).details();
}

/** Each cell against the one on the CPU that is the same in all else. */
export function withSpeedUps(cells: readonly SweepCell[]): readonly SweepCell[] {
  const keyOf = ({ model, level, batch, sequence, threads }: SweepCell): string =>
    JSON.stringify([model.kind, model.location, level, batch, sequence, threads]);
  const onCpu = new Map(
    cells
      .filter(({ provider, state }) => provider === 'cpu' && state === 'done')
      .map((c) => [keyOf(c), c.p50Ms]),
  );
  return cells.map((cell) => {
    const base = onCpu.get(keyOf(cell)) ?? null;
    const comparable = cell.state === 'done' && base !== null && cell.p50Ms !== null && cell.p50Ms > 0;
    return { ...cell, speedUp: comparable ? base / (cell.p50Ms as number) : null };
  });
}
