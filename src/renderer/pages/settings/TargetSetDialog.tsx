import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Field } from '../../components/Field.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useApi } from '../../state/connection.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { useTargetMetrics } from '../../state/targets.ts';
import { showToast } from '../../state/toasts.ts';
import styles from './TargetSetsPanel.module.css';

export interface TargetSetDialogProps {
  /** Name of the set that the text begins as. */
  readonly from: string;
  readonly isNew: boolean;
  readonly onClose: () => void;
}

/** A set as YAML, as in a file: what is wrong with it is told with its line. */
export function TargetSetDialog({ from, isNew, onClose }: TargetSetDialogProps) {
  const api = useApi();
  const { data, error } = useQuery({
    queryKey: queryKeys.targetText(from),
    queryFn: () => api.readTargets(from),
    gcTime: 0,
  });
  if (data !== undefined) {
    const yaml = isNew
      ? data.replace(/^name: .*$/m, 'name: my-targets').replace(/^title: .*$/m, 'title: My targets')
      : data;
    return <Editor yaml={yaml} isNew={isNew} onClose={onClose} />;
  }
  return (
    <Dialog title="Set of targets" open onClose={onClose} size="wide">
      {error === null ? (
        <Loading label="Reading the set">
          <Skeleton count={6} />
        </Loading>
      ) : (
        <ErrorState error={error} inline />
      )}
    </Dialog>
  );
}

function Editor({
  yaml,
  isNew,
  onClose,
}: {
  readonly yaml: string;
  readonly isNew: boolean;
  readonly onClose: () => void;
}) {
  const api = useApi();
  const [text, setText] = useState(yaml);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    setSaving(true);
    api.saveTargets(text).then(
      ({ title }) => {
        showToast({ text: `Saved “${title}”` });
        onClose();
      },
      (thrown: unknown) => {
        setProblem(asDynoError(thrown).message);
        setSaving(false);
      },
    );
  };
  return (
    <Dialog
      title={isNew ? 'New set of targets' : 'Edit the set of targets'}
      open
      onClose={onClose}
      size="wide"
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" type="submit" form="target-set" disabled={saving}>
            Save
          </Button>
        </>
      }
    >
      <form id="target-set" className={styles.form} onSubmit={save}>
        <Field label="The set as YAML" problem={problem} hint="A set of the same name is replaced.">
          {(ids) => (
            <textarea
              {...ids}
              className={styles.editor}
              value={text}
              rows={14}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value);
                setProblem(null);
              }}
            />
          )}
        </Field>
        <Disclosure title="What a target can be set on">
          <Metrics />
        </Disclosure>
      </form>
    </Dialog>
  );
}

function Metrics() {
  const { data: metrics = [] } = useTargetMetrics();
  return (
    <ul className={styles.metrics}>
      {metrics.map(({ id, label }) => (
        <li key={id}>
          <code>{id}</code> <span className={styles.count}>{label}</span>
        </li>
      ))}
    </ul>
  );
}
