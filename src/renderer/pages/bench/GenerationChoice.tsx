import type { GenerationConfig } from '../../../contract/generation.ts';
import type { ModelRef } from '../../../contract/model.ts';
import type { BenchPlan } from '../../../contract/run.ts';
import { NumberField } from '../../components/NumberField.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import { useModel } from '../../state/queries.ts';
import styles from './ScenarioChoice.module.css';

export interface GenerationChoiceProps {
  readonly model: ModelRef;
  readonly plan: BenchPlan | undefined;
}

const WAYS: readonly { readonly value: GenerationConfig['cache']; readonly label: string }[] = [
  { value: 'both', label: 'With and without' },
  { value: 'with', label: 'With' },
  { value: 'without', label: 'Without' },
];

/** For models that look like decoders: text token by token instead of one call on a whole sequence. */
export function GenerationChoice({ model, plan }: GenerationChoiceProps) {
  const wish = useBenchDraft((draft) => draft.generation);
  const generates = useModel(model).data?.generates;
  if (generates === undefined && wish === null) return null;
  const planned = plan?.config.generation;
  const edit = (change: {
    readonly [K in keyof GenerationConfig]?: GenerationConfig[K] | undefined;
  }): void => {
    const known = Object.entries({ ...wish, ...change }).filter(([, value]) => value !== undefined);
    editDraft({ generation: Object.fromEntries(known) as Partial<GenerationConfig> });
  };
  const usual = (value: number | undefined): { placeholder?: string } =>
    value === undefined ? {} : { placeholder: String(value) };
  return (
    <Panel title="Generation">
      <Switch
        label="Generate text, token by token"
        checked={wish !== null}
        onChange={(on) =>
          editDraft(on ? { generation: {}, level: undefined, scenario: null } : { generation: null })
        }
      />
      {wish !== null && (
        <div className={styles.fields}>
          <NumberField
            label="Prompt"
            unit="tokens"
            min={1}
            value={wish.promptTokens}
            onChange={(promptTokens) => edit({ promptTokens })}
            {...usual(planned?.promptTokens)}
          />
          <NumberField
            label="New tokens"
            min={1}
            max={1_000_000}
            value={wish.newTokens}
            onChange={(newTokens) => edit({ newTokens })}
            {...usual(planned?.newTokens)}
          />
          {generates === 'with-cache' && (
            <Select<GenerationConfig['cache']>
              label="Cache of keys and values"
              value={wish.cache ?? 'both'}
              options={WAYS}
              onChange={(cache) => edit({ cache })}
            />
          )}
        </div>
      )}
    </Panel>
  );
}
