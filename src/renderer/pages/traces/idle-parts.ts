import type { IdleReason, StreamIdle } from '../../../contract/trace-report.ts';
import type { StackedPart } from '../../../core/charts/stacked-parts.ts';

export interface IdlePart extends StackedPart {
  readonly of: (stream: StreamIdle) => number;
}

const because =
  (wanted: IdleReason) =>
  ({ byReason }: StreamIdle): number =>
    byReason.find(({ reason }) => reason === wanted)?.totalUs ?? 0;

export const IDLE_PARTS: readonly IdlePart[] = [
  { label: 'Busy', of: ({ busyUs }) => busyUs, hue: ({ blue }) => blue },
  { label: 'Host wait', of: because('host-wait'), hue: ({ orange }) => orange },
  { label: 'Kernel wait', of: because('kernel-wait'), hue: ({ sky }) => sky },
  { label: 'Other', of: because('other'), hue: ({ families }) => families.idle },
];
