import { setImmediate as turn } from 'node:timers/promises';
import type { RunColumns, RunListApi, RunListPage, RunListQuery, RunMarks } from '../../contract/run-list.ts';
import type { Run } from '../../contract/run.ts';
import type { WallTime } from '../../contract/units.ts';
import { joinColumns } from '../analysis/run-list/join-columns.ts';
import { NO_RUNS, packRows, toPackedRow, type PackedRow } from '../analysis/run-list/pack-runs.ts';
import { runFacts } from '../analysis/run-list/run-facts.ts';
import type { FactSlice } from '../store/run-facts.ts';
import type { Store } from '../store/store.ts';
import { inSlices } from './in-slices.ts';

const PAGE = 5000;
const READ_AT_ONCE = 400;
const FILLED_AT_ONCE = 25;

export interface RunListParts {
  readonly store: Store;
  readonly wallNow: () => WallTime;
  readonly changed: (runIds: readonly string[]) => void;
  /** Runs whose end the store would not take, as they are. */
  readonly untold: () => readonly Run[];
}

/** Many runs at once: read and written in slices, so that nobody waits for ten thousand. */
export class RunList {
  readonly #parts: RunListParts;
  #held: { readonly runs: RunColumns; readonly revision: number } | null = null;
  #holding: Promise<RunColumns> | null = null;
  #lastEdit: Promise<void> = Promise.resolve();

  constructor(parts: RunListParts) {
    this.#parts = parts;
  }

  readonly api: RunListApi = {
    listRunFacts: (query) => this.page(query),
    editRuns: async (runIds, edit) => {
      const { store, wallNow } = this.#parts;
      const before: RunMarks[] = [];
      await this.#oneByOne(runIds, async () => {
        await this.#fill();
        const at = wallNow();
        await inSlices(runIds, (ids) => {
          for (const marks of store.editMarks(ids, edit, at)) before.push(marks);
        });
      });
      return before;
    },
    putBackRuns: (marks) =>
      this.#oneByOne(
        marks.map(({ id }) => id),
        () => inSlices(marks, (some) => this.#parts.store.putMarks(some)),
      ),
    listViews: async () => this.#parts.store.views(),
    saveView: async (view) => this.#parts.store.putView(view),
    deleteView: async (name) => this.#parts.store.removeView(name),
  };

  async page({ limit = PAGE, ...query }: RunListQuery): Promise<RunListPage> {
    const { store } = this.#parts;
    await this.#fill();
    let rows: PackedRow[] = [];
    let gone: string[] = [];
    let isAnew = false;
    let at = query;
    let slice: FactSlice;
    for (;;) {
      slice = store.listFacts({ ...at, limit: Math.min(READ_AT_ONCE, limit - rows.length) });
      if (slice.isAnew) [rows, gone, isAnew] = [[], [], true];
      rows.push(...slice.rows);
      gone.push(...slice.gone);
      if (slice.next === null || rows.length >= limit || gone.length >= limit) break;
      at = { ...query, after: slice.next };
      await turn();
    }
    const { next, revision } = slice;
    return {
      runs: packRows(this.#asTheyAre(rows)),
      gone,
      isAnew,
      next,
      revision,
      total: store.countRuns(),
    };
  }

  /**
   * All runs of the store, archived ones among them, newest first: read once, then only what has changed. For whoever
   * looks through all of them, such as histories and gates.
   */
  async all(): Promise<RunColumns> {
    this.#holding ??= this.#refresh().finally(() => (this.#holding = null));
    return this.#holding;
  }

  setDeleted(runIds: readonly string[], at: WallTime | null): Promise<void> {
    return this.#oneByOne(runIds, () => inSlices(runIds, (ids) => this.#parts.store.setDeleted(ids, at)));
  }

  /** Once no edit is under way or waits: whoever closes the store would leave it half done. */
  async idle(): Promise<void> {
    for (let last: Promise<void> | null = null; last !== this.#lastEdit;) {
      last = this.#lastEdit;
      await last;
    }
  }

  /** Two edits of the same runs that took turns would leave some as the one wants them and some as the other. */
  #oneByOne(runIds: readonly string[], edit: () => Promise<void>): Promise<void> {
    const edited = this.#lastEdit.then(async () => {
      try {
        await edit();
      } finally {
        this.#parts.changed(runIds);
      }
    });
    this.#lastEdit = edited.catch(() => undefined);
    return edited;
  }

  async #refresh(): Promise<RunColumns> {
    const since = this.#held?.revision;
    let runs = this.#held?.runs ?? NO_RUNS;
    let after: string | undefined;
    for (;;) {
      const page = await this.page({
        ...(since !== undefined && { since }),
        ...(after !== undefined && { after }),
      });
      if (page.isAnew) runs = NO_RUNS;
      if (page.runs.rows > 0 || page.gone.length > 0) runs = joinColumns(runs, page.runs, page.gone);
      if (page.next === null) {
        this.#held = { runs, revision: page.revision };
        return runs;
      }
      after = page.next;
    }
  }

  #asTheyAre(rows: readonly PackedRow[]): readonly PackedRow[] {
    const untold = new Map(this.#parts.untold().map((run) => [run.id, toPackedRow(runFacts(run))]));
    return untold.size === 0 ? rows : rows.map((row) => untold.get(row.texts[0] ?? '') ?? row);
  }

  /** Runs of an older store, whose facts were not kept yet. */
  async #fill(): Promise<void> {
    while (this.#parts.store.fillFacts(FILLED_AT_ONCE) > 0) await turn();
  }
}
