import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../open-store.ts';
import { currentOwner } from '../owner.ts';
import { aRun } from '../run.fixture.ts';
import { createKeeperApi } from './keeper-api.ts';

/** 150 runs "a" and 150 "old" ones, room that others left, and two backups of other stores in "sources". */
const [folder = ''] = process.argv.slice(2);
const keeper = createKeeperApi(() => undefined);

function fill(into: string, runs: readonly string[], gone: number): void {
  const store = openStore({ folder: into, wallNow: () => 0 });
  const put = (id: string): void => {
    store.insertRun(aRun(id, { name: id }), currentOwner());
    store.appendSamples(id, { startMs: 0, endMs: 1, latenciesMs: new Float64Array(2000).fill(1.25) });
  };
  const left = Array.from({ length: gone }, (_, index) => `gone-${index}`);
  left.forEach(put);
  runs.forEach(put);
  store.purgeRuns(left);
  store.close();
}

const named = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}-${index}`);

mkdirSync(join(folder, 'sources'), { recursive: true });
for (const letter of ['b', 'c']) {
  const other = join(folder, letter);
  fill(other, named(letter, 200), 0);
  const file = join(folder, 'sources', `${letter}.db`);
  await keeper.copy({
    store: join(other, 'dyno.db'),
    into: { file },
    secondFolder: null,
    reason: 'asked',
    at: 0,
  });
  rmSync(other, { recursive: true });
}
fill(folder, [...named('a', 150), ...named('old', 150)], 150);
