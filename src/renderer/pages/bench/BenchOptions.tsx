import { FlaskConical } from 'lucide-react';
import type { ModelRef } from '../../../contract/model.ts';
import { GRAPH_LEVELS, type BenchPlan, type GraphLevel } from '../../../contract/run.ts';
import { Button } from '../../components/Button.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { NumberField } from '../../components/NumberField.tsx';
import { Select } from '../../components/Select.tsx';
import { Switch } from '../../components/Switch.tsx';
import { TextField } from '../../components/TextField.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import { navigate } from '../../state/navigation.ts';
import { countOptions, parseShape } from '../../state/bench-request.ts';
import { useModel } from '../../state/queries.ts';
import styles from './BenchOptions.module.css';

export interface BenchOptionsProps {
  readonly model: ModelRef;
  readonly plan: BenchPlan | undefined;
}

/** Everything that has a good default. Blank means: as the plan sees fit, which is shown in its place. */
export function BenchOptions({ model, plan }: BenchOptionsProps) {
  const draft = useBenchDraft();
  const info = useModel(model).data;
  const set = countOptions(draft);
  const config = plan?.config;
  const planned = (value: number | null | undefined): { placeholder?: string } =>
    value === null || value === undefined ? {} : { placeholder: String(value) };
  return (
    <Disclosure
      title="Options"
      startsOpen={set > 0}
      summary={set > 0 ? `${set} set` : 'shapes, iterations, threads, name, tags'}
    >
      <div className={styles.grid}>
        <NumberField
          label="Batch"
          min={1}
          value={draft.batch}
          onChange={(batch) => editDraft({ batch })}
          {...planned(config?.batch)}
        />
        <NumberField
          label="Sequence"
          min={1}
          value={draft.sequence}
          disabled={info?.hasSequence === false}
          onChange={(sequence) => editDraft({ sequence })}
          {...planned(config?.sequence)}
        />
        <NumberField
          label="Iterations"
          min={1}
          value={draft.iterations}
          onChange={(iterations) => editDraft({ iterations })}
          {...planned(config?.iterations)}
        />
        <NumberField
          label="Warm-up"
          value={draft.warmup}
          onChange={(warmup) => editDraft({ warmup })}
          placeholder={config?.warmupCap ? 'until steady' : String(config?.warmup ?? '')}
        />
        <NumberField
          label="Time limit"
          unit="s"
          fraction
          min={0.001}
          value={draft.durationSeconds}
          onChange={(durationSeconds) => editDraft({ durationSeconds })}
          placeholder={
            config === undefined || config.durationMs === null ? 'none' : String(config.durationMs / 1000)
          }
        />
        <NumberField
          label="Until p50 is within"
          unit="± %"
          fraction
          min={0.01}
          max={100}
          value={draft.precisionPercent}
          onChange={(precisionPercent) => editDraft({ precisionPercent })}
          placeholder="not asked for"
        />
        <NumberField
          label="Threads"
          min={1}
          max={1024}
          value={draft.threads}
          onChange={(threads) => editDraft({ threads })}
          placeholder="runtime decides"
        />
        <Select<GraphLevel | ''>
          label="Graph optimisation"
          value={draft.graphLevel ?? ''}
          options={[
            { value: '', label: `Default (${config?.graphLevel ?? 'all'})` },
            ...GRAPH_LEVELS.map((value) => ({ value, label: value })),
          ]}
          onChange={(value) => editDraft({ graphLevel: value === '' ? undefined : value })}
        />
        <NumberField
          label="Seed of the inputs"
          value={draft.seed}
          onChange={(seed) => editDraft({ seed })}
          {...planned(config?.seed)}
        />
      </div>
      <div className={styles.switch}>
        <Switch
          label="Cold caches: empty the processor’s caches before each iteration"
          checked={draft.coldCache === true}
          onChange={(cold) => editDraft({ coldCache: cold ? true : undefined })}
        />
      </div>
      {info !== undefined && info.inputs.length > 0 && (
        <fieldset className={styles.shapes}>
          <legend className={styles.legend}>Shapes</legend>
          <div className={styles.grid}>
            {info.inputs.map(({ name }) => (
              <TextField
                key={name}
                label={name}
                value={draft.shapes[name] ?? ''}
                onChange={(text) => editDraft({ shapes: { ...draft.shapes, [name]: text } })}
                placeholder={config?.inputs.find((input) => input.name === name)?.shape.join('x') ?? ''}
                problem={shapeProblem(draft.shapes[name] ?? '')}
              />
            ))}
          </div>
        </fieldset>
      )}
      <div className={styles.words}>
        <TextField
          label="Name of the run"
          value={draft.name}
          onChange={(name) => editDraft({ name })}
          placeholder={info?.name ?? ''}
        />
        <TextField
          label="Tags"
          value={draft.tags}
          onChange={(tags) => editDraft({ tags })}
          placeholder="separated by commas"
        />
      </div>
      <Button kind="quiet" icon={<FlaskConical />} onClick={() => navigate({ page: 'ab', id: null })}>
        Test these settings against others: A or B?
      </Button>
    </Disclosure>
  );
}

function shapeProblem(text: string): string | null {
  return text.trim() === '' || parseShape(text) !== null ? null : 'Sizes joined by x: 1x3x224x224';
}
