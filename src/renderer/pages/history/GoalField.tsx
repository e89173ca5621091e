import { Flag } from 'lucide-react';
import { useState } from 'react';
import { asDynoError } from '../../../contract/errors.ts';
import type { History } from '../../../contract/history.ts';
import { formatByUnit, formatNumber } from '../../../contract/units.ts';
import { parseGoal } from '../../../core/analysis/history/parse-goal.ts';
import { Button } from '../../components/Button.tsx';
import { Dialog } from '../../components/Dialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { api } from '../../state/connection.ts';
import { queryClient } from '../../state/queries.ts';
import { showToast } from '../../state/toasts.ts';
import styles from './HistoryPage.module.css';

/** A line to reach: as a value, or as so many times better than what it began with. */
export function GoalField({ history }: { readonly history: History }) {
  const { line, benchmark, metric, goal, unit } = history;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const parsed = parseGoal(typed, history);
  const set = async (next: number | null): Promise<void> => {
    try {
      await api.setGoal(line.id, benchmark.key, metric, next);
      setOpen(false);
      await queryClient.invalidateQueries({ queryKey: ['history'] });
    } catch (error) {
      const { message, nextStep } = asDynoError(error);
      showToast({ text: `${message} ${nextStep}`, tone: 'bad' });
    }
  };
  return (
    <>
      <Button icon={<Flag />} onClick={() => setOpen(true)}>
        {goal === null ? 'Set a goal' : `Goal ${formatByUnit(goal, unit)}`}
      </Button>
      {open && (
        <Dialog title="Goal" open size="narrow" onClose={() => setOpen(false)}>
          <form
            className={styles.goal}
            onSubmit={(event) => {
              event.preventDefault();
              if (parsed.kind === 'goal') void set(parsed.value);
            }}
          >
            <TextField
              label="To reach"
              value={typed}
              onChange={setTyped}
              placeholder={goal === null ? '2x' : formatNumber(goal)}
              hint={
                parsed.kind === 'goal'
                  ? `That is ${formatByUnit(parsed.value, unit)}.`
                  : 'A value, as in 4 ms, or so many times better than the baseline (else the first version), as in 2x.'
              }
              problem={parsed.kind === 'wrong' ? parsed.problem : null}
            />
            <div className={styles.goalActions}>
              {goal !== null && <Button onClick={() => void set(null)}>Remove the goal</Button>}
              <Button kind="primary" type="submit" disabled={parsed.kind !== 'goal'}>
                Set
              </Button>
            </div>
          </form>
        </Dialog>
      )}
    </>
  );
}
