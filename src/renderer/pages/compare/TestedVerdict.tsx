import { FlaskConical } from 'lucide-react';
import type { Comparison } from '../../../contract/comparison.ts';
import { Button } from '../../components/Button.tsx';
import { startAb, useAb } from '../../state/ab-tests.ts';
import { navigate } from '../../state/navigation.ts';
import { sideOfRun } from '../ab/side-draft.ts';
import styles from './ComparePage.module.css';

/** What may be said of the two: where they are the sides of a tested comparison, its sentence goes before. */
export function TestedVerdict({ comparison }: { readonly comparison: Comparison }) {
  const { a, b, sentence } = comparison;
  const { comparisonId } = a;
  const tested = comparisonId !== null && comparisonId === b.comparisonId && a.id !== b.id;
  return (
    <div className={styles.lead}>
      <div className={styles.sentences}>
        {tested && <TestedSentence id={comparisonId} turned={comparison} />}
        <p className={tested ? styles.described : styles.verdict} {...(!tested && VERDICT)}>
          {sentence}
        </p>
      </div>
      {tested ? (
        <Button icon={<FlaskConical />} onClick={() => navigate({ page: 'ab', id: comparisonId })}>
          Open the test
        </Button>
      ) : (
        a.id !== b.id && (
          <Button
            kind="primary"
            icon={<FlaskConical />}
            onClick={() => void startAb({ a: sideOfRun(a), b: sideOfRun(b) })}
          >
            Test it: A or B?
          </Button>
        )
      )}
    </div>
  );
}

const VERDICT = { role: 'status', 'aria-label': 'Verdict' } as const;

/** The sides may stand the other way round here than they were tested: then it is said so. */
function TestedSentence({ id, turned }: { readonly id: string; readonly turned: Comparison }) {
  const { data } = useAb(id);
  const answer = data?.comparison.answer ?? null;
  if (data === undefined || answer === null) return null;
  const around = data.comparison.aRunId !== turned.a.id;
  return (
    <p className={styles.verdict} {...VERDICT}>
      {around && 'Tested with A and B the other way round: '}
      {answer.sentence}
    </p>
  );
}
