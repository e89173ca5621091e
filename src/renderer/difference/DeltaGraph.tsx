import { Ellipsis, FoldVertical, Maximize, Minus, Plus, UnfoldVertical } from 'lucide-react';
import { formatCount } from '../../contract/units.ts';
import { shortLabel } from '../../core/charts/model-graph/short-label.ts';
import { Button } from '../components/Button.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { IconButton } from '../components/IconButton.tsx';
import { Menu } from '../components/Menu.tsx';
import { Progress } from '../components/Progress.tsx';
import { GraphCanvas } from '../graph/GraphCanvas.tsx';
import graphStyles from '../graph/GraphView.module.css';
import { subjectOf } from '../graph/graph-subject.ts';
import { Minimap } from '../graph/Minimap.tsx';
import { PICTURE_WORDS, saveGraph, type GraphPicture } from '../graph/save-graph.ts';
import { boxLines } from './delta-faces.ts';
import { useDeltaGraph, type DeltaGraphGiven } from './use-delta-graph.ts';
import styles from './GraphDifference.module.css';

export interface DeltaGraphProps extends DeltaGraphGiven {
  /** What the run is called. */
  readonly title: string;
}

const ZOOM = 1.4;
const NAME_WIDTH = 320;

/** One side's model by what became of each node's time. */
export function DeltaGraph({ title, ...given }: DeltaGraphProps) {
  const { graph, side, difference, part } = given;
  const own = useDeltaGraph(given);
  const { stage, laidOut, content, progress } = own;
  const label = side.toUpperCase();
  const isElsewhere = part !== null && own.partNodes.length === 0;
  return (
    <>
      <div className={styles.tools} role="toolbar" aria-label={`Graph of ${label}`}>
        <span className={styles.count}>{formatCount(graph.nodes.length)} nodes</span>
        {isElsewhere && <span className={styles.elsewhere}>The selected part has no node in {label}.</span>}
        <span className={styles.space} />
        <IconButton
          label={`Fold all modules of ${label}`}
          disabled={!own.hasGroups}
          onClick={() => own.foldAll(false)}
        >
          <FoldVertical />
        </IconButton>
        <IconButton
          label={`Unfold all modules of ${label}`}
          disabled={!own.hasGroups}
          onClick={() => own.foldAll(true)}
        >
          <UnfoldVertical />
        </IconButton>
        <IconButton label={`Zoom ${label} out`} onClick={() => stage.zoomBy(1 / ZOOM)}>
          <Minus />
        </IconButton>
        <IconButton label={`Zoom ${label} in`} onClick={() => stage.zoomBy(ZOOM)}>
          <Plus />
        </IconButton>
        <IconButton label={`Show all of ${label}`} onClick={() => stage.fit()}>
          <Maximize />
        </IconButton>
        <Menu
          trigger={
            <IconButton label={`Graph of ${label}: menu`}>
              <Ellipsis />
            </IconButton>
          }
          items={Object.entries(PICTURE_WORDS).map(([picture, words]) => ({
            label: words,
            onSelect: () => saveGraph(stage, picture as GraphPicture, `${title} ${label} difference`),
          }))}
        />
      </div>
      <div className={styles.picture}>
        <GraphCanvas
          stage={stage}
          label={`${label}: graph of ${graph.nodes.length} nodes by what became of their time. Drag or arrows move, plus and minus zoom, 0 shows all, F the selected part. The table of operators holds the same as text.`}
          onSelect={own.select}
          onToggle={own.toggle}
          onFocusSelection={own.focusPart}
          tooltip={(box) => {
            if (laidOut === null) return null;
            const told = boxLines(
              { document: own.document, difference, deltas: own.deltas },
              subjectOf(laidOut.scene, box),
            );
            return (
              <>
                <p className={graphStyles.tipTitle}>{shortLabel(told.title, NAME_WIDTH, 12)}</p>
                {told.name !== '' && (
                  <p className={graphStyles.tipName}>{shortLabel(told.name, NAME_WIDTH, 12)}</p>
                )}
                <dl className={graphStyles.tipFacts}>
                  {told.lines.map(([term, value]) => (
                    <div key={term} className={styles.tipLine}>
                      <dt>{term}</dt>
                      <dd>{value}</dd>
                    </div>
                  ))}
                </dl>
                {told.note !== '' && <p className={graphStyles.tipNote}>{told.note}</p>}
              </>
            );
          }}
        />
        {content !== null && <Minimap stage={stage} content={content} />}
        {progress !== null && (
          <div className={graphStyles.progress}>
            <p>Laying out the graph</p>
            <Progress label={`Laying out the graph of ${label}`} value={progress} />
            <Button onClick={own.stop}>Cancel</Button>
          </div>
        )}
        {own.isStopped && (
          <EmptyState
            title="The layout was cancelled"
            action={<Button onClick={own.again}>Lay the graph out</Button>}
          />
        )}
        {own.failure !== null && <ErrorState error={own.failure} onRetry={own.again} inline />}
      </div>
    </>
  );
}
