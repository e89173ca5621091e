import { Dialog } from '../components/Dialog.tsx';
import { Kbd } from '../components/Kbd.tsx';
import { FLAME_SHORTCUTS } from '../flame/flame-keys.ts';
import { COMMANDS } from '../state/commands.ts';
import { showOverlay, useOverlay } from '../state/overlays.ts';
import styles from './ShortcutsDialog.module.css';

/** Keys that belong to a place rather than to a command. */
const ELSEWHERE = [
  { title: 'Start the benchmark (on Bench)', keys: 'mod+Enter' },
  { title: 'Close what lies over the page', keys: 'Esc' },
];

export function ShortcutsDialog() {
  const open = useOverlay(({ overlay }) => overlay === 'shortcuts');
  const rows = [
    ...COMMANDS.flatMap(({ title, shortcut, group }) =>
      shortcut === null ? [] : [{ title: group === 'Go to' ? `Go to ${title}` : title, keys: shortcut }],
    ),
    ...ELSEWHERE,
    ...FLAME_SHORTCUTS.map(({ title, keys }) => ({ title: `On a flame chart: ${title}`, keys })),
  ];
  return (
    <Dialog title="Keyboard shortcuts" size="narrow" open={open} onClose={() => showOverlay(null)}>
      <dl className={styles.list}>
        {rows.map(({ title, keys }) => (
          <div key={keys} className={styles.row}>
            <dt>{title}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
