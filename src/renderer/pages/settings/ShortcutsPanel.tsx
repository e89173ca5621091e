import { Fragment } from 'react';
import { Kbd } from '../../components/Kbd.tsx';
import { Panel } from '../../components/Panel.tsx';
import styles from './SettingsPage.module.css';

/** Those of the Runs table; the rest of the program's are listed by "?". */
const SHORTCUTS: readonly (readonly [string, string])[] = [
  ['Open anything', 'mod+K'],
  ['All shortcuts', '?'],
  ['Filter runs', '/'],
  ['Open the run', 'Enter'],
  ['Select the run', 'Space'],
  ['Select all runs shown', 'mod+A'],
  ['Name and tags', 'F2'],
  ['Delete', 'Del'],
];

export function ShortcutsPanel() {
  return (
    <Panel title="Keyboard">
      <dl className={styles.shortcuts}>
        {SHORTCUTS.map(([what, keys]) => (
          <Fragment key={keys}>
            <dt>{what}</dt>
            <dd className={styles.shortcutKeys}>
              <Kbd keys={keys} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </Panel>
  );
}
