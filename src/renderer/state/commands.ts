import { browseForModel } from './open-model.ts';
import { browseForTrace } from './open-trace.ts';
import { navigate } from './navigation.ts';
import { showOverlay, toggleOverlay } from './overlays.ts';
import { nextTheme, setTheme, toggleRail } from './preferences.ts';
import { showToast } from './toasts.ts';
import type { HardwarePart } from './routes.ts';
import type { ShellCommand } from '../../contract/api.ts';

export interface Command {
  readonly id: string;
  readonly title: string;
  /** "mod+K", or two keys one after the other: "G B". */
  readonly shortcut: string | null;
  readonly group: 'Go to' | 'Do';
  readonly run: () => void;
}

export const COMMANDS: readonly Command[] = [
  go('go-bench', 'Bench', 'G B', () => navigate({ page: 'bench', runId: null })),
  go('go-runs', 'Runs', 'G R', () => navigate({ page: 'runs' })),
  go('go-sweep', 'Sweep', 'G W', () => navigate({ page: 'sweep', sweepId: null })),
  go('go-compare', 'Compare', 'G C', () => navigate({ page: 'compare', runs: [] })),
  go('go-history', 'History', 'G Y', () => navigate({ page: 'history', model: null })),
  go('go-traces', 'Traces', 'G T', () => navigate({ page: 'traces' })),
  go('go-hardware', 'Hardware', 'G H', () => goHardware('live')),
  go('go-alerts', 'Hardware alerts', 'G A', () => goHardware('alerts')),
  go('go-recordings', 'Hardware recordings', null, () => goHardware('recordings')),
  go('go-ceilings', 'Ceilings of this machine', null, () => goHardware('ceilings')),
  go('go-settings', 'Settings', 'G S', () => navigate({ page: 'settings' })),
  act('palette', 'Find runs, models and actions', 'mod+K', () => toggleOverlay('palette')),
  act('open-model', 'Open a model file', 'mod+O', browseForModel),
  act('open-trace', 'Open a trace', 'mod+shift+O', browseForTrace),
  act('rail', 'Fold or unfold the rail', '[', toggleRail),
  act('theme', 'Next theme', null, () => showToast({ text: `Theme: ${nextTheme()}` })),
  act('theme-system', 'Theme: system', null, () => setTheme('system')),
  act('theme-light', 'Theme: light', null, () => setTheme('light')),
  act('theme-dark', 'Theme: dark', null, () => setTheme('dark')),
  act('shortcuts', 'Show keyboard shortcuts', '?', () => showOverlay('shortcuts')),
];

export function runCommand(id: ShellCommand | string): void {
  COMMANDS.find((command) => command.id === id)?.run();
}

function goHardware(part: HardwarePart): void {
  navigate({ page: 'hardware', part, recordingId: null });
}

function go(id: string, title: string, shortcut: string | null, run: () => void): Command {
  return { id, title, shortcut, group: 'Go to', run };
}

function act(id: string, title: string, shortcut: string | null, run: () => void): Command {
  return { id, title, shortcut, group: 'Do', run };
}
