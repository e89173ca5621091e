import type { RunColumns, RunListApi, RunListPage } from '../../contract/run-list.ts';
import { joinColumns } from '../../core/analysis/run-list/join-columns.ts';
import { NO_RUNS } from '../../core/analysis/run-list/pack-runs.ts';

export interface RunListState {
  readonly columns: RunColumns;
  /** Runs in the store, as far as it has said. */
  readonly total: number;
  /** False while more pages are on their way. */
  readonly isComplete: boolean;
  /** Null before the first page. */
  readonly revision: number | null;
  /** What stopped the last try; what was there before stays. */
  readonly error: unknown;
}

export const NOTHING_YET: RunListState = {
  columns: NO_RUNS,
  total: 0,
  isComplete: false,
  revision: null,
  error: null,
};

/** What a window shows at once, and a little more: painted before the rest is even asked for. */
const FIRST_PAGE = 300;
const PAGE = 5_000;

/**
 * All runs of the store as columns: the newest first, the rest behind them, and from then on only what changed. One
 * question at a time; told of a change while one is under way, it asks once more behind it.
 */
export class RunListFeed {
  readonly #api: Pick<RunListApi, 'listRunFacts'>;
  readonly #tell: (state: RunListState) => void;
  #state = NOTHING_YET;
  #isAsking = false;
  #isStale = false;

  constructor(api: Pick<RunListApi, 'listRunFacts'>, tell: (state: RunListState) => void) {
    this.#api = api;
    this.#tell = tell;
  }

  /** Asks for what is new, or for all where nothing is known. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      while (this.#isStale) {
        this.#isStale = false;
        await (this.#state.revision === null || !this.#state.isComplete
          ? this.#readAll()
          : this.#readChanges(this.#state.revision));
      }
    } catch (error) {
      this.#put({ error });
    } finally {
      this.#isAsking = false;
    }
  }

  /** Takes runs out before the store has told so. */
  forget(ids: readonly string[]): void {
    const columns = joinColumns(this.#state.columns, NO_RUNS, ids);
    this.#put({ columns, total: this.#state.total - (this.#state.columns.rows - columns.rows) });
  }

  async #readAll(): Promise<void> {
    const first = await this.#api.listRunFacts({ limit: FIRST_PAGE });
    const known = this.#state.revision !== null;
    // A list that is on show stays until the new one is whole.
    if (!known) this.#put({ columns: first.runs, total: first.total, revision: first.revision, error: null });
    let all = first.runs;
    let waiting: RunColumns = NO_RUNS;
    let page = first;
    while (page.next !== null) {
      page = await this.#api.listRunFacts({ after: page.next, limit: PAGE });
      waiting = joinColumns(waiting, page.runs);
      // Joined each time as much again has come: all joining together costs twice the last one.
      if (known || waiting.rows < all.rows || page.next === null) continue;
      all = joinColumns(all, waiting);
      waiting = NO_RUNS;
      this.#put({ columns: all, total: page.total });
    }
    this.#put({
      columns: joinColumns(all, waiting),
      total: page.total,
      isComplete: true,
      revision: page.revision,
      error: null,
    });
    // What changed between its pages.
    if (page !== first) this.#isStale = true;
  }

  async #readChanges(since: number): Promise<void> {
    let page: RunListPage = await this.#api.listRunFacts({ since, limit: PAGE });
    if (page.isAnew) return this.#readAll();
    let changed = page.runs;
    const gone = [...page.gone];
    while (page.next !== null) {
      page = await this.#api.listRunFacts({ since, after: page.next, limit: PAGE });
      changed = joinColumns(changed, page.runs);
      gone.push(...page.gone);
    }
    const nothing = changed.rows === 0 && gone.length === 0;
    const columns = nothing ? this.#state.columns : joinColumns(this.#state.columns, changed, gone);
    if (columns.rows !== page.total && !this.#isStale) return this.#readAll();
    this.#put({ columns, total: page.total, revision: page.revision, error: null });
  }

  #put(change: Partial<RunListState>): void {
    this.#state = { ...this.#state, ...change };
    this.#tell(this.#state);
  }
}
