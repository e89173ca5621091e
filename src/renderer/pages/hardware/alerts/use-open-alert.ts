import type { Alert } from '../../../../contract/alert.ts';
import { useAlerts } from '../../../state/hardware-alerts.ts';
import type { HardwareRow } from '../device-groups.ts';
import { bySeverity } from './severity.ts';

/** The worst alert that is open on one of a row's channels. */
export function useOpenAlertOf(row: HardwareRow): Alert | null {
  const { data = [] } = useAlerts();
  const open = data.filter(
    ({ closedAt, channel }) => closedAt === null && row.series.some((one) => one.channel === channel),
  );
  return [...open].sort(bySeverity)[0] ?? null;
}
