import { Kbd } from '../../components/Kbd.tsx';
import { Panel } from '../../components/Panel.tsx';
import { COMMANDS } from '../../state/commands.ts';
import styles from './SettingsPage.module.css';

const IN_THE_RUNS_TABLE = [
  { title: 'Filter runs', keys: '/' },
  { title: 'Open the run', keys: 'Enter' },
  { title: 'Select the run', keys: 'Space' },
  { title: 'Select all runs shown', keys: 'mod+A' },
  { title: 'Name and tags of the run', keys: 'F2' },
  { title: 'Delete the selected runs', keys: 'Del' },
] as const;

export function ShortcutsPanel() {
  const everywhere = COMMANDS.flatMap(({ title, shortcut, group }) =>
    shortcut === null ? [] : [{ title: group === 'Go to' ? `Go to ${title}` : title, keys: shortcut }],
  );
  return (
    <Panel title="Keyboard">
      <dl className={styles.shortcuts}>
        {[...everywhere, ...IN_THE_RUNS_TABLE].map(({ title, keys }) => (
          <div key={title} className={styles.shortcut}>
            <dt>{title}</dt>
            <dd>
              <Kbd keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
