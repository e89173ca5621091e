import type { Run } from '../../../contract/run.ts';

/** One line with what a side was asked for. */
export function settingsOf({ config }: Pick<Run, 'config'>): string {
  const { provider, batch, sequence, threads, graphLevel, executor, coldCache } = config;
  return [
    provider,
    sequence === null ? `batch ${batch}` : `batch ${batch}, sequence ${sequence}`,
    threads === null ? null : `${threads} ${threads === 1 ? 'thread' : 'threads'}`,
    graphLevel === 'all' ? null : `graph ${graphLevel}`,
    coldCache ? 'cold cache' : null,
    executor === null ? null : `simulated (${executor})`,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
