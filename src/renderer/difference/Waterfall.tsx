import { useCallback, useMemo, useState } from 'react';
import { PER_WORDS } from '../../core/analysis/difference/shown/delta-words.ts';
import { waterfallSteps } from '../../core/analysis/difference/shown/waterfall-steps.ts';
import type { ChartPalette } from '../../core/charts/chart.ts';
import { waterfall, WATERFALL_ROW_PX } from '../../core/charts/difference/waterfall.ts';
import { ChartView } from '../charts/ChartView.tsx';
import { Button } from '../components/Button.tsx';
import { ChartAside, ChartSurface } from '../pages/run/ChartSurface.tsx';
import { exportNameOf, type Shown } from './difference-place.ts';

const FOLDED = 10;
/** Beyond these, bars say nothing that the table does not say better. */
const UNFOLDED = 60;
const AXIS_PX = 46;

/** From A's time to B's by the parts that explain most. */
export function Waterfall({ difference, part, onPart }: Shown) {
  const [isUnfolded, setUnfolded] = useState(false);
  const { parts } = difference;
  // One more takes no more room than the bar that stands for it.
  const shown = isUnfolded ? UNFOLDED : parts.length === FOLDED + 1 ? FOLDED + 1 : FOLDED;
  const steps = useMemo(() => waterfallSteps(difference, shown), [difference, shown]);
  const build = useCallback(
    (palette: ChartPalette) =>
      waterfall(
        steps,
        { per: PER_WORDS[difference.per], a: difference.a, b: difference.b, selected: part ?? -1 },
        palette,
      ),
    [steps, difference, part],
  );
  const pick = (place: number): void => {
    const step = steps[place];
    if (step?.kind === 'others') setUnfolded(true);
    if (step !== undefined && step.part >= 0) onPart(step.part);
  };
  return (
    <ChartSurface>
      <ChartView
        build={build}
        height={steps.length * WATERFALL_ROW_PX + AXIS_PX}
        exportName={exportNameOf(difference)}
        onPick={pick}
        headingLevel={2}
        actions={
          parts.length > FOLDED + 1 ? (
            <Button kind="quiet" aria-expanded={isUnfolded} onClick={() => setUnfolded(!isUnfolded)}>
              {isUnfolded ? `Show the first ${FOLDED}` : `Show ${Math.min(parts.length, UNFOLDED)}`}
            </Button>
          ) : undefined
        }
      />
      <ChartAside>
        {difference.drift === null
          ? 'The bars add up: A, every part, the residual, B.'
          : 'The bars add up: A, what each part changed by itself, what all moved by alike, the residual, B.'}{' '}
        The table below has every part.
      </ChartAside>
    </ChartSurface>
  );
}
