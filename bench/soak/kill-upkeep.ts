import { fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { chance, must, type SoakCase } from './case.ts';
import { checkStore, pause } from './command.ts';

const VICTIM = join(import.meta.dirname, '../../src/core/store/upkeep/victim.fixture.ts');
const PREPARE = join(import.meta.dirname, '../../src/core/store/upkeep/prepared-store.fixture.ts');
const LATEST_KILL_MS = 120;

const ACTS = ['backup', 'restore', 'prune', 'compact', 'store'] as const;
type Act = (typeof ACTS)[number];

/** Looking after the store is killed at random moments: what was committed is there, what was begun is whole or not. */
export const killUpkeep = (rounds: number, seed: number): readonly SoakCase[] =>
  ACTS.map((act) => ({
    name: `${rounds} kills in a row while the store is ${WORDS[act]} (seed ${seed})`,
    async run(say) {
      const folder = mkdtempSync(join(tmpdir(), 'dyno-soak-upkeep-'));
      const random = chance(seed);
      const counts = { inTheMiddle: 0, whole: 0 };
      try {
        await prepare(join(folder, 'first'));
        const data = join(folder, 'data');
        cpSync(join(folder, 'first'), data, { recursive: true });
        const stored: string[] = [];
        for (let round = 0; round < rounds; round += 1) {
          if (act === 'prune' || act === 'compact') {
            rmSync(data, { recursive: true, force: true });
            cpSync(join(folder, 'first'), data, { recursive: true });
          }
          const { words, finished } = await killed(data, act, round, random() * LATEST_KILL_MS);
          counts[finished ? 'whole' : 'inTheMiddle'] += 1;
          stored.push(...words.filter((word) => word.startsWith('new-')));
          if (act !== 'store') stored.length = 0;
          inspect(data, act, stored);
        }
        say(`${counts.inTheMiddle} in the middle, ${counts.whole} between two turns of it`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      return undefined;
    },
  }));

const WORDS: Readonly<Record<Act, string>> = {
  backup: 'backed up',
  restore: 'restored',
  prune: 'pruned',
  compact: 'compacted',
  store: 'written into',
};

/** 300 runs of which every second is old, free pages, and two backups of another content in "sources". */
async function prepare(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const child = fork(PREPARE, [folder], { execArgv: [] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  must(code === 0, 'The store to be killed upon is made', code);
}

async function killed(
  folder: string,
  act: Act,
  round: number,
  afterMs: number,
): Promise<{ readonly words: readonly string[]; readonly finished: boolean }> {
  const child = fork(VICTIM, [folder, act, String(round)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const words: string[] = [];
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const begun = new Promise<void>((resolve) => {
    child.on('message', (word: string) => {
      words.push(word);
      resolve();
    });
  });
  await Promise.race([begun, gone]);
  await pause(afterMs);
  child.kill('SIGKILL');
  await gone;
  must(errors === '', 'It did not fail by itself', errors);
  const last = words.at(-1);
  return { words, finished: last === 'done' };
}

/** What each run must have: its samples, all or none of it. */
function inspect(folder: string, act: Act, stored: readonly string[]): void {
  checkStore(folder);
  const database = new Database(join(folder, 'dyno.db'));
  try {
    const ids = new Set(database.prepare<[], string>('SELECT id FROM runs').pluck().all());
    const torn = database
      .prepare('SELECT count(*) FROM samples WHERE run_id NOT IN (SELECT id FROM runs)')
      .pluck()
      .get();
    must(torn === 0, 'No sample is without its run', torn);
    const of = (letter: string): number => [...ids].filter((id) => id.startsWith(`${letter}-`)).length;
    const lost = stored.filter((id) => !ids.has(id));
    must(lost.length === 0, 'What was committed is there', lost);
    if (act === 'restore') {
      const state = [of('a'), of('old'), of('b'), of('c')].join();
      const states = ['150,150,0,0', '0,0,200,0', '0,0,0,200'];
      must(states.includes(state), 'It is one state or another, whole', state);
    } else if (act === 'prune') {
      must(of('a') === 150, 'What is not pruned is there', of('a'));
    } else {
      must(of('a') === 150 && of('old') === 150, 'All runs are there', { a: of('a'), old: of('old') });
    }
  } finally {
    database.close();
  }
  const backups = join(folder, 'backups');
  if (!existsSync(backups)) return;
  for (const name of readdirSync(backups).filter((file) => file.endsWith('.db'))) {
    const copy = new Database(join(backups, name), { readonly: true });
    const answer: unknown = copy.pragma('integrity_check', { simple: true });
    const count = copy.prepare<[], number>('SELECT count(*) FROM runs').pluck().get() ?? 0;
    copy.close();
    must(answer === 'ok' && name.includes(`-${count}-runs`), 'A backup under its name is whole', {
      name,
      answer,
      count,
    });
    rmSync(join(backups, name));
  }
}
