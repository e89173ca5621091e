import { Copy } from 'lucide-react';
import type { About } from '../../../contract/api.ts';
import { NOT_MEASURED } from '../../../contract/units.ts';
import { ErrorState } from '../../components/ErrorState.tsx';
import { IconButton } from '../../components/IconButton.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { copyText } from '../../state/clipboard.ts';
import { useAbout } from '../../state/queries.ts';
import { FactTable } from '../run/FactTable.tsx';
import styles from './SettingsPage.module.css';

export function AboutPanel() {
  const { data, error, refetch } = useAbout();
  if (data === undefined) {
    return (
      <Panel title="About">
        {error !== null ? (
          <ErrorState error={error} onRetry={() => void refetch()} inline />
        ) : (
          <Loading label="Loading">
            <Skeleton count={4} />
          </Loading>
        )}
      </Panel>
    );
  }
  return (
    <>
      <Panel title="Data folder">
        <div className={styles.folder}>
          <code>{data.dataFolder}</code>
          <IconButton label="Copy the path" onClick={() => copyText(data.dataFolder, 'Path copied')}>
            <Copy />
          </IconButton>
        </div>
        <p className={styles.tookNote}>
          Runs, samples and models are kept here. Start Dyno with --data, or set DYNO_DATA, to use another.
        </p>
      </Panel>
      <Panel title="About">
        <FactTable caption="About Dyno" facts={factsOf(data)} />
      </Panel>
    </>
  );
}

function factsOf({ version, host, environment, providers }: About) {
  return [
    { id: 'version', label: 'Dyno', value: version },
    { id: 'host', label: 'shown in', value: host === 'desktop' ? 'its own window' : 'the browser' },
    { id: 'runtime', label: 'ONNX Runtime', value: environment.onnxRuntime ?? NOT_MEASURED },
    { id: 'node', label: 'Node', value: environment.node },
    ...(environment.electron === null
      ? []
      : [{ id: 'electron', label: 'Electron', value: environment.electron }]),
    ...providers.map(({ name, available, reason }) => ({
      id: `provider-${name}`,
      label: `provider ${name}`,
      value: available ? 'available' : `not available: ${reason}`,
    })),
  ];
}
