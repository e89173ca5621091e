import { Command } from 'cmdk';
import { Plus } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useDeferredValue, useMemo, useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { useRuns } from '../../state/queries.ts';
import { matcher, workOf } from '../runs/runs-filter.ts';
import { runTitle } from '../runs/run-title.ts';
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
  const { data: runs, isPending } = useRuns();
  const offered = useMemo(() => offer(runs ?? [], chosen, wanted), [runs, chosen, wanted]);
  return (
    <Command shouldFilter={false} label="Search for a run">
      <Command.Input
        className={styles.input}
        placeholder="Search by name, model, tag…"
        value={typed}
        onValueChange={setTyped}
      />
      <Command.List className={styles.list} label="Runs">
        <Command.Empty className={styles.nothing}>
          {isPending ? 'Loading the runs…' : (runs ?? []).length === 0 ? 'No runs yet.' : 'No run matches.'}
        </Command.Empty>
        {offered.map((run) => (
          <Command.Item key={run.id} value={run.id} className={styles.item} onSelect={() => onPick(run.id)}>
            <span className={styles.name} dir="auto">
              {runTitle(run)}
            </span>
            <Details run={run} />
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}

function offer(runs: readonly Run[], chosen: readonly string[], typed: string): readonly Run[] {
  const like = runs.find(({ id }) => id === chosen[0])?.model.contentHash;
  const taken = new Set(chosen);
  const matches = matcher(typed);
  const same: Run[] = [];
  const others: Run[] = [];
  for (const run of runs) {
    if (taken.has(run.id) || !matches(run)) continue;
    const list = run.model.contentHash === like ? same : others;
    if (list.length < MOST_SHOWN) list.push(run);
  }
  return [...same, ...others].slice(0, MOST_SHOWN);
}

function Details({ run }: { readonly run: Run }) {
  return (
    <span className={styles.details}>
      {!runTitle(run).includes(run.model.name) && <span dir="auto">{run.model.name}</span>}
      <span>{run.config.provider}</span>
      <span>{workOf(run)}</span>
      <span>{run.latencyMs === null ? run.status : `p50 ${formatDuration(run.latencyMs.p50)}`}</span>
      <span>{shortTime(run.createdAt, Date.now())}</span>
    </span>
  );
}
