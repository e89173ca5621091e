import { SEVERITIES, type Alert, type Severity } from '../../../../contract/alert.ts';

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** The worst first. */
export function bySeverity(one: Alert, other: Alert): number {
  return rank(other.severity) - rank(one.severity);
}

export function isOpen({ closedAt }: Alert): boolean {
  return closedAt === null;
}

/** Open first, the worst of them first; then the newest. */
export function inOrder(alerts: readonly Alert[]): readonly Alert[] {
  return [...alerts].sort((one, other) => {
    if (isOpen(one) !== isOpen(other)) return isOpen(one) ? -1 : 1;
    const worse = isOpen(one) ? bySeverity(one, other) : 0;
    return worse || other.openedAt - one.openedAt;
  });
}
