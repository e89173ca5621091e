import type { Run } from '../../../contract/run.ts';

/**
 * The run to hold this one against: the latest earlier one of the same model with numbers, one made in the same way
 * before all others. Without such a model, one of the same name: probably its former version.
 */
export function previousRun(run: Run, runs: readonly Run[]): Run | null {
  const earlier = runs
    .filter((other) => other.id !== run.id && other.createdAt < run.createdAt)
    .filter((other) => other.latencyMs !== null && other.deletedAt === null)
    .sort((one, other) => other.createdAt - one.createdAt);
  const same = earlier.filter((other) => other.model.contentHash === run.model.contentHash);
  const namesake = earlier.find((other) => other.model.name === run.model.name);
  return same.find((other) => sameWay(other, run)) ?? same[0] ?? namesake ?? null;
}

function sameWay(one: Run, other: Run): boolean {
  const [a, b] = [one.config, other.config];
  return (
    a.provider === b.provider && a.batch === b.batch && a.sequence === b.sequence && a.threads === b.threads
  );
}
