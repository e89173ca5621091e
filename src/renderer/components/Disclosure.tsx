import { ChevronRight } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import styles from './Disclosure.module.css';

export interface DisclosureProps {
  readonly title: string;
  /** What is inside, in few words, while it is folded away. */
  readonly summary?: ReactNode;
  readonly startsOpen?: boolean;
  readonly children: ReactNode;
}

export function Disclosure({ title, summary, startsOpen = false, children }: DisclosureProps) {
  const [open, setOpen] = useState(startsOpen);
  return (
    <Collapsible.Root open={open} onOpenChange={setOpen}>
      <Collapsible.Trigger className={styles.trigger}>
        <ChevronRight className={styles.chevron} aria-hidden="true" />
        <span className={styles.title}>{title}</span>
        {!open && summary !== undefined && <span className={styles.summary}>{summary}</span>}
      </Collapsible.Trigger>
      <Collapsible.Content className={styles.content}>{children}</Collapsible.Content>
    </Collapsible.Root>
  );
}
