import type { Run } from '../../../contract/run.ts';

/** What a run is called: its name, or its model and what was done to it where nobody named it. */
export function runTitle(run: Run): string {
  if (run.name !== '') return run.name;
  const { config, model } = run;
  const how = config.level ?? (config.sequence === null ? '' : `seq ${config.sequence}`);
  return [model.name, config.provider, how].filter((part) => part !== '').join(' ');
}
