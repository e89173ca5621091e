import { Disc3, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { Recording } from '../../../../contract/recording.ts';
import { formatCount, formatDuration } from '../../../../contract/units.ts';
import { Badge } from '../../../components/Badge.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { ErrorState } from '../../../components/ErrorState.tsx';
import { IconButton } from '../../../components/IconButton.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Panel } from '../../../components/Panel.tsx';
import { Skeleton } from '../../../components/Skeleton.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { deleteRecording, useRecordings } from '../../../state/recordings.ts';
import { formatRoute } from '../../../state/routes.ts';
import { exactTime, shortTime } from '../../runs/when.ts';
import { RecordControl } from './RecordControl.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import styles from './Recordings.module.css';

export function RecordingsTab() {
  const { data: recordings, error, refetch } = useRecordings();
  if (error !== null) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (recordings === undefined) {
    return (
      <Loading label="Reading the recordings">
        <Skeleton count={6} />
      </Loading>
    );
  }
  if (recordings.length === 0) {
    return (
      <EmptyState icon={<Disc3 />} title="Nothing was recorded yet" action={<RecordControl />}>
        A recording keeps every reading of every device, to be opened again, zoomed into and summed up over
        any stretch of it. Each run records its own by itself; those are on the runs’ pages.
      </EmptyState>
    );
  }
  return <RecordingTable recordings={recordings} />;
}

function RecordingTable({ recordings }: { readonly recordings: readonly Recording[] }) {
  const [renaming, setRenaming] = useState<Recording | null>(null);
  return (
    <Panel title="Recordings">
      <Table caption="Recordings, newest first">
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Begun</HeadCell>
            <HeadCell numeric>Length</HeadCell>
            <HeadCell numeric>Rate</HeadCell>
            <HeadCell numeric>Samples</HeadCell>
            <HeadCell numeric>Channels</HeadCell>
            <HeadCell>
              <span className="visually-hidden">Actions</span>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {recordings.map((recording) => (
            <RecordingLine key={recording.id} recording={recording} onRename={setRenaming} />
          ))}
        </tbody>
      </Table>
      {renaming !== null && <RenameDialog recording={renaming} onClose={() => setRenaming(null)} />}
    </Panel>
  );
}

interface RecordingLineProps {
  readonly recording: Recording;
  readonly onRename: (recording: Recording) => void;
}

function RecordingLine({ recording, onRename }: RecordingLineProps) {
  const { id, name, startedAt, endedAt, hertz, sampleCount, channels } = recording;
  return (
    <Row>
      <RowHead>
        <a href={formatRoute({ page: 'hardware', part: 'recordings', recordingId: id })}>{name}</a>
      </RowHead>
      <Cell title={exactTime(startedAt)}>{shortTime(startedAt, Date.now())}</Cell>
      <Cell numeric>
        {endedAt === null ? <Badge tone="accent">recording</Badge> : formatDuration(endedAt - startedAt)}
      </Cell>
      <Cell numeric>{hertz} Hz</Cell>
      <Cell numeric>{endedAt === null ? '' : formatCount(sampleCount)}</Cell>
      <Cell numeric>{formatCount(channels.length)}</Cell>
      <Cell numeric>
        <span className={styles.acts}>
          <IconButton label={`Rename ${name}`} onClick={() => onRename(recording)}>
            <Pencil />
          </IconButton>
          <IconButton
            label={`Delete ${name}`}
            disabled={endedAt === null}
            onClick={() => void deleteRecording(recording)}
          >
            <Trash2 />
          </IconButton>
        </span>
      </Cell>
    </Row>
  );
}
