import { onCoreEvent } from './connection.ts';
import { runCommand } from './commands.ts';
import { openModel } from './open-model.ts';
import { openTracePath } from './open-trace.ts';
import { showToast } from './toasts.ts';

/** The desktop's menu and files opened from outside, and what the core has to say. */
export function followShell(): void {
  onCoreEvent((event) => {
    if (event.type === 'open-model') openModel(event.ref);
    if (event.type === 'open-trace') openTracePath(event.path);
    if (event.type === 'command') runCommand(event.command);
    if (event.type === 'notice') showToast({ text: event.text });
  });
}
