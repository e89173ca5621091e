import { SweepSetup } from './SweepSetup.tsx';
import { SweepView } from './SweepView.tsx';

export function SweepPage({ sweepId }: { readonly sweepId: string | null }) {
  return sweepId === null ? <SweepSetup /> : <SweepView sweepId={sweepId} />;
}
