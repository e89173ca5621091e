import { CircleAlert, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { Severity } from '../../../../contract/alert.ts';
import { Badge, type BadgeProps } from '../../../components/Badge.tsx';

/** Each by a sign and a word of its own: the tone only helps. */
const LOOKS: Readonly<Record<Severity, { readonly tone: BadgeProps['tone']; readonly sign: typeof Info }>> = {
  low: { tone: 'info', sign: Info },
  medium: { tone: 'warning', sign: CircleAlert },
  high: { tone: 'bad', sign: TriangleAlert },
  critical: { tone: 'bad', sign: OctagonAlert },
};

export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { tone = 'neutral', sign: Sign } = LOOKS[severity];
  return (
    <Badge tone={tone} icon={<Sign aria-hidden="true" />}>
      {severity}
    </Badge>
  );
}
