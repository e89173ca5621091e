import {
  Ellipsis,
  FileJson,
  FileSpreadsheet,
  Flag,
  GitCompareArrows,
  Pencil,
  RotateCw,
  SquareTerminal,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Menu } from '../../components/Menu.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RunStatusBadge } from '../../components/RunStatusBadge.tsx';
import { SimulatedBadge } from '../../components/SimulatedBadge.tsx';
import { navigate } from '../../state/navigation.ts';
import { isLive } from '../runs/run-menu.tsx';
import { workOf } from '../runs/work-of.ts';
import { exactTime, shortTime } from '../runs/when.ts';
import { copyCommand, deleteRuns, exportRun, patchRun, rerun } from './run-actions.ts';
import { TrustButton } from '../trust/TrustButton.tsx';
import { BaselineDialog } from './targets/BaselineDialog.tsx';
import { runTitle } from '../runs/run-title.ts';
import styles from './RunPage.module.css';

export function RunHeader({ run }: { readonly run: Run }) {
  return (
    <PageHeader
      title={<RunName run={run} />}
      mark={
        <>
          <RunStatusBadge status={run.status} />
          <SimulatedBadge run={run} />
          <TrustButton run={run} />
        </>
      }
      detail={<Facts run={run} />}
      actions={<RunActions run={run} />}
    />
  );
}

function Facts({ run }: { readonly run: Run }) {
  const { config } = run;
  return (
    <span className={styles.facts}>
      <span>{run.model.name}</span>
      <span>{config.provider}</span>
      <span>
        {config.sequence === null ? 'batch' : 'batch × sequence'} {workOf(run)}
      </span>
      {config.level !== null && <span>level {config.level}</span>}
      {config.coldCache && <span>cold caches</span>}
      <time dateTime={new Date(run.createdAt).toISOString()} title={exactTime(run.createdAt)}>
        {shortTime(run.createdAt, Date.now())}
      </time>
      {run.tags.length > 0 && (
        <span className={styles.tagList} role="list" aria-label="Tags">
          {run.tags.map((tag) => (
            <span key={tag} role="listitem" className={styles.tag}>
              {tag}
            </span>
          ))}
        </span>
      )}
    </span>
  );
}

function RunActions({ run }: { readonly run: Run }) {
  const [naming, setNaming] = useState(false);
  const remove = (): void => {
    void deleteRuns([run.id], `“${runTitle(run)}”`).then((done) => {
      if (done) navigate({ page: 'runs' });
    });
  };
  return (
    <>
      <Button icon={<RotateCw />} onClick={() => void rerun(run)}>
        Re-run
      </Button>
      <Button icon={<GitCompareArrows />} onClick={() => navigate({ page: 'compare', runs: [run.id] })}>
        Compare with…
      </Button>
      <Menu
        trigger={
          <IconButton label="More actions">
            <Ellipsis />
          </IconButton>
        }
        items={[
          {
            label: 'Copy as command',
            icon: <SquareTerminal />,
            onSelect: () => void copyCommand(run),
          },
          {
            label: 'Use as baseline…',
            icon: <Flag />,
            disabled: run.latencyMs === null,
            onSelect: () => setNaming(true),
          },
          { label: 'Export as JSON', icon: <FileJson />, onSelect: () => void exportRun(run, 'json') },
          { label: 'Export as CSV', icon: <FileSpreadsheet />, onSelect: () => void exportRun(run, 'csv') },
          {
            label: 'Delete',
            icon: <Trash2 />,
            danger: true,
            separated: true,
            disabled: isLive(run),
            onSelect: remove,
          },
        ]}
      />
      {naming && <BaselineDialog run={run} onClose={() => setNaming(false)} />}
    </>
  );
}

function RunName({ run }: { readonly run: Run }) {
  const [editing, setEditing] = useState(false);
  if (!editing) {
    return (
      <button type="button" className={styles.nameButton} title="Rename" onClick={() => setEditing(true)}>
        <span>{runTitle(run)}</span>
        <Pencil aria-hidden="true" />
      </button>
    );
  }
  const end = (name: string): void => {
    setEditing(false);
    const wanted = name.trim();
    if (wanted !== run.name) void patchRun(run.id, { name: wanted });
  };
  return (
    <input
      className={styles.nameInput}
      aria-label="Name of the run"
      defaultValue={run.name}
      placeholder={runTitle({ ...run, name: '' })}
      maxLength={200}
      autoFocus
      onFocus={(event) => event.target.select()}
      onBlur={(event) => end(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') setEditing(false);
      }}
    />
  );
}
