import { Command } from 'cmdk';
import { Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useDeferredValue, useMemo, useState } from 'react';
import type { RunFacts } from '../../../contract/run-list.ts';
import { formatDuration } from '../../../contract/units.ts';
import { factsAt } from '../../../core/analysis/run-list/pack-runs.ts';
import { parseFilter } from '../../../core/analysis/run-list/parse-filter.ts';
import { shapeWords } from '../../../core/analysis/run-list/run-search.ts';
import type { RunTable } from '../../../core/analysis/run-list/run-table.ts';
import { titleOf } from '../../../core/analysis/run-list/run-title.ts';
import { Button } from '../../components/Button.tsx';
import { runListPhase, useRunList } from '../../state/run-list.ts';
import { cutText } from '../runs/cut-text.ts';
import { shortTime } from '../runs/when.ts';
import styles from './RunPicker.module.css';

export interface RunPickerProps {
  readonly chosen: readonly string[];
  readonly onPick: (runId: string) => void;
}

/** No list is read beyond this; who looks for something older types. */
const MOST_SHOWN = 60;

/** Adds a run: those of the reference's model first. It stays open, so that several are picked in a row. */
export function RunPicker({ chosen, onPick }: RunPickerProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button kind={chosen.length < 2 ? 'primary' : 'secondary'} icon={<Plus />}>
          {chosen.length === 0 ? 'Choose run A' : 'Add run'}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Choose a run"
          className={styles.content}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Offered chosen={chosen} onPick={onPick} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Offered({ chosen, onPick }: RunPickerProps) {
  const [typed, setTyped] = useState('');
  const wanted = useDeferredValue(typed);
  const list = useRunList();
  const phase = runListPhase(list);
  const { table } = list;
  const offered = useMemo(() => offer(table, chosen, wanted), [table, chosen, wanted]);
  return (
    <Command shouldFilter={false} label="Search for a run">
      <Command.Input
        className={styles.input}
        placeholder="Search by name, model, tag…"
        value={typed}
        onValueChange={setTyped}
      />
      <Command.List className={styles.list} label="Runs">
        <Command.Empty className={styles.nothing}>{EMPTY_WORDS[phase]}</Command.Empty>
        {offered.map((run) => (
          <Command.Item key={run.id} value={run.id} className={styles.item} onSelect={() => onPick(run.id)}>
            <span className={styles.name} dir="auto">
              {cutText(titleOf(run))}
            </span>
            <Details run={run} />
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

const EMPTY_WORDS = {
  loading: 'Loading the runs…',
  failed: 'The runs could not be read.',
  empty: 'No runs yet.',
  full: 'No run matches.',
} as const;

function offer(table: RunTable, chosen: readonly string[], typed: string): readonly RunFacts[] {
  const { contentHash } = table.columns;
  const reference = table.rowOf(chosen[0] ?? '');
  const taken = new Set(chosen.map((id) => table.rowOf(id)));
  const fits = table.match(parseFilter(typed, Date.now()), 'hidden');
  const same: number[] = [];
  const others: number[] = [];
  for (const row of table.sorted('when', true)) {
    if (fits[row] !== 1 || taken.has(row)) continue;
    const isLike = reference !== undefined && contentHash[row] === contentHash[reference];
    const list = isLike ? same : others;
    if (list.length < MOST_SHOWN) list.push(row);
  }
  return [...same, ...others].slice(0, MOST_SHOWN).map((row) => factsAt(table.columns, row));
}

function Details({ run }: { readonly run: RunFacts }) {
  return (
    <span className={styles.details}>
      {!titleOf(run).includes(run.model) && <span dir="auto">{cutText(run.model)}</span>}
      <span>{run.isSimulated ? 'simulated' : run.provider}</span>
      <span>{shapeWords(run.batch, run.sequence)}</span>
      <span>{run.p50Ms === null ? run.status : `p50 ${formatDuration(run.p50Ms)}`}</span>
      <span>{shortTime(run.createdAt, Date.now())}</span>
    </span>
  );
}
