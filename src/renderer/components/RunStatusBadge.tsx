import { Ban, Check, CircleDashed, Loader, TriangleAlert, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { RunStatus } from '../../contract/run.ts';
import { Badge, type BadgeProps } from './Badge.tsx';

const FACES: Readonly<Record<RunStatus, { tone: NonNullable<BadgeProps['tone']>; icon: ReactNode }>> = {
  queued: { tone: 'neutral', icon: <CircleDashed /> },
  running: { tone: 'accent', icon: <Loader /> },
  done: { tone: 'good', icon: <Check /> },
  stopped: { tone: 'warning', icon: <Ban /> },
  failed: { tone: 'bad', icon: <TriangleAlert /> },
  crashed: { tone: 'bad', icon: <Zap /> },
};

export function RunStatusBadge({ status }: { readonly status: RunStatus }) {
  const { tone, icon } = FACES[status];
  return (
    <Badge tone={tone} icon={icon}>
      {status}
    </Badge>
  );
}
