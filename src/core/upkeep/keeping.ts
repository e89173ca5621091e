import { DynoError } from '../../contract/errors.ts';
import type { KeeperApi } from '../../contract/keeper-api.ts';
import type { UpkeepProgress } from '../../contract/upkeep.ts';
import type { CorePorts } from '../ports.ts';

type Act = UpkeepProgress['act'];

/** The keeper's process, a fresh one for each piece of work, one after the other. */
export class Keeping {
  readonly #launch: CorePorts['launchKeeper'];
  readonly #tell: (progress: UpkeepProgress) => void;
  #last: Promise<unknown> = Promise.resolve();
  #act: Act | null = null;
  #closed = false;
  #child: ReturnType<CorePorts['launchKeeper']> | null = null;

  constructor(launch: CorePorts['launchKeeper'], tell: (progress: UpkeepProgress) => void) {
    this.#launch = launch;
    this.#tell = tell;
  }

  ask<Result>(act: Act, work: (keeper: KeeperApi) => Promise<Result>): Promise<Result> {
    const asked = this.#last.then(() => this.#askNow(act, work));
    this.#last = asked.catch(() => undefined);
    return asked;
  }

  /** Breaks off what is under way, where it is this; what was not whole is not there. */
  async stop(only: Act | null = null): Promise<void> {
    if (only !== null && only !== this.#act) return;
    const child = this.#child;
    child?.kill();
    await child?.exited;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
    await this.#last;
  }

  async #askNow<Result>(act: Act, work: (keeper: KeeperApi) => Promise<Result>): Promise<Result> {
    if (this.#closed) throw brokenOff(act);
    this.#act = act;
    this.#tell({ act, share: 0, text: '' });
    const child = this.#launch({ onStep: (share, text) => this.#tell({ act, share, text }) });
    this.#child = child;
    try {
      return await work(child.connection.remote as unknown as KeeperApi);
    } catch (error) {
      if (error instanceof DynoError && error.code === 'CONNECTION_LOST') throw brokenOff(act);
      throw error;
    } finally {
      this.#child = null;
      child.kill();
      await child.exited;
      this.#tell({ act, share: 1, text: '' });
    }
  }
}

const WORDS: Readonly<Record<Act, string>> = {
  backup: 'The backup',
  restore: 'Restoring the store',
  check: 'The check of the store',
  prune: 'Removing runs',
  compact: 'Compacting the store',
};

function brokenOff(act: Act): DynoError {
  return new DynoError({
    code: 'STORE_FAILED',
    message: `${WORDS[act]} was broken off. What it had not finished is as it was before.`,
    subject: act,
    nextStep: 'Try again; if it ends like that once more, look at the memory and the disk with dyno doctor.',
  });
}
