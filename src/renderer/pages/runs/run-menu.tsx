import {
  Activity,
  CircleStop,
  FileJson,
  FileSpreadsheet,
  GitCompareArrows,
  PanelRight,
  Pencil,
  RotateCw,
  SquareTerminal,
  Trash2,
} from 'lucide-react';
import type { Run } from '../../../contract/run.ts';
import type { MenuItem } from '../../components/Menu.tsx';
import { navigate } from '../../state/navigation.ts';
import { copyCommand, exportRun, rerun, stopRun } from '../run/run-actions.ts';

export interface RunMenuActions {
  readonly onOpen: (run: Run) => void;
  readonly onEdit: (run: Run) => void;
  readonly onDelete: (run: Run) => void;
}

export function isLive(run: Run): boolean {
  return run.status === 'queued' || run.status === 'running';
}

export function runMenu(run: Run, { onOpen, onEdit, onDelete }: RunMenuActions): readonly MenuItem[] {
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
  return [
    { label: 'Open', icon: <PanelRight />, shortcut: 'Enter', onSelect: () => onOpen(run) },
    ...live,
    {
      label: 'Compare with…',
      icon: <GitCompareArrows />,
      onSelect: () => navigate({ page: 'compare', a: run.id, b: null }),
    },
    { label: 'Re-run', icon: <RotateCw />, separated: true, onSelect: () => void rerun(run) },
    { label: 'Copy as command', icon: <SquareTerminal />, onSelect: () => void copyCommand(run) },
    { label: 'Name and tags…', icon: <Pencil />, shortcut: 'F2', onSelect: () => onEdit(run) },
    {
      label: 'Export as JSON',
      icon: <FileJson />,
      separated: true,
      onSelect: () => void exportRun(run, 'json'),
    },
    { label: 'Export as CSV', icon: <FileSpreadsheet />, onSelect: () => void exportRun(run, 'csv') },
    {
      label: 'Delete',
      icon: <Trash2 />,
      shortcut: 'Del',
      danger: true,
      separated: true,
      disabled: isLive(run),
      onSelect: () => onDelete(run),
    },
  ];
}
