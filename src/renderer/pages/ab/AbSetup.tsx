import { Play } from 'lucide-react';
import { useState } from 'react';
import { LEVEL_NAMES, type LevelName } from '../../../contract/level.ts';
import type { ModelListItem } from '../../../contract/model.ts';
import { GRAPH_LEVELS, type GraphLevel, type Provider } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Select } from '../../components/Select.tsx';
import { startAb } from '../../state/ab-tests.ts';
import { useBenchDraft } from '../../state/bench-draft.ts';
import { useAbout, useModels } from '../../state/queries.ts';
import { abRequest, draftOfBench, type SideDraft } from './side-draft.ts';
import styles from './AbPage.module.css';

/** Two columns, A and B. What B leaves blank is as in A. */
export function AbSetup() {
  const bench = useBenchDraft();
  const [a, setA] = useState<SideDraft>(() => draftOfBench(bench));
  const [b, setB] = useState<SideDraft>({});
  const [limits, setLimits] = useState<{ marginPercent?: number; pairs?: number; seconds?: number }>({});
  const [starting, setStarting] = useState(false);
  const request = abRequest(a, b, limits);
  const start = async (): Promise<void> => {
    if (request === null) return;
    setStarting(true);
    await startAb(request);
    setStarting(false);
  };
  return (
    <>
      <div className={styles.sides}>
        <SideForm side="A" draft={a} onChange={setA} />
        <SideForm side="B" draft={b} onChange={setB} like={a} />
      </div>
      <div className={styles.start}>
        <div className={styles.limit}>
          <NumberField
            label="Same means within"
            unit="%"
            fraction
            min={0.01}
            max={100}
            value={limits.marginPercent}
            placeholder="2"
            onChange={(marginPercent) => setLimits(without(limits, { marginPercent }))}
          />
        </div>
        <div className={styles.limit}>
          <NumberField
            label="Pairs at most"
            min={1}
            max={100_000}
            value={limits.pairs}
            placeholder="12, or 20 s"
            onChange={(pairs) => setLimits(without(limits, { pairs }))}
          />
        </div>
        <div className={styles.limit}>
          <NumberField
            label="Time at most"
            unit="s"
            fraction
            min={1}
            max={86_400}
            value={limits.seconds}
            placeholder="20, or 12 pairs"
            onChange={(seconds) => setLimits(without(limits, { seconds }))}
          />
        </div>
        <Button
          kind="primary"
          size="large"
          className={styles.push ?? ''}
          icon={<Play />}
          disabled={request === null || starting}
          onClick={() => void start()}
        >
          Test it: A or B?
        </Button>
      </div>
    </>
  );
}

interface SideFormProps {
  readonly side: 'A' | 'B';
  readonly draft: SideDraft;
  readonly onChange: (draft: SideDraft) => void;
  /** What a blank stands for. */
  readonly like?: SideDraft;
}

function SideForm({ side, draft, onChange, like }: SideFormProps) {
  const { data: models = [] } = useModels();
  const { data: about } = useAbout();
  const change = (patch: { [Key in keyof SideDraft]?: SideDraft[Key] | undefined }): void =>
    onChange(without(draft, patch));
  const blank = (usual: string): string => (like === undefined ? usual : 'as in A');
  const providers = (about?.providers ?? []).filter(({ available }) => available);
  return (
    <Panel
      title={
        <span className={styles.side}>
          <span className={styles.letter} data-side={side}>
            {side}
          </span>
          {side === 'A' ? 'The reference' : 'Held against it'}
        </span>
      }
    >
      <div className={styles.fields}>
        <div className={styles.wide}>
          <Select<string>
            label={`Model of ${side}`}
            value={draft.model === undefined ? '' : keyOf(draft.model)}
            options={[
              { value: '', label: blank('Choose a model') },
              ...withOwn(models, draft).map(({ ref, name }) => ({ value: keyOf(ref), label: name })),
            ]}
            onChange={(key) =>
              change({ model: withOwn(models, draft).find(({ ref }) => keyOf(ref) === key)?.ref })
            }
          />
        </div>
        <Select<Provider | ''>
          label={`Provider of ${side}`}
          value={draft.provider ?? ''}
          options={[
            { value: '', label: blank('cpu') },
            ...providers.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={(provider) => change({ provider: provider || undefined })}
        />
        <Select<LevelName | ''>
          label={`Level of ${side}`}
          value={draft.level ?? ''}
          options={[
            { value: '', label: blank('basic') },
            ...LEVEL_NAMES.map((value) => ({ value, label: value })),
          ]}
          onChange={(level) => change({ level: level || undefined })}
        />
        <NumberField
          label={`Threads of ${side}`}
          min={1}
          max={1024}
          value={draft.threads}
          placeholder={blank('runtime decides')}
          onChange={(threads) => change({ threads })}
        />
        <Select<GraphLevel | ''>
          label={`Graph optimisation of ${side}`}
          value={draft.graphLevel ?? ''}
          options={[
            { value: '', label: blank('all') },
            ...GRAPH_LEVELS.map((value) => ({ value, label: value })),
          ]}
          onChange={(graphLevel) => change({ graphLevel: graphLevel || undefined })}
        />
        <NumberField
          label={`Batch of ${side}`}
          min={1}
          value={draft.batch}
          placeholder={blank('by the level')}
          onChange={(batch) => change({ batch })}
        />
        <NumberField
          label={`Sequence of ${side}`}
          min={1}
          value={draft.sequence}
          placeholder={blank('by the level')}
          onChange={(sequence) => change({ sequence })}
        />
      </div>
    </Panel>
  );
}

const keyOf = ({ kind, location }: ModelListItem['ref']): string => `${kind}:${location}`;

/** A model that was opened a moment ago may not be in the list yet. */
function withOwn(models: readonly ModelListItem[], { model }: SideDraft): readonly ModelListItem[] {
  if (model === undefined || models.some(({ ref }) => keyOf(ref) === keyOf(model))) return models;
  return [{ ref: model, name: model.location, detail: '', lastUsed: null }, ...models];
}

/** With the patch; what is undefined in it goes. */
function without<T extends object>(draft: T, patch: { [Key in keyof T]?: T[Key] | undefined }): T {
  const merged = Object.entries({ ...draft, ...patch }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(merged) as T;
}
