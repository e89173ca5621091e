import { RadioGroup } from 'radix-ui';
import type { BenchPlan } from '../../../contract/run.ts';
import type { ScenarioKind, ScenarioWish } from '../../../contract/scenario.ts';
import { NumberField } from '../../components/NumberField.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Switch } from '../../components/Switch.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import cards from './ProviderChoice.module.css';
import styles from './ScenarioChoice.module.css';

/** One call after the other is what a benchmark does anyway: it needs no scenario. */
const PLAIN = 'single-stream';

const WORDS: readonly { readonly kind: ScenarioKind; readonly title: string; readonly what: string }[] = [
  { kind: PLAIN, title: 'Single-stream', what: 'One call after the other: latency' },
  { kind: 'multi-stream', title: 'Multi-stream', what: 'So many queries in flight at once' },
  { kind: 'server', title: 'Server', what: 'Queries come at random, at a rate' },
  { kind: 'offline', title: 'Offline', what: 'All at once: the most throughput' },
];

export function ScenarioChoice({ plan }: { readonly plan: BenchPlan | undefined }) {
  const wish = useBenchDraft((draft) => draft.scenario);
  return (
    <Panel title="Scenario">
      <RadioGroup.Root
        className={cards.group}
        aria-label="Scenario"
        value={wish?.kind ?? PLAIN}
        onValueChange={(kind) =>
          editDraft({ scenario: kind === PLAIN ? null : { ...wish, kind: kind as ScenarioKind } })
        }
      >
        {WORDS.map(({ kind, title, what }) => (
          <RadioGroup.Item key={kind} value={kind} className={cards.card} aria-label={title}>
            <span className={cards.title}>{title}</span>
            <span className={cards.what}>{what}</span>
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
      {wish !== null && <ScenarioFields wish={wish} plan={plan} />}
    </Panel>
  );
}

interface ScenarioFieldsProps {
  readonly wish: ScenarioWish;
  readonly plan: BenchPlan | undefined;
}

/** The few that each kind needs; a blank is the plan's, shown in its place. */
function ScenarioFields({ wish, plan }: ScenarioFieldsProps) {
  const { kind, sweep } = wish;
  const planned = plan?.config.scenario?.kind === kind ? plan?.config.scenario : null;
  const edit = (change: { readonly [K in keyof ScenarioWish]: ScenarioWish[K] | undefined }): void => {
    const known = Object.entries({ ...wish, ...change }).filter(([, value]) => value !== undefined);
    editDraft({ scenario: Object.fromEntries(known) as ScenarioWish });
  };
  const usual = (value: number | undefined): { placeholder?: string } =>
    value === undefined ? {} : { placeholder: String(value) };
  const swept = sweep === 'auto';
  return (
    <>
      <div className={styles.fields}>
        {kind === 'server' && (
          <NumberField
            label="Queries a second"
            fraction
            min={0.001}
            max={10_000_000}
            value={wish.queriesPerSecond ?? undefined}
            onChange={(queriesPerSecond) => edit({ queriesPerSecond })}
            disabled={swept}
            placeholder="70 % of capacity"
          />
        )}
        {kind === 'multi-stream' && (
          <NumberField
            label="Streams"
            min={1}
            max={10_000}
            value={wish.streams}
            onChange={(streams) => edit({ streams })}
            disabled={swept}
            {...usual(planned?.streams)}
          />
        )}
        <NumberField
          label="Sessions"
          min={1}
          max={256}
          value={wish.sessions}
          onChange={(sessions) => edit({ sessions })}
          disabled={swept && kind === 'offline'}
          {...usual(planned?.sessions)}
        />
        <NumberField
          label="Joined at most"
          unit="queries"
          min={1}
          max={4096}
          value={wish.maxBatch}
          onChange={(maxBatch) => edit({ maxBatch })}
          {...usual(planned?.maxBatch)}
        />
        {kind !== 'offline' && (
          <NumberField
            label="Wait to be joined"
            unit="ms"
            fraction
            max={60_000}
            value={wish.batchDelayMs}
            onChange={(batchDelayMs) => edit({ batchDelayMs })}
            {...usual(planned?.batchDelayMs)}
          />
        )}
      </div>
      <div className={styles.switches}>
        <Switch
          label={
            kind === 'server'
              ? 'Sweep the rate'
              : kind === 'offline'
                ? 'Sweep the sessions'
                : 'Sweep the streams'
          }
          checked={swept}
          onChange={(on) => edit({ sweep: on ? 'auto' : undefined })}
        />
        <Switch
          label="Mixed sequence lengths"
          checked={wish.lengths === 'mixed'}
          disabled={plan?.config.sequence === null}
          onChange={(on) => edit({ lengths: on ? 'mixed' : undefined })}
        />
      </div>
    </>
  );
}
