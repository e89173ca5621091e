import { useState } from 'react';
import type { Threshold, WatchedMetric } from '../../../../contract/alert.ts';
import { metricTitle } from '../../../../core/analysis/channel-words.ts';
import { Button } from '../../../components/Button.tsx';
import { Dialog } from '../../../components/Dialog.tsx';
import { NumberField } from '../../../components/NumberField.tsx';
import { Select } from '../../../components/Select.tsx';
import { saveThreshold } from '../../../state/hardware-alerts.ts';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import { devicesWith, typedUnit, watchable } from './threshold-draft.ts';
import styles from './AlertsTab.module.css';

export interface ThresholdDialogProps {
  readonly threshold: Threshold;
  readonly isNew: boolean;
  readonly onClose: () => void;
}

const EVERY = '';

export function ThresholdDialog({ threshold, isNew, onClose }: ThresholdDialogProps) {
  const [draft, setDraft] = useState(threshold);
  const catalog = useHardwareLive((live) => live.catalog);
  const { unit, size } = typedUnit(draft.metric);
  const change = (part: Partial<Threshold>): void => setDraft((before) => ({ ...before, ...part }));
  const changeMetric = (metric: WatchedMetric): void =>
    change({ metric, device: null, limit: (draft.limit / size) * typedUnit(metric).size });
  const save = (): void => {
    void saveThreshold(draft);
    onClose();
  };
  return (
    <Dialog
      title={isNew ? 'New threshold' : `Threshold of ${metricTitle(threshold.metric)}`}
      open
      onClose={onClose}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <div className={styles.form}>
        <Select
          label="Metric"
          value={draft.metric}
          disabled={draft.isBuiltIn}
          options={watchable(catalog, draft.metric).map((metric) => ({
            value: metric,
            label: `${metricTitle(metric)} (${metric})`,
          }))}
          onChange={changeMetric}
        />
        <Select
          label="Device"
          value={draft.device ?? EVERY}
          disabled={draft.isBuiltIn}
          options={[
            { value: EVERY, label: 'Every device that has it' },
            ...devicesWith(catalog, draft.metric).map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(device) => change({ device: device === EVERY ? null : device })}
        />
        <Select
          label="An alert opens"
          value={draft.side}
          options={[
            { value: 'above', label: 'above the limit' },
            { value: 'below', label: 'below the limit' },
          ]}
          onChange={(side) => change({ side })}
        />
        <NumberField
          label="Limit"
          value={draft.limit / size}
          fraction
          {...(unit === '' ? {} : { unit })}
          onChange={(limit) => limit !== undefined && change({ limit: limit * size })}
        />
        <NumberField
          label="Samples in the mean"
          hint="More of them: calmer, and later."
          value={draft.window}
          min={1}
          max={1000}
          onChange={(window) => window !== undefined && change({ window })}
        />
      </div>
    </Dialog>
  );
}
