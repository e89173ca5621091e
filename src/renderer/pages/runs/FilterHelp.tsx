import { CircleHelp } from 'lucide-react';
import { Popover } from 'radix-ui';
import { FILTER_FIELDS } from '../../../core/analysis/run-list/filter-fields.ts';
import { IconButton } from '../../components/IconButton.tsx';
import styles from './FilterField.module.css';

const WAYS: readonly { readonly example: string; readonly what: string }[] = [
  { example: 'encoder int8', what: 'words in any field, all of them' },
  { example: '-crashed', what: 'not with this word; before a field as well' },
  { example: '#nightly', what: 'a tag that begins so' },
  { example: '"two words"', what: 'as one; a field takes them too' },
  { example: 'model:resnet,bert', what: 'a part of a field, one of several' },
  { example: 'tag=release', what: 'the whole field, exactly' },
  { example: 'p50<5ms', what: 'also <= > >= = and batch:1..8' },
  { example: 'after:7d', what: 'made in the last seven days' },
  { example: 'is:pinned', what: 'pinned, archived, profiled, simulated, live…' },
];

/** What the filter understands; a press on a line puts it into the field. */
export function FilterHelp({ onTake }: { readonly onTake: (example: string) => void }) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label="What can be typed">
          <CircleHelp />
        </IconButton>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={styles.help}
          align="end"
          sideOffset={8}
          collisionPadding={8}
          aria-label="What can be typed into the filter"
        >
          {WAYS.map(({ example, what }) => (
            <Popover.Close key={example} className={styles.helpLine} onClick={() => onTake(example)}>
              <code>{example}</code>
              <span>{what}</span>
            </Popover.Close>
          ))}
          <p className={styles.helpLine}>
            <span>Fields</span>
            <span>{FILTER_FIELDS.map(({ name }) => name).join(', ')}</span>
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
