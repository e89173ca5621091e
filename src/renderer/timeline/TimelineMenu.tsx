import { Ellipsis } from 'lucide-react';
import type { RefObject } from 'react';
import { IconButton } from '../components/IconButton.tsx';
import { Menu } from '../components/Menu.tsx';
import { download, saveText } from '../state/download.ts';
import type { TimelinePainter } from './timeline-painter.ts';
import type { Timeline } from './use-timeline.ts';

export interface TimelineMenuProps {
  readonly timeline: Timeline;
  readonly painter: RefObject<TimelinePainter | null>;
  readonly exportName: string;
}

export function TimelineMenu({ timeline, painter, exportName }: TimelineMenuProps) {
  const { foldAll, originUs } = timeline;
  const png = (): void => {
    painter.current?.canvas.toBlob((blob) => {
      if (blob !== null) download(`${exportName}-timeline.png`, blob);
    });
  };
  const csv = (): void => {
    const window = painter.current?.window ?? null;
    if (window === null) return;
    const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    const lines = Array.from({ length: window.count }, (_, at) =>
      [
        quote(window.names[window.name[at] as number] ?? ''),
        window.row[at],
        (window.fromUs[at] as number) - originUs,
        (window.toUs[at] as number) - originUs,
        window.merged[at],
      ].join(','),
    );
    const text = ['span,row,from (µs),to (µs),spans merged', ...lines].join('\n');
    void saveText({ fileName: `${exportName}-timeline.csv`, mediaType: 'text/csv', text: `${text}\n` });
  };
  return (
    <Menu
      trigger={
        <IconButton label="Timeline menu">
          <Ellipsis />
        </IconButton>
      }
      items={[
        { label: 'Fold all processes', onSelect: () => foldAll(true) },
        { label: 'Unfold everything', onSelect: () => foldAll(false) },
        { label: 'Save as PNG', separated: true, onSelect: png },
        { label: 'Save what is shown as CSV', onSelect: csv },
      ]}
    />
  );
}
