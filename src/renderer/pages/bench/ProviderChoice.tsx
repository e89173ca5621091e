import { RadioGroup } from 'radix-ui';
import type { Provider } from '../../../contract/run.ts';
import { Loading } from '../../components/Loading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import { useAbout } from '../../state/queries.ts';
import styles from './ProviderChoice.module.css';

const WORDS: Readonly<Record<Provider, { readonly title: string; readonly what: string }>> = {
  cpu: { title: 'CPU', what: 'ONNX Runtime’s own kernels' },
  webgpu: { title: 'WebGPU', what: 'Any GPU, through Vulkan, Metal or Direct3D' },
  cuda: { title: 'CUDA', what: 'NVIDIA GPUs' },
};

export function ProviderChoice() {
  const chosen = useBenchDraft((draft) => draft.provider);
  const { data, error, refetch } = useAbout();
  return (
    <Panel title="Provider">
      {error !== null && data === undefined && (
        <ErrorState error={error} inline onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && (
        <Loading label="Looking for providers">
          <Skeleton count={2} />
        </Loading>
      )}
      {data !== undefined && (
        <RadioGroup.Root
          className={styles.group}
          aria-label="Provider"
          value={chosen ?? 'cpu'}
          onValueChange={(value) => editDraft({ provider: value as Provider })}
        >
          {data.providers.map(({ name, available, reason }) => (
            <RadioGroup.Item
              key={name}
              value={name}
              disabled={!available}
              className={styles.card}
              aria-label={WORDS[name].title}
            >
              <span className={styles.title}>{WORDS[name].title}</span>
              <span className={styles.what}>{available ? WORDS[name].what : reason}</span>
            </RadioGroup.Item>
          ))}
        </RadioGroup.Root>
      )}
    </Panel>
  );
}
