import { describe, expect, it } from 'vitest';
import type { RunListPage, RunListQuery } from '../../contract/run-list.ts';
import { someFacts } from '../../core/analysis/run-list/facts.test-support.ts';
import { packRuns } from '../../core/analysis/run-list/pack-runs.ts';
import { NOTHING_YET, RunListFeed, type RunListState } from './run-list-feed.ts';

/** A store of runs that remembers what changed when, and what it was asked. */
class ListedRuns {
  readonly asked: RunListQuery[] = [];
  revision = 1;
  before: (() => void) | null = null;
  readonly #changed = new Map<string, number>();
  readonly #gone = new Map<string, number>();
  #ids: string[] = [];

  add(...ids: string[]): void {
    this.revision += 1;
    for (const id of ids) this.#changed.set(id, this.revision);
    this.#ids = [...new Set([...ids, ...this.#ids])];
  }

  remove(id: string): void {
    this.#gone.set(id, (this.revision += 1));
    this.#ids = this.#ids.filter((each) => each !== id);
  }

  startOver(...ids: string[]): void {
    this.#ids = ids;
    this.revision = 1;
    this.#gone.clear();
    this.#changed.clear();
  }

  listRunFacts(query: RunListQuery): Promise<RunListPage> {
    this.asked.push(query);
    this.before?.();
    const { after, limit = 5 } = query;
    const isAnew = (query.since ?? 0) > this.revision;
    const since = isAnew ? -1 : (query.since ?? -1);
    const wanted = this.#ids.filter((id) => (this.#changed.get(id) ?? 0) > since);
    const from = after === undefined ? 0 : wanted.indexOf(after) + 1;
    const page = wanted.slice(from, from + limit);
    return Promise.resolve({
      runs: packRuns(page.map((id) => someFacts(id, { createdAt: Number(id) }))),
      gone: since < 0 ? [] : [...this.#gone].flatMap(([id, at]) => (at > since ? [id] : [])),
      next: from + limit < wanted.length ? (page.at(-1) ?? null) : null,
      isAnew,
      revision: this.revision,
      total: this.#ids.length,
    });
  }
}

function follow(store: ListedRuns) {
  const told: RunListState[] = [];
  const feed = new RunListFeed(store, (state) => told.push(state));
  const last = (): RunListState => told.at(-1) ?? NOTHING_YET;
  const ids = (state = last()): string[] =>
    Array.from(state.columns.id, (text) => state.columns.texts[text] ?? '');
  return { feed, told, last, ids };
}
const many = (count: number): string[] => Array.from({ length: count }, (_, index) => String(count - index));

describe('the list of runs', () => {
  it('shows its first page before it asks for the rest', async () => {
    const store = new ListedRuns();
    store.add(...many(1000));
    const { feed, told, ids, last } = follow(store);
    await feed.refresh();
    expect(told[0]).toMatchObject({ total: 1000, isComplete: false });
    expect(ids(told[0])).toHaveLength(300);
    expect(ids()).toEqual(many(1000));
    expect(last().isComplete).toBe(true);
  });

  it('asks for no more than what changed, and takes out what is gone', async () => {
    const store = new ListedRuns();
    store.add('3', '2', '1');
    const { feed, ids } = follow(store);
    await feed.refresh();
    const before = store.revision;
    store.add('4');
    store.remove('2');
    await feed.refresh();
    expect(ids()).toEqual(['4', '3', '1']);
    expect(store.asked.at(-1)).toMatchObject({ since: before });
  });

  it('catches what changed while its pages came', async () => {
    const store = new ListedRuns();
    store.add(...many(400));
    const { feed, ids } = follow(store);
    store.before = () => {
      store.before = null;
      queueMicrotask(() => store.remove('7'));
    };
    await feed.refresh();
    expect(ids()).toEqual(many(400).filter((id) => id !== '7'));
  });

  it('asks once more, and only once, for all that it was told of meanwhile', async () => {
    const store = new ListedRuns();
    store.add('1');
    const { feed } = follow(store);
    await Promise.all([feed.refresh(), feed.refresh(), feed.refresh()]);
    expect(store.asked).toHaveLength(2);
  });

  it('reads all again after a backup was put back', async () => {
    const store = new ListedRuns();
    store.add('3', '2', '1');
    const { feed, ids } = follow(store);
    await feed.refresh();
    store.startOver('9', '1');
    await feed.refresh();
    expect(ids()).toEqual(['9', '1']);
  });

  it('keeps what it has where the store does not answer, and says so', async () => {
    const store = new ListedRuns();
    store.add('1');
    const { feed, ids, last } = follow(store);
    await feed.refresh();
    store.before = () => {
      throw new Error('gone away');
    };
    await feed.refresh();
    expect(ids()).toEqual(['1']);
    expect(last().error).toBeInstanceOf(Error);
    store.before = null;
    store.add('2');
    await feed.refresh();
    expect([ids(), last().error]).toEqual([['2', '1'], null]);
  });
});
