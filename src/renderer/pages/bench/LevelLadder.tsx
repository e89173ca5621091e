import { Grid3x3 } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { LEVELS, type Level, type LevelName } from '../../../contract/level.ts';
import type { BenchPlan, LevelFit } from '../../../contract/run.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { Button } from '../../components/Button.tsx';
import { Panel } from '../../components/Panel.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import { navigate } from '../../state/navigation.ts';
import { useModel } from '../../state/queries.ts';
import styles from './LevelLadder.module.css';

const NONE = 'none';

/** Twelve rungs of effort; those that cannot fit stay visible, with the reason. */
export function LevelLadder({ plan }: { readonly plan: BenchPlan | undefined }) {
  const level = useBenchDraft((draft) => draft.level);
  const model = useBenchDraft((draft) => draft.model);
  const info = useModel(model).data;
  const hasSequence = info?.hasSequence ?? true;
  const fits = new Map(plan?.levels.map((fit) => [fit.level, fit]));
  return (
    <Panel
      title="Level"
      flush
      actions={
        <Button kind="quiet" icon={<Grid3x3 />} onClick={() => navigate({ page: 'sweep', sweepId: null })}>
          Sweep several
        </Button>
      }
    >
      {!hasSequence && (
        <p className={styles.note}>This model has no sequence axis: of a level, only the batch counts.</p>
      )}
      <div className={styles.head} aria-hidden="true">
        <span />
        <span>Level</span>
        <span className={styles.number}>{hasSequence ? 'Batch × sequence' : 'Batch'}</span>
        <span className={styles.number}>Iterations</span>
        <span className={styles.number}>Warm-up</span>
        <span className={styles.number}>Estimated</span>
      </div>
      <RadioGroup.Root
        className={styles.ladder}
        aria-label="Level"
        value={level ?? NONE}
        onValueChange={(value) => editDraft({ level: value === NONE ? undefined : (value as LevelName) })}
      >
        <RadioGroup.Item value={NONE} className={styles.rung} aria-label="Quick look">
          <span className={styles.dot} />
          <span className={styles.name}>Quick look</span>
          <span className={styles.reason}>as basic, at most 30 s</span>
        </RadioGroup.Item>
        {LEVELS.map((each) => (
          <Rung key={each.name} level={each} fit={fits.get(each.name)} hasSequence={hasSequence} />
        ))}
      </RadioGroup.Root>
    </Panel>
  );
}

interface RungProps {
  readonly level: Level;
  readonly fit: LevelFit | undefined;
  readonly hasSequence: boolean;
}

function Rung({ level, fit, hasSequence }: RungProps) {
  const size = hasSequence
    ? `${formatCount(level.batch)} × ${formatCount(level.sequence)}`
    : formatCount(level.batch);
  const refused = fit !== undefined && !fit.fits;
  return (
    <RadioGroup.Item value={level.name} className={styles.rung} disabled={refused} aria-label={level.name}>
      <span className={styles.dot} />
      <span className={styles.name}>{level.name}</span>
      <span className={styles.number}>{size}</span>
      {refused ? (
        <span className={styles.reason}>{fit.reason}</span>
      ) : (
        <>
          <span className={styles.number}>{formatCount(level.iterations)}</span>
          <span className={styles.number}>{formatCount(level.warmup)}</span>
          <span className={styles.number}>{formatDuration(fit?.estimateMs)}</span>
        </>
      )}
    </RadioGroup.Item>
  );
}
