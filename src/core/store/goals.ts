import type { Database } from 'better-sqlite3';

/** A line that a model is to reach in one metric of one benchmark. */
export interface Goal {
  /** A content hash of the model's line: which one is the first may change, as runs go and come. */
  readonly line: string;
  readonly benchmark: string;
  readonly metric: string;
  readonly goal: number;
}

export function goalTable(database: Database) {
  const select = database.prepare<[string, string], Goal>(
    'SELECT line, benchmark, metric, goal FROM goals WHERE benchmark = ? AND metric = ? ORDER BY line',
  );
  const put = database.prepare<[string, string, string, number]>(
    `INSERT INTO goals (line, benchmark, metric, goal) VALUES (?, ?, ?, ?)
     ON CONFLICT (line, benchmark, metric) DO UPDATE SET goal = excluded.goal`,
  );
  const remove = database.prepare<[string, string, string]>(
    'DELETE FROM goals WHERE line = ? AND benchmark = ? AND metric = ?',
  );
  return {
    of: (benchmark: string, metric: string): readonly Goal[] => select.all(benchmark, metric),
    put: ({ line, benchmark, metric, goal }: Goal): void => void put.run(line, benchmark, metric, goal),
    remove: ({ line, benchmark, metric }: Omit<Goal, 'goal'>): void =>
      void remove.run(line, benchmark, metric),
  };
}
