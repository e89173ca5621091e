import type { Run } from '../../../contract/run.ts';
import { formatCount } from '../../../contract/units.ts';
import { FlameView } from '../../flame/FlameView.tsx';
import { useLiveSpans, type LiveSpans } from '../../state/live-spans.ts';
import { runTitle } from '../runs/run-title.ts';
import styles from './LiveFlame.module.css';

/** What the runtime has recorded so far, while the profiled pass goes on. */
export function LiveFlame({ run }: { readonly run: Run }) {
  const spans = useLiveSpans(run.id);
  if (spans === null || spans.source.spanCount === 0) return null;
  return (
    <div className={styles.root}>
      <FlameView
        source={spans.source}
        title="Recorded so far"
        exportName={runTitle(run)}
        height="clamp(160px, 100vh - 560px, 520px)"
      >
        <p className={styles.note}>{wordsOf(spans)}</p>
      </FlameView>
    </div>
  );
}

function wordsOf({ iterationsDone, slices, slicesKept }: LiveSpans): string {
  const cut = slicesKept < slices ? ` The last ${formatCount(slicesKept)} slices are shown.` : '';
  return (
    `The profiled pass goes on: ${formatCount(iterationsDone)} iterations in ${formatCount(slices)} ` +
    `${slices === 1 ? 'slice' : 'slices'}. Each shows its last iterations, one slice beside the other; the chart ` +
    `follows until you move it, and again after 0.${cut} This pass never counts as the time.`
  );
}
