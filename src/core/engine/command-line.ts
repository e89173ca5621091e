import type { BenchRequest } from '../../contract/run.ts';

/** The command that asks for the same benchmark. */
export function commandLineOf(request: BenchRequest): string {
  const { model, level, provider, batch, sequence, shapes, inputFiles, iterations, warmup, durationMs } =
    request;
  const words = ['dyno', request.profile === undefined ? 'bench' : 'profile', model.location];
  const profileMs = request.profile?.durationMs;
  const option = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(name, String(value));
  };
  option('--level', level);
  option('--provider', provider);
  option('--batch', batch);
  option('--seq', sequence);
  for (const [name, shape] of Object.entries(shapes ?? {})) option('--shape', `${name}=${shape.join('x')}`);
  for (const [name, file] of Object.entries(inputFiles ?? {})) option('--input', `${name}=${file}`);
  option('--iterations', iterations);
  option('--warmup', warmup);
  option('--profile-iterations', request.profile?.iterations);
  option('--profile-duration', profileMs === undefined ? undefined : profileMs / 1000);
  const budgetMs = request.scenario?.durationMs ?? durationMs;
  option('--duration', budgetMs === undefined ? undefined : budgetMs / 1000);
  const { scenario } = request;
  if (request.generation !== undefined) words.push('--generate');
  option('--prompt', request.generation?.promptTokens);
  option('--new-tokens', request.generation?.newTokens);
  option('--cache', request.generation?.cache);
  option('--scenario', scenario?.kind);
  option('--sessions', scenario?.sessions);
  option('--streams', scenario?.streams);
  option('--qps', scenario?.queriesPerSecond ?? undefined);
  option('--max-batch', scenario?.maxBatch);
  option('--batch-delay', scenario?.batchDelayMs);
  option('--lengths', scenario?.lengths);
  if (scenario?.sweep === 'auto') words.push('--sweep');
  else if (scenario?.sweep !== undefined && scenario.sweep.length > 0)
    option('--sweep', scenario.sweep.join(','));
  option('--precision', request.precision);
  if (request.coldCache === true) words.push('--cold-cache');
  option('--threads', request.threads);
  option('--graph-level', request.graphLevel);
  option('--seed', request.seed);
  option('--executor', request.executor);
  option('--name', request.name);
  for (const tag of request.tags ?? []) option('--tag', tag);
  if (request.longAgreed === true) words.push('--yes');
  if (request.wait === false) words.push('--no-wait');
  return words.map(quoted).join(' ');
}

/** For a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
