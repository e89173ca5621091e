import {
  Activity,
  Archive,
  ArchiveRestore,
  ChartLine,
  CircleStop,
  FileJson,
  FileSpreadsheet,
  Flag,
  GitCompareArrows,
  PanelRight,
  Pencil,
  Pin,
  PinOff,
  RotateCw,
  SquareTerminal,
  Trash2,
} from 'lucide-react';
import { asDynoError } from '../../../contract/errors.ts';
import type { RunFacts } from '../../../contract/run-list.ts';
import type { Run } from '../../../contract/run.ts';
import type { MenuItem } from '../../components/Menu.tsx';
import { api } from '../../state/connection.ts';
import { navigate } from '../../state/navigation.ts';
import { showToast } from '../../state/toasts.ts';
import { copyCommand, exportRun, rerun, stopRun } from '../run/run-actions.ts';
import { compareRoute } from './compare-route.ts';
import { editRuns } from './run-edits.ts';

export interface RunMenuActions {
  readonly onOpen: (run: RunFacts) => void;
  readonly onEdit: (run: RunFacts) => void;
  readonly onBaseline: (run: RunFacts) => void;
  readonly onDelete: (run: RunFacts) => void;
}

export function isLive(run: Pick<Run, 'status'>): boolean {
  return run.status === 'queued' || run.status === 'running';
}

/** The list knows a run's facts; what makes it again needs all of it. */
function withRun(runId: string, act: (run: Run) => Promise<void>): void {
  api.getRun(runId).then(act, (error: unknown) => {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
  });
}

export function runMenu(run: RunFacts, actions: RunMenuActions): readonly MenuItem[] {
  const live: readonly MenuItem[] = isLive(run)
    ? [
        {
          label: 'Watch live',
          icon: <Activity />,
          onSelect: () => navigate({ page: 'bench', runId: run.id }),
        },
        { label: 'Stop', icon: <CircleStop />, onSelect: () => void stopRun(run.id) },
      ]
    : [];
  const isPinned = run.pinnedAt !== null;
  const isArchived = run.archivedAt !== null;
  return [
    { label: 'Open', icon: <PanelRight />, shortcut: 'Enter', onSelect: () => actions.onOpen(run) },
    ...live,
    {
      label: 'Compare with…',
      icon: <GitCompareArrows />,
      onSelect: () => navigate(compareRoute([run.id])),
    },
    {
      label: 'History of its model',
      icon: <ChartLine />,
      onSelect: () => navigate({ page: 'history', model: run.model, benchmark: run.benchmark }),
    },
    { label: 'Re-run', icon: <RotateCw />, separated: true, onSelect: () => withRun(run.id, rerun) },
    { label: 'Copy as command', icon: <SquareTerminal />, onSelect: () => withRun(run.id, copyCommand) },
    { label: 'Name and tags…', icon: <Pencil />, shortcut: 'F2', onSelect: () => actions.onEdit(run) },
    {
      label: 'Use as baseline…',
      icon: <Flag />,
      disabled: run.p50Ms === null,
      onSelect: () => actions.onBaseline(run),
    },
    {
      label: isPinned ? 'Unpin' : 'Pin',
      icon: isPinned ? <PinOff /> : <Pin />,
      onSelect: () => void editRuns([run.id], { pinned: !isPinned }),
    },
    {
      label: isArchived ? 'Unarchive' : 'Archive',
      icon: isArchived ? <ArchiveRestore /> : <Archive />,
      onSelect: () => void editRuns([run.id], { archived: !isArchived }),
    },
    {
      label: 'Export as JSON',
      icon: <FileJson />,
      separated: true,
      onSelect: () => withRun(run.id, (whole) => exportRun(whole, 'json')),
    },
    {
      label: 'Export as CSV',
      icon: <FileSpreadsheet />,
      onSelect: () => withRun(run.id, (whole) => exportRun(whole, 'csv')),
    },
    {
      label: 'Delete',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      separated: true,
      disabled: isLive(run),
      onSelect: () => actions.onDelete(run),
    },
  ];
}
