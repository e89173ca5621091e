import type { RunColumns } from '../../../contract/run-list.ts';

interface Titled {
  readonly name: string;
  readonly model: string;
  readonly provider: string;
  readonly level: string | null;
  readonly sequence: number | null;
}

/** What a run is called: its name, or its model and what was done to it where nobody named it. */
export function titleOf({ name, model, provider, level, sequence }: Titled): string {
  if (name !== '') return name;
  const how = level ?? (sequence === null ? '' : `seq ${sequence}`);
  return [model, provider, how].filter((part) => part !== '').join(' ');
}

export function titleAt(columns: RunColumns, row: number): string {
  const { texts } = columns;
  const name = texts[columns.name[row] as number] ?? '';
  if (name !== '') return name;
  const level = columns.level[row] as number;
  const sequence = columns.sequence[row] as number;
  return titleOf({
    name,
    model: texts[columns.model[row] as number] ?? '',
    provider: texts[columns.provider[row] as number] ?? '',
    level: level === 0 ? null : (texts[level] ?? null),
    sequence: Number.isNaN(sequence) ? null : sequence,
  });
}
