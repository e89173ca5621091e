import { Command } from 'cmdk';
import { Box, CornerDownLeft, History, Terminal } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Run } from '../../contract/run.ts';
import { formatDuration } from '../../contract/units.ts';
import { Dialog } from '../components/Dialog.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { COMMANDS } from '../state/commands.ts';
import { navigate } from '../state/navigation.ts';
import { openModel } from '../state/open-model.ts';
import { showOverlay, useOverlay } from '../state/overlays.ts';
import { useModels, useRuns } from '../state/queries.ts';
import { formatAgo } from '../pages/bench/format-ago.ts';
import { runTitle } from '../pages/runs/run-title.ts';
import { rank } from './rank.ts';
import styles from './CommandPalette.module.css';

const RUNS_OFFERED = 8;

export function CommandPalette() {
  const open = useOverlay(({ overlay }) => overlay === 'palette');
  return (
    <Dialog title="Find" size="wide" bare open={open} onClose={() => showOverlay(null)}>
      <Palette />
    </Dialog>
  );
}

function Palette() {
  const [text, setText] = useState('');
  const models = useModels();
  const runs = useRuns({ ...(text.trim() === '' ? {} : { text: text.trim() }), limit: RUNS_OFFERED });
  return (
    <Command label="Find" className={styles.palette} filter={rank} loop>
      <Command.Input
        className={styles.input}
        placeholder="Find a page, a model, a run, or something to do"
        value={text}
        onValueChange={setText}
        autoFocus
      />
      <Command.List className={styles.list} label="Found">
        <Command.Empty className={styles.none}>
          {runs.isFetching ? 'Looking' : `Nothing is called “${text}”.`}
        </Command.Empty>
        {(['Go to', 'Do'] as const).map((group) => (
          <Command.Group key={group} heading={group} className={styles.group}>
            {COMMANDS.filter((command) => command.group === group && command.id !== 'palette').map(
              (command) => (
                <Item
                  key={command.id}
                  value={`${group} ${command.title}`}
                  icon={group === 'Go to' ? <CornerDownLeft /> : <Terminal />}
                  title={command.title}
                  end={command.shortcut === null ? null : <Kbd keys={command.shortcut} />}
                  onSelect={command.run}
                />
              ),
            )}
          </Command.Group>
        ))}
        <Command.Group heading="Benchmark a model" className={styles.group}>
          {models.data?.map(({ ref, name, detail }) => (
            <Item
              key={ref.location}
              value={`model ${name} ${ref.location}`}
              icon={<Box />}
              title={name}
              end={detail}
              onSelect={() => openModel(ref)}
            />
          ))}
        </Command.Group>
        <Command.Group heading="Open a run" className={styles.group}>
          {runs.data?.map((run) => (
            <Item
              key={run.id}
              value={`run ${run.name} ${run.model.name} ${run.tags.join(' ')} ${run.id} ${text}`}
              icon={<History />}
              title={runTitle(run)}
              end={endOf(run)}
              onSelect={() => navigate({ page: 'run', runId: run.id })}
            />
          ))}
        </Command.Group>
      </Command.List>
    </Command>
  );
}

/** Enough to tell runs of the same name apart. */
function endOf({ createdAt, latencyMs, status }: Run): string {
  const result = latencyMs === null ? status : `p50 ${formatDuration(latencyMs.p50)}`;
  return `${result} · ${formatAgo(createdAt, Date.now())}`;
}

interface ItemProps {
  readonly value: string;
  readonly icon: ReactNode;
  readonly title: string;
  readonly end: ReactNode;
  readonly onSelect: () => void;
}

function Item({ value, icon, title, end, onSelect }: ItemProps) {
  return (
    <Command.Item
      value={value}
      className={styles.item}
      onSelect={() => {
        showOverlay(null);
        onSelect();
      }}
    >
      <span className={styles.icon} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.title}>{title}</span>
      <span className={styles.end}>{end}</span>
    </Command.Item>
  );
}
