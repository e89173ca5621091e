import { Maximize, RulerDimensionLine, ZoomIn, ZoomOut } from 'lucide-react';
import { IconButton } from '../components/IconButton.tsx';
import type { Viewport } from './viewport.ts';

export interface ViewButtonsProps {
  readonly viewport: Viewport;
  readonly isMeasuring: boolean;
  readonly onMeasure: (isMeasuring: boolean) => void;
}

/** What the wheel, the keys and Shift do, for whoever has only a pointer. */
export function ViewButtons({ viewport, isMeasuring, onMeasure }: ViewButtonsProps) {
  return (
    <>
      <IconButton label="Zoom in" shortcut="W" onClick={() => viewport.zoom(0.5, 0.5)}>
        <ZoomIn />
      </IconButton>
      <IconButton label="Zoom out" shortcut="S" onClick={() => viewport.zoom(2, 0.5)}>
        <ZoomOut />
      </IconButton>
      <IconButton label="Show all" shortcut="0" onClick={() => viewport.fit()}>
        <Maximize />
      </IconButton>
      <IconButton
        label="Measure a stretch by dragging over it (or Shift and drag)"
        pressed={isMeasuring}
        onClick={() => onMeasure(!isMeasuring)}
      >
        <RulerDimensionLine />
      </IconButton>
    </>
  );
}
