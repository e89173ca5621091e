import type { Run } from '../../../contract/run.ts';
import { formatCount } from '../../../contract/units.ts';

/** "demo:mlp-tiny · basic · batch 1 × sequence 128 · cpu · 1 thread" */
export function describeConfig({ config, model, name }: Run): string {
  const { level, batch, sequence, provider, threads, coldCache } = config;
  const size =
    sequence === null
      ? `batch ${formatCount(batch)}`
      : `batch ${formatCount(batch)} × sequence ${formatCount(sequence)}`;
  return [
    ...(name === '' || model.name === name ? [] : [model.name]),
    ...(level === null ? [] : [level]),
    size,
    provider,
    ...(threads === null ? [] : [`${threads} ${threads === 1 ? 'thread' : 'threads'}`]),
    ...(coldCache ? ['cold caches'] : []),
  ].join(' · ');
}
