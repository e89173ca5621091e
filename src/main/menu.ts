import { Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { ShellCommand } from '../contract/api.ts';

export interface MenuActions {
  command(command: ShellCommand): void;
  readonly dataFolder: string;
  readonly developer: boolean;
  readonly mac: boolean;
}

export function installMenu(actions: MenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(actions)));
}

function menuTemplate({ command, dataFolder, developer, mac }: MenuActions): MenuItemConstructorOptions[] {
  const item = (label: string, name: ShellCommand, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label,
    click: () => command(name),
    ...(accelerator ? { accelerator } : {}),
  });
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        item('&Open model…', 'open-model', 'CmdOrCtrl+O'),
        item('Open &trace…', 'open-trace', 'CmdOrCtrl+Shift+O'),
        { type: 'separator' },
        { id: 'data-folder', label: 'Show &data folder', click: () => void shell.openPath(dataFolder) },
        { type: 'separator' },
        { role: mac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        item('&Bench', 'go-bench', 'CmdOrCtrl+1'),
        item('&Runs', 'go-runs', 'CmdOrCtrl+2'),
        item('&Compare', 'go-compare', 'CmdOrCtrl+3'),
        item('Histor&y', 'go-history', 'CmdOrCtrl+4'),
        item('&Traces', 'go-traces', 'CmdOrCtrl+5'),
        item('&Hardware', 'go-hardware', 'CmdOrCtrl+6'),
        item('&Settings', 'go-settings', 'CmdOrCtrl+7'),
        { type: 'separator' },
        item('Command &palette…', 'palette', 'CmdOrCtrl+K'),
        item('Switch &theme', 'theme'),
        { type: 'separator' },
        { role: 'reload' },
        ...(developer ? [{ role: 'toggleDevTools' as const }] : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [item('&Keyboard shortcuts', 'shortcuts'), ...(mac ? [] : [{ role: 'about' as const }])],
    },
  ];
}
