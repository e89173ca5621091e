import { Command } from 'cmdk';
import { ChevronsUpDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMemo, useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { formatDuration } from '../../../contract/units.ts';
import { matcher, workOf } from '../runs/runs-filter.ts';
import { shortTime } from '../runs/when.ts';
import { runTitle } from '../runs/run-title.ts';
import styles from './RunPicker.module.css';

export interface RunPickerProps {
  readonly side: 'A' | 'B';
  readonly runs: readonly Run[];
  readonly value: string | null;
  /** Runs of the same model as this one are offered first. */
  readonly likeId?: string | null;
  readonly onChange: (runId: string) => void;
}

/** No list is read beyond this; who looks for something older types. */
const MOST_SHOWN = 60;

export function RunPicker({ side, runs, value, likeId = null, onChange }: RunPickerProps) {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const chosen = runs.find(({ id }) => id === value);
  const offered = useMemo(() => {
    if (!open) return [];
    const like = runs.find(({ id }) => id === likeId)?.model.contentHash;
    const matches = matcher(typed);
    const found = runs.filter((run) => run.id !== likeId && matches(run));
    const same = found.filter(({ model }) => model.contentHash === like);
    const others = found.filter(({ model }) => model.contentHash !== like);
    return [...same, ...others].slice(0, MOST_SHOWN);
  }, [open, runs, typed, likeId]);

  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          className={styles.trigger}
          data-side-name={side}
          aria-label={labelOf(side, chosen)}
        >
          <span className={styles.side} data-side-name={side}>
            {side}
          </span>
          <span className={styles.words}>
            {chosen === undefined ? (
              <span className={styles.placeholder}>
                {value === null ? `Choose run ${side}` : `Run ${value} is not in the list`}
              </span>
            ) : (
              <>
                <span className={styles.name}>{runTitle(chosen)}</span>
                <Details run={chosen} />
              </>
            )}
          </span>
          <ChevronsUpDown aria-hidden="true" />
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={`Choose run ${side}`}
          className={styles.content}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Command shouldFilter={false} label={`Search for run ${side}`}>
            <Command.Input
              className={styles.input}
              placeholder="Search by name, model, tag…"
              value={typed}
              onValueChange={setTyped}
            />
            <Command.List className={styles.list} label={`Runs for ${side}`}>
              <Command.Empty className={styles.nothing}>No run matches.</Command.Empty>
              {offered.map((run) => (
                <Command.Item
                  key={run.id}
                  value={run.id}
                  className={styles.item}
                  onSelect={() => {
                    setOpen(false);
                    setTyped('');
                    onChange(run.id);
                  }}
                >
                  <span className={styles.name}>{runTitle(run)}</span>
                  <Details run={run} />
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Details({ run }: { readonly run: Run }) {
  return (
    <span className={styles.details}>
      {!runTitle(run).includes(run.model.name) && <span>{run.model.name}</span>}
      <span>{run.config.provider}</span>
      <span>{workOf(run)}</span>
      <span>{run.latencyMs === null ? run.status : `p50 ${formatDuration(run.latencyMs.p50)}`}</span>
      <span>{shortTime(run.createdAt, Date.now())}</span>
    </span>
  );
}

function labelOf(side: 'A' | 'B', run: Run | undefined): string {
  return run === undefined ? `Choose run ${side}` : `Run ${side}: ${runTitle(run)}`;
}
