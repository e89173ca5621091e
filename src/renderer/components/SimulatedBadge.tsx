import { FlaskConical } from 'lucide-react';
import type { Run } from '../../contract/run.ts';
import { Badge } from './Badge.tsx';

/** On every run whose numbers were drawn instead of measured; nothing on all others. */
export function SimulatedBadge({ run }: { readonly run: Pick<Run, 'config'> }) {
  if (run.config.executor === null) return null;
  return (
    <span title={`Drawn, not measured: ${run.config.executor}`}>
      <Badge tone="warning" icon={<FlaskConical aria-hidden="true" />}>
        Simulated
      </Badge>
    </span>
  );
}
