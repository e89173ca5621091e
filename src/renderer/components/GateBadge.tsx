import { Check, CircleHelp, CircleSlash, Minus, TriangleAlert, X } from 'lucide-react';
import type { GateState } from '../../contract/gate.ts';
import { Badge, type BadgeProps } from './Badge.tsx';

const STATES: Readonly<
  Record<
    GateState,
    { readonly sign: typeof Check; readonly word: string; readonly tone: NonNullable<BadgeProps['tone']> }
  >
> = {
  pass: { sign: Check, word: 'Pass', tone: 'good' },
  warning: { sign: TriangleAlert, word: 'Warning', tone: 'warning' },
  fail: { sign: X, word: 'Fail', tone: 'bad' },
  undecided: { sign: CircleHelp, word: 'Undecided', tone: 'warning' },
  'not-comparable': { sign: CircleSlash, word: 'Not comparable', tone: 'neutral' },
  'not-measured': { sign: Minus, word: 'Not measured', tone: 'neutral' },
};

export function GateBadge({ state }: { readonly state: GateState }) {
  const { sign: Sign, word, tone } = STATES[state];
  return (
    <Badge tone={tone} icon={<Sign aria-hidden="true" />}>
      {word}
    </Badge>
  );
}
