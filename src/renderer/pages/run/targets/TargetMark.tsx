import { Check, CircleDashed, Minus, X } from 'lucide-react';
import type { TargetState } from '../../../../contract/target.ts';
import { Badge, type BadgeProps } from '../../../components/Badge.tsx';

const STATES: Readonly<
  Record<
    TargetState,
    { readonly sign: typeof Check; readonly word: string; readonly tone: NonNullable<BadgeProps['tone']> }
  >
> = {
  pass: { sign: Check, word: 'Pass', tone: 'good' },
  fail: { sign: X, word: 'Fail', tone: 'bad' },
  'not-enough-samples': { sign: CircleDashed, word: 'Needs more samples', tone: 'warning' },
  'not-measured': { sign: Minus, word: 'Not measured', tone: 'neutral' },
};

export function TargetMark({ state }: { readonly state: TargetState }) {
  const { sign: Sign, word, tone } = STATES[state];
  return (
    <Badge tone={tone} icon={<Sign aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
