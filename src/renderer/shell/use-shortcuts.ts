import { useEffect } from 'react';
import { COMMANDS } from '../state/commands.ts';
import { useOverlay } from '../state/overlays.ts';
import { isApple } from '../state/platform.ts';
import { ShortcutReader } from '../state/shortcuts.ts';

export function useShortcuts(): void {
  useEffect(() => {
    const reader = new ShortcutReader(COMMANDS.flatMap(({ shortcut }) => shortcut ?? []));
    const press = (event: KeyboardEvent): void => {
      if (event.repeat || event.defaultPrevented) return;
      const shortcut = reader.press({
        key: event.key,
        mod: isApple ? event.metaKey : event.ctrlKey,
        shift: event.shiftKey,
        alt: event.altKey,
        typing: isTyping(event.target) || useOverlay.getState().overlay !== null,
        at: event.timeStamp,
      });
      const command = COMMANDS.find((each) => each.shortcut === shortcut && shortcut !== null);
      if (command === undefined) return;
      event.preventDefault();
      command.run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLSelectElement || target.closest('[role="menu"]') !== null) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}
