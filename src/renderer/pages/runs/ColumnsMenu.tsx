import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react';
import { Popover } from 'radix-ui';
import { RUN_COLUMN_IDS, runColumn, type RunColumnId } from '../../../core/analysis/run-list/run-columns.ts';
import { Button } from '../../components/Button.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { moveColumn } from './move-column.ts';
import { shownAtFirst } from './runs-columns.ts';
import { useRunsView } from './runs-view.ts';
import styles from './ColumnsMenu.module.css';

/** Which columns there are, and in which order: the shown ones first, as they stand. */
export function ColumnsMenu() {
  const columns = useRunsView((view) => view.columns);
  const put = (next: readonly RunColumnId[]): void => void useRunsView.setState({ columns: next });
  const rest = RUN_COLUMN_IDS.filter((id) => !columns.includes(id));
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <Button icon={<Columns3 />}>Columns</Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.panel}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Columns of the table"
        >
          <ul className={styles.list} aria-label="Columns">
            {[...columns, ...rest].map((id) => {
              const place = columns.indexOf(id);
              const { title } = runColumn(id);
              return (
                <li key={id} className={styles.line}>
                  <label className={styles.choice}>
                    <input
                      type="checkbox"
                      checked={place >= 0}
                      disabled={id === 'name'}
                      onChange={() =>
                        put(place >= 0 ? columns.filter((each) => each !== id) : [...columns, id])
                      }
                    />
                    {title}
                  </label>
                  {place >= 0 && (
                    <>
                      <IconButton
                        label={`${title} further left`}
                        disabled={place === 0}
                        onClick={() => put(moveColumn(columns, id, place - 1))}
                      >
                        <ArrowUp />
                      </IconButton>
                      <IconButton
                        label={`${title} further right`}
                        disabled={place === columns.length - 1}
                        onClick={() => put(moveColumn(columns, id, place + 1))}
                      >
                        <ArrowDown />
                      </IconButton>
                    </>
                  )}
                </li>
              );
            })}
          </ul>
          <Button kind="quiet" onClick={() => put(shownAtFirst(window.innerWidth))}>
            As at first
          </Button>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
