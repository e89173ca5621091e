import { Pencil, Plus, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Threshold } from '../../../../contract/alert.ts';
import { metricTitle } from '../../../../core/analysis/channel-words.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Switch } from '../../../components/Switch.tsx';
import { deleteThreshold, saveThreshold, useThresholds } from '../../../state/hardware-alerts.ts';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import { thresholdWords } from './alert-words.ts';
import { ThresholdDialog } from './ThresholdDialog.tsx';
import { newThreshold } from './threshold-draft.ts';
import styles from './AlertsTab.module.css';

/** The lines that no metric's mean may cross: Dyno's own, and those that were added here. */
export function ThresholdsPanel() {
  const { data: thresholds, error, refetch } = useThresholds();
  const [editing, setEditing] = useState<Threshold | null>(null);
  return (
    <Panel
      title="Thresholds"
      actions={
        <Button icon={<Plus />} onClick={() => setEditing(newThreshold(crypto.randomUUID()))}>
          New threshold…
        </Button>
      }
    >
      {error !== null ? (
        <ErrorState error={error} onRetry={() => void refetch()} inline />
      ) : thresholds === undefined ? (
        <Loading label="Reading the thresholds">
          <Skeleton count={8} />
        </Loading>
      ) : (
        <ul aria-label="Thresholds">
          {thresholds.map((threshold) => (
            <ThresholdLine key={threshold.id} threshold={threshold} onEdit={setEditing} />
          ))}
        </ul>
      )}
      {editing !== null && (
        <ThresholdDialog
          threshold={editing}
          isNew={thresholds?.every(({ id }) => id !== editing.id) ?? true}
          onClose={() => setEditing(null)}
        />
      )}
    </Panel>
  );
}

interface ThresholdLineProps {
  readonly threshold: Threshold;
  readonly onEdit: (threshold: Threshold) => void;
}

function ThresholdLine({ threshold, onEdit }: ThresholdLineProps) {
  const { metric, device, isOn, isBuiltIn } = threshold;
  const title = metricTitle(metric);
  const devices = useHardwareLive(({ catalog }) => catalog?.devices);
  const where = device === null ? '' : ` on ${devices?.find(({ id }) => id === device)?.name ?? device}`;
  return (
    <li className={styles.threshold} data-off={isOn ? undefined : ''}>
      <Switch
        label={<span className="visually-hidden">{`Watch ${title}${where}`}</span>}
        checked={isOn}
        onChange={(next) => void saveThreshold({ ...threshold, isOn: next })}
      />
      <span className={styles.name}>
        {title}
        {where}
        <span className={styles.limit}>{thresholdWords(threshold)}</span>
      </span>
      <span className={styles.acts}>
        <IconButton label={`Change the threshold of ${title}${where}`} onClick={() => onEdit(threshold)}>
          <Pencil />
        </IconButton>
        <IconButton
          label={isBuiltIn ? `Default of ${title}` : `Delete the threshold of ${title}${where}`}
          onClick={() => void deleteThreshold(threshold, title)}
        >
          {isBuiltIn ? <RotateCcw /> : <Trash2 />}
        </IconButton>
      </span>
    </li>
  );
}
