import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chance, must, type SoakCase } from './case.ts';
import { checkStore, childrenOf, dyno, isAlive, pause, start } from './command.ts';

const MEASURED_S = 2;
const LATEST_KILL_MS = 3_000;
const ORPHAN_LIMIT_MS = 5_000;

/** SIGKILL at random moments, to the worker and to the host in turn: nothing stored is lost, the next run works. */
export function killSeries(rounds: number, seed: number): SoakCase {
  return {
    name: `${rounds} kills of worker and host at random moments (seed ${seed})`,
    async run(say) {
      if (process.platform !== 'linux')
        return { skipped: 'finds processes through /proc, which only Linux has' };
      const folder = mkdtempSync(join(tmpdir(), 'dyno-soak-kill-'));
      const random = chance(seed);
      try {
        for (let round = 0; round < rounds; round += 1) {
          const victim = round % 2 === 0 ? 'worker' : 'host';
          const afterMs = 100 + random() * LATEST_KILL_MS;
          const outcome =
            victim === 'worker' ? await killWorker(folder, afterMs) : await killHost(folder, afterMs);
          say(`${round + 1}: ${victim} after ${afterMs.toFixed(0)} ms, ${outcome}`);
          await checkAfterwards(folder);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
      return undefined;
    },
  };
}

const BENCH = ['bench', 'demo:mlp-small', '--duration', String(MEASURED_S), '--threads', '1'] as const;

async function killWorker(folder: string, afterMs: number): Promise<string> {
  const { child, ended } = start(folder, ...BENCH);
  await pause(afterMs);
  const worker = childrenOf(child.pid ?? 0, 'worker')[0];
  if (worker !== undefined) process.kill(worker, 'SIGKILL');
  const { code, document, errors } = await ended;
  if (code === 0) return worker === undefined ? 'before it lived' : 'after its work was done';
  must(code === 3 && document?.error?.code === 'WORKER_CRASHED', 'A killed worker is said to be one', {
    code,
    document,
    errors,
  });
  const newest = (await dyno(folder, 'runs')).document?.runs?.[0]?.run;
  must(newest?.status === 'crashed', 'Its run is stored as crashed', newest);
  return 'stored as crashed';
}

async function killHost(folder: string, afterMs: number): Promise<string> {
  const { child, ended } = start(folder, ...BENCH);
  await pause(afterMs);
  const pid = child.pid ?? 0;
  const children = [...childrenOf(pid, 'worker'), ...childrenOf(pid, 'sampler')];
  child.kill('SIGKILL');
  const { signal } = await ended;
  const deadline = performance.now() + ORPHAN_LIMIT_MS;
  while (children.some(isAlive) && performance.now() < deadline) await pause(50);
  const left = children.filter(isAlive);
  for (const orphan of left) process.kill(orphan, 'SIGKILL');
  must(left.length === 0, `Children outlived their host by ${ORPHAN_LIMIT_MS} ms`, left);
  return signal === null ? 'after its work was done' : `its ${children.length} children ended`;
}

async function checkAfterwards(folder: string): Promise<void> {
  const next = await dyno(folder, 'bench', 'demo:mlp-tiny', '--iterations', '20', '--warmup', '5');
  must(next.code === 0 && next.document?.run?.status === 'done', 'The next run works', next);
  const { document } = await dyno(folder, 'runs');
  const unfinished = document?.runs?.filter(
    ({ run: { status } }) => status === 'running' || status === 'queued',
  );
  must(unfinished?.length === 0, 'No dead run is said to be alive', unfinished);
  checkStore(folder);
}
