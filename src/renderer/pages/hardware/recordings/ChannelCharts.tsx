import { Disclosure } from '../../../components/Disclosure.tsx';
import { ChartSurface } from '../../run/ChartSurface.tsx';
import type { DeviceGroup } from '../device-groups.ts';
import { RowChart, type RowChartProps } from '../RowChart.tsx';
import styles from './Recordings.module.css';

export interface ChannelChartsProps extends Omit<RowChartProps, 'row' | 'isLast' | 'spans'> {
  readonly groups: readonly DeviceGroup[];
}

/** Every device of a recording, a box for each, all on one time axis. */
export function ChannelCharts({ groups, ...rest }: ChannelChartsProps) {
  return groups.map((group) => (
    <ChartSurface key={group.id}>
      <div className={styles.device}>
        <Disclosure title={group.title} summary={group.detail} startsOpen>
          {group.rows.map((row, index) => (
            <RowChart key={row.id} row={row} isLast={index === group.rows.length - 1} {...rest} />
          ))}
        </Disclosure>
      </div>
    </ChartSurface>
  ));
}
