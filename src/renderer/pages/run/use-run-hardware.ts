import { useMemo } from 'react';
import type { ChannelSeries, Recording } from '../../../contract/recording.ts';
import type { Range } from '../../../core/charts/chart.ts';
import { useRecording, useStripData } from '../../state/recordings.ts';
import type { HardwareRow } from '../hardware/device-groups.ts';
import { stripChannels, stripMarks, stripRows, type StripMarks } from './strip-rows.ts';

export interface RunHardware {
  readonly recording: Recording;
  readonly series: readonly ChannelSeries[];
  readonly rows: readonly HardwareRow[];
  readonly marks: StripMarks;
}

/** What was recorded beside a run, on its own axis; null until it is here, and where nothing was. */
export function useRunHardware(runId: string | null, range: Range): RunHardware | null {
  const { data: recording = null } = useRecording(`run:${runId ?? ''}`, runId !== null);
  const channels = useMemo(() => (recording === null ? [] : stripChannels(recording)), [recording]);
  const { data: series } = useStripData(recording?.id ?? null, channels, range);
  return useMemo(() => {
    if (recording === null || series === undefined) return null;
    return {
      recording,
      series,
      rows: stripRows(recording, series),
      marks: stripMarks(recording, series, range),
    };
  }, [recording, series, range]);
}
