import { FolderOpen, Upload } from 'lucide-react';
import { formatCount } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { chooseModel } from '../../state/bench-draft.ts';
import { desktop } from '../../state/desktop.ts';
import { browseForModel } from '../../state/open-model.ts';
import { useModels } from '../../state/queries.ts';
import { groupDemos, recentModels, type DemoGroup } from './demo-groups.ts';
import { formatAgo } from './format-ago.ts';
import type { ModelListItem } from '../../../contract/model.ts';
import styles from './ModelChooser.module.css';

const RECENT_SHOWN = 6;

export function ModelChooser() {
  const { data, error, isPending, refetch } = useModels();
  const recent = recentModels(data ?? [], RECENT_SHOWN);
  return (
    <div className={styles.chooser}>
      <div className={styles.drop}>
        <Upload className={styles.icon} aria-hidden="true" />
        <div>
          <p className={styles.lead}>Drop an ONNX model anywhere in this window</p>
          <p className={styles.hint}>
            {desktop() === null
              ? 'It is sent to the machine that measures, and stays there.'
              : 'It is read where it lies. Nothing leaves this machine.'}
          </p>
        </div>
        <Button kind="primary" icon={<FolderOpen />} onClick={browseForModel}>
          Browse
        </Button>
      </div>
      {error !== null && data === undefined && (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      )}
      {isPending && (
        <Loading label="Loading models">
          <Skeleton count={6} />
        </Loading>
      )}
      {recent.length > 0 && <Recent items={recent} />}
      {data !== undefined && <Demos groups={groupDemos(data)} />}
    </div>
  );
}

function Recent({ items }: { readonly items: readonly ModelListItem[] }) {
  return (
    <Panel title="Recent" flush>
      <ul className={styles.recent}>
        {items.map(({ ref, name, detail, lastUsed }) => (
          <li key={ref.location}>
            <button type="button" className={styles.model} onClick={() => chooseModel(ref)}>
              <span className={styles.name}>{name}</span>
              <span className={styles.detail}>{detail}</span>
              <span className={styles.when}>{lastUsed === null ? '' : formatAgo(lastUsed, Date.now())}</span>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Demos({ groups }: { readonly groups: readonly DemoGroup[] }) {
  const count = groups.reduce((sum, { models }) => sum + models.length, 0);
  if (count === 0) return null;
  return (
    <Panel title="Demo models">
      <p className={styles.hint}>
        {formatCount(count)} models made on the spot, the same bytes on every machine: a bench to try, and a
        yardstick.
      </p>
      <ul className={styles.families}>
        {groups.map(({ family, words, models }) => (
          <li key={family} className={styles.family}>
            <div className={styles.about}>
              <h3 className={styles.name}>{family}</h3>
              <p className={styles.hint}>{words}</p>
            </div>
            <ul className={styles.sizes}>
              {models.map(({ size, detail, item }) => (
                <li key={size}>
                  <button
                    type="button"
                    className={styles.size}
                    aria-label={item.ref.location}
                    onClick={() => chooseModel(item.ref)}
                  >
                    <span className={styles.sizeName}>{size}</span>
                    <span className={styles.detail}>{detail}</span>
                  </button>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
