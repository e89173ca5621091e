import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { TraceBookmark, TraceUnit } from '../../contract/trace.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { Button } from '../components/Button.tsx';
import { Disclosure } from '../components/Disclosure.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { TextField } from '../components/TextField.tsx';
import type { Bookmarks } from './use-bookmarks.ts';
import styles from './TraceTimeline.module.css';

export interface BookmarkListProps {
  readonly bookmarks: Bookmarks;
  readonly unit: TraceUnit;
  readonly onJump: (bookmark: TraceBookmark) => void;
}

/** Places worth coming back to: named, gone to, removed. */
export function BookmarkList({ bookmarks, unit, onJump }: BookmarkListProps) {
  const { list } = bookmarks;
  if (list.length === 0) return null;
  return (
    <div className={styles.part}>
      <Disclosure title="Bookmarks" summary={String(list.length)} startsOpen>
        <ul className={styles.bookmarks}>
          {list.map((each) => (
            <li key={each.id} className={styles.bookmark}>
              <Label bookmark={each} onRename={(label) => bookmarks.rename(each.id, label)} />
              <span className={styles.quiet}>
                {lengthWords(each.fromUs, unit)}
                {each.toUs !== null && ` + ${lengthWords(each.toUs - each.fromUs, unit)}`}
              </span>
              <Button kind="quiet" onClick={() => onJump(each)}>
                Go there
              </Button>
              <IconButton label={`Remove bookmark ${each.label}`} onClick={() => bookmarks.remove(each.id)}>
                <Trash2 />
              </IconButton>
            </li>
          ))}
        </ul>
      </Disclosure>
    </div>
  );
}

function Label({
  bookmark,
  onRename,
}: {
  readonly bookmark: TraceBookmark;
  readonly onRename: (label: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const keep = (): void => {
    const wanted = draft?.trim() ?? '';
    if (wanted !== '' && wanted !== bookmark.label) onRename(wanted.slice(0, 200));
    setDraft(null);
  };
  return (
    <TextField
      label="Name of the bookmark"
      labelHidden
      value={draft ?? bookmark.label}
      onChange={setDraft}
      onBlur={keep}
      onKeyDown={(event) => {
        if (event.key === 'Enter') keep();
        if (event.key === 'Escape') setDraft(null);
      }}
    />
  );
}
