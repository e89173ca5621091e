import { isApple } from '../state/platform.ts';
import styles from './Kbd.module.css';

/** "mod" is ⌘ on a Mac and Ctrl elsewhere: "mod+K", "G B", "?". */
export function Kbd({ keys }: { readonly keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(/[+ ]/).map((key, index) => (
        <kbd key={index} className={styles.key}>
          {nameOf(key)}
        </kbd>
      ))}
    </span>
  );
}

function nameOf(key: string): string {
  if (key === 'mod') return isApple ? '⌘' : 'Ctrl';
  if (key === 'shift') return isApple ? '⇧' : 'Shift';
  return key;
}
