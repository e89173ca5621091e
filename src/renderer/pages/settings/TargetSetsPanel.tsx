import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import type { TargetSet } from '../../../contract/target.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useApi } from '../../state/connection.ts';
import { useTargets } from '../../state/targets.ts';
import { showToast } from '../../state/toasts.ts';
import { TargetSetDialog } from './TargetSetDialog.tsx';
import styles from './TargetSetsPanel.module.css';

/** What the editor is open on: a set of one's own, or a new one that begins as another. */
interface Editing {
  readonly from: string;
  readonly isNew: boolean;
}

/** The sets that runs can be held against; one's own can be written here. */
export function TargetSetsPanel() {
  const { data: sets, error, refetch } = useTargets();
  const [editing, setEditing] = useState<Editing | null>(null);
  return (
    <Panel
      title="Targets"
      actions={
        <Button icon={<Plus />} onClick={() => setEditing({ from: 'fast', isNew: true })}>
          New set…
        </Button>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : sets === undefined ? (
        <Loading label="Reading the sets of targets">
          <Skeleton count={4} />
        </Loading>
      ) : (
        <ul className={styles.list} aria-label="Sets of targets">
          {[...sets].sort(ownFirst).map((set) => (
            <SetLine key={set.name} set={set} onEdit={setEditing} />
          ))}
        </ul>
      )}
      {editing !== null && <TargetSetDialog {...editing} onClose={() => setEditing(null)} />}
    </Panel>
  );
}

function ownFirst(left: TargetSet, right: TargetSet): number {
  return Number(left.builtIn) - Number(right.builtIn);
}

function SetLine({ set, onEdit }: { readonly set: TargetSet; readonly onEdit: (editing: Editing) => void }) {
  const api = useApi();
  const complain = (thrown: unknown): void => {
    const { message, nextStep } = asDynoError(thrown);
    showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
  };
  const remove = async (): Promise<void> => {
    try {
      const yaml = await api.readTargets(set.name);
      await api.deleteTargets(set.name);
      const undo = (): void => void api.saveTargets(yaml).catch(complain);
      showToast({ text: `Deleted “${set.title}”`, action: { label: 'Undo', run: undo } });
    } catch (thrown) {
      complain(thrown);
    }
  };
  return (
    <li className={styles.line}>
      <div className={styles.words}>
        <p className={styles.title}>
          {set.title} <span className={styles.count}>{set.items.length} targets</span>
        </p>
        {set.description !== '' && <p className={styles.description}>{set.description}</p>}
      </div>
      {set.builtIn ? (
        <Button kind="quiet" onClick={() => onEdit({ from: set.name, isNew: true })}>
          Use as template
        </Button>
      ) : (
        <span className={styles.actions}>
          <IconButton label={`Edit ${set.title}`} onClick={() => onEdit({ from: set.name, isNew: false })}>
            <Pencil />
          </IconButton>
          <IconButton label={`Delete ${set.title}`} onClick={() => void remove()}>
            <Trash2 />
          </IconButton>
        </span>
      )}
    </li>
  );
}
