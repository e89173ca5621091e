import type { Run } from '../../../contract/run.ts';

/** What a filter looks through, made once per run: filtering 10,000 runs must not wait for the next key. */
const haystacks = new WeakMap<Run, string>();

function haystackOf(run: Run): string {
  const known = haystacks.get(run);
  if (known !== undefined) return known;
  const { config } = run;
  const text = [
    run.name,
    run.id,
    run.status,
    run.trust === null ? '' : `trust:${run.trust.verdict}`,
    run.profile === null ? '' : 'profiled',
    run.model.name,
    config.provider,
    config.level ?? '',
    workOf(run),
    run.notes,
    ...run.tags.map((tag) => `#${tag}`),
  ]
    .join('\n')
    .toLowerCase();
  haystacks.set(run, text);
  return text;
}

/** Whether a run holds every word typed, in any field, in any order; "-word" leaves out those that hold it. */
export function matcher(typed: string): (run: Run) => boolean {
  // A lone minus is the beginning of "-word".
  const words = typed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '-');
  const wanted = words.filter((word) => !word.startsWith('-'));
  const unwanted = words.filter((word) => word.startsWith('-')).map((word) => word.slice(1));
  return (run) => {
    if (words.length === 0) return true;
    const text = haystackOf(run);
    return wanted.every((word) => text.includes(word)) && !unwanted.some((word) => text.includes(word));
  };
}

/** "4 × 128", or "4" for a model without a sequence axis. */
export function workOf({ config }: Run): string {
  return config.sequence === null ? `${config.batch}` : `${config.batch} × ${config.sequence}`;
}
