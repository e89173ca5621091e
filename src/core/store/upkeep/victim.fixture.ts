import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openStore } from '../open-store.ts';
import { currentOwner } from '../owner.ts';
import { aRun } from '../run.fixture.ts';
import { createKeeperApi } from './keeper-api.ts';

/**
 * A program that does one thing to a store over and over until it is killed. It says when it begins, and each run that
 * it has stored once that is committed.
 */
const [folder = '', act = '', seed = '0'] = process.argv.slice(2);
const store = join(folder, 'dyno.db');
const backups = join(folder, 'backups');
const keeper = createKeeperApi(() => undefined);
const say = (word: string): void => void process.send?.(word);
process.on('disconnect', () => process.exit(0));

const ACTS: Readonly<Record<string, (turn: number) => Promise<unknown>>> = {
  backup: (turn) =>
    keeper.copy({ store, into: { folder: backups }, secondFolder: null, reason: 'weekly', at: turn }),
  restore: (turn) => {
    const sources = readdirSync(join(folder, 'sources')).sort();
    const from = join(folder, 'sources', sources[(turn + Number(seed)) % sources.length] ?? '');
    return keeper.restore({ store, from, folder: backups, at: turn });
  },
  prune: () => {
    const opened = openStore({ folder, wallNow: () => 0 });
    const ids = opened.listRuns({ text: 'old' }).map(({ id }) => id);
    opened.close();
    say(`pruning ${ids.length}`);
    return keeper.purge(store, ids);
  },
  compact: () => keeper.compact(store),
  /** One open store for all of its life, whatever is done to the file meanwhile. */
  insert: async () => {
    const opened = openStore({ folder, wallNow: () => 0 });
    for (let index = 0; ; index += 1) {
      opened.insertRun(aRun(`new-${seed}-${index}`), currentOwner());
      await new Promise((told) => process.send?.(`new-${seed}-${index}`, told));
    }
  },
  store: async (turn) => {
    const opened = openStore({ folder, wallNow: () => 0 });
    for (let index = 0; index < 40; index += 1) {
      const id = `new-${seed}-${turn}-${index}`;
      opened.insertRun(aRun(id), currentOwner());
      opened.appendSamples(id, { startMs: 0, endMs: 1, latenciesMs: new Float64Array(500).fill(index) });
      say(id);
    }
    opened.close();
  },
};

say('begins');
for (let turn = 1; ; turn += 1) {
  await ACTS[act]?.(turn);
  say('done');
  if (act === 'prune') break;
}
