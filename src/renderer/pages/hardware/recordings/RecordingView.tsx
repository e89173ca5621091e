import { ArrowLeft, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Recording } from '../../../../contract/recording.ts';
import { useZoom } from '../../../charts/zoom.ts';
import { Button } from '../../../components/Button.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { deleteRecording, openRecording, useRecording, useRecordingData } from '../../../state/recordings.ts';
import { exactTime } from '../../runs/when.ts';
import { ChannelCharts } from './ChannelCharts.tsx';
import { deviceGroups } from '../device-groups.ts';
import { clockWords, extentWords } from './recording-words.ts';
import { RenameDialog } from './RenameDialog.tsx';
import { ReportPanel } from './ReportPanel.tsx';
import { SummaryPanel } from './SummaryPanel.tsx';
import { fullRange } from './full-range.ts';
import styles from './Recordings.module.css';

/** One recording: every device over all of it, zoomed by drag, and summed up over what is shown. */
export function RecordingView({ id }: { readonly id: string }) {
  const { data: recording, error, refetch } = useRecording(id);
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (recording === undefined) return <RecordingLoading />;
  return (
    <div className={styles.stack}>
      <Head recording={recording} />
      <Charts recording={recording} />
    </div>
  );
}

function Head({ recording }: { readonly recording: Recording }) {
  const [renaming, setRenaming] = useState(false);
  const remove = (): void => {
    void deleteRecording(recording);
    openRecording(null);
  };
  return (
    <header className={styles.head}>
      <IconButton label="All recordings" onClick={() => openRecording(null)}>
        <ArrowLeft />
      </IconButton>
      <div className={styles.words}>
        <h2 className={styles.name}>{recording.name}</h2>
        <p className={styles.detail}>
          {[exactTime(recording.startedAt), extentWords(recording), clockWords(recording.clocks)]
            .filter((part) => part !== '')
            .join(' · ')}
        </p>
      </div>
      <Button kind="quiet" icon={<Pencil />} onClick={() => setRenaming(true)}>
        Rename
      </Button>
      <Button kind="quiet" icon={<Trash2 />} disabled={recording.endedAt === null} onClick={remove}>
        Delete
      </Button>
      {renaming && <RenameDialog recording={recording} onClose={() => setRenaming(false)} />}
    </header>
  );
}

function Charts({ recording }: { readonly recording: Recording }) {
  const { id, devices, channels } = recording;
  const group = `recording ${id}`;
  const zoom = useZoom(group);
  const whole = useRecordingData(id, null);
  const detail = useRecordingData(id, zoom, zoom !== null);
  const groups = useMemo(() => deviceGroups(devices, channels), [devices, channels]);
  const range = useMemo(() => fullRange(whole.data ?? []), [whole.data]);
  if (whole.error !== null) {
    return <ErrorState error={whole.error} onRetry={() => void whole.refetch()} inline />;
  }
  if (whole.data === undefined) return <RecordingLoading />;
  if (range === null) {
    return (
      <p className={styles.detail}>No reading was stored yet: blocks are written about once a second.</p>
    );
  }
  const series = zoom === null ? whole.data : (detail.data ?? whole.data);
  return (
    <>
      <SummaryPanel recording={recording} groups={groups} range={zoom} />
      <ChannelCharts
        groups={groups}
        series={series}
        range={range}
        chartGroup={group}
        exportName={recording.name}
      />
      <ReportPanel recording={recording} />
    </>
  );
}

function RecordingLoading() {
  return (
    <Loading label="Reading the recording">
      <div className={styles.loading}>
        <Skeleton shape="title" />
        <Skeleton shape="chart" count={4} />
      </div>
    </Loading>
  );
}
