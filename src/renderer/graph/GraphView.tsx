import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ModelGraph } from '../../contract/model-graph.ts';
import type { RunProfile } from '../../contract/profile.ts';
import type { HeatMetric } from '../../core/analysis/graph-heat/heat-metric.ts';
import { defaultFolding } from '../../core/analysis/graph-layout/default-folding.ts';
import { BOX } from '../../core/analysis/graph-layout/graph-scene.ts';
import { searchGraph } from '../../core/analysis/graph-layout/search-graph.ts';
import { usePalette } from '../charts/palette.ts';
import { Button } from '../components/Button.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Progress } from '../components/Progress.tsx';
import { BoxFacts } from './BoxFacts.tsx';
import { GraphCanvas } from './GraphCanvas.tsx';
import { GraphDetail } from './GraphDetail.tsx';
import { fusedNodes, graphDocument } from './graph-document.ts';
import { graphFaces, sceneHeat } from './graph-faces.ts';
import { GraphOutline } from './GraphOutline.tsx';
import { GraphStage, type StageContent } from './graph-stage.ts';
import { BoxFinder, groupsAround, subjectOf, type GraphSubject } from './graph-subject.ts';
import { GraphToolbar } from './GraphToolbar.tsx';
import { HeatLegend } from './HeatLegend.tsx';
import { Minimap } from './Minimap.tsx';
import { saveGraph } from './save-graph.ts';
import { anchorOf, extentOf } from './scene-places.ts';
import { useGraphScene, type LaidOut } from './use-graph-scene.ts';
import styles from './GraphView.module.css';

export interface GraphViewProps {
  readonly graph: ModelGraph;
  /** Null: the graph without times. */
  readonly profile: RunProfile | null;
  /** Place in RunProfile.operators whose nodes are selected and brought into the middle. */
  readonly operator: number | null;
  readonly operatorHref: ((operator: number) => string) | null;
}

/** A model's graph: picture, outline and details of what is selected, in step with each other. */
export function GraphView({ graph, profile, operator, operatorHref }: GraphViewProps) {
  const document = useMemo(() => graphDocument(graph, profile), [graph, profile]);
  if (graph.nodes.length === 0) {
    return (
      <EmptyState title="This model has no nodes">
        It hands its inputs through, or consists of weights alone: there is nothing to draw.
      </EmptyState>
    );
  }
  return <Explorer document={document} operator={operator} operatorHref={operatorHref} />;
}

type ExplorerProps = Pick<GraphViewProps, 'operator' | 'operatorHref'> & {
  readonly document: ReturnType<typeof graphDocument>;
};

function Explorer({ document, operator, operatorHref }: ExplorerProps) {
  const { tree, skeleton, graph } = document;
  const palette = usePalette();
  const [stage] = useState(() => new GraphStage());
  const [isOpen, setOpen] = useState(() => defaultFolding(tree, skeleton.isHidden));
  const [metric, setMetric] = useState<HeatMetric>(() => (isTimed(document) ? 'time' : 'flops'));
  const [selected, setSelected] = useState<GraphSubject | null>(null);
  const [words, setWords] = useState('');
  const [hitAt, setHitAt] = useState(-1);
  const [hasOutline, setOutline] = useState(false);
  const shown = useRef<LaidOut | null>(null);
  /** What the next scene is made for: held still, or brought into the middle. */
  const wish = useRef<{ readonly keep?: GraphSubject; readonly centre?: readonly GraphSubject[] }>({});
  const { laidOut, progress, failure, isStopped, stop } = useGraphScene(document, isOpen, () => {
    if (shown.current !== null) setOpen(shown.current.isOpen);
  });

  const hits = useMemo(() => searchGraph(graph, words), [graph, words]);
  const finder = useMemo(
    () => (laidOut === null ? null : new BoxFinder(laidOut.scene, tree)),
    [laidOut, tree],
  );
  const heat = useMemo(
    () => (laidOut === null ? null : sceneHeat(document, laidOut.scene, metric)),
    [document, laidOut, metric],
  );
  const operatorNodes = useMemo(
    () => (operator === null ? [] : (document.profile?.operators[operator]?.sources ?? [])),
    [document, operator],
  );
  const content = useMemo<StageContent | null>(() => {
    if (laidOut === null || heat === null || finder === null) return null;
    const boxOf = (subject: GraphSubject): readonly number[] => {
      const box = finder.box(subject);
      return box === null ? [] : [box];
    };
    // What ran as one operator is seen as one.
    const mates = selected?.kind === 'node' ? fusedNodes(document, selected.node) : [];
    const chosen =
      selected === null ? [] : [selected, ...mates.map((node): GraphSubject => ({ kind: 'node', node }))];
    const faces = graphFaces({
      document,
      scene: laidOut.scene,
      heat,
      palette,
      selected: new Set(chosen.flatMap(boxOf)),
      found: new Set(hits.flatMap((node) => boxOf({ kind: 'node', node }))),
    });
    return { scene: laidOut.scene, index: laidOut.index, faces, palette };
  }, [document, laidOut, heat, finder, palette, selected, hits]);

  const centre = useCallback(
    (subjects: readonly GraphSubject[], inScene: LaidOut): void => {
      const places = new BoxFinder(inScene.scene, tree);
      const extent = extentOf(
        inScene,
        subjects.flatMap((subject) => places.box(subject) ?? []),
      );
      if (extent !== null) stage.centre(extent);
    },
    [stage, tree],
  );

  useEffect(() => {
    if (content === null || laidOut === null) return;
    const { keep, centre: wanted } = wish.current;
    const before = shown.current;
    const isNew = before !== laidOut;
    const anchor =
      isNew && before !== null && keep !== undefined ? anchorOf(before, laidOut, keep, tree) : null;
    stage.show(content, anchor);
    stage.focus = extentOf(laidOut, [...content.faces.selected]);
    if (!isNew) return;
    shown.current = laidOut;
    wish.current = {};
    if (wanted !== undefined) centre(wanted, laidOut);
  }, [content, laidOut, stage, tree, centre]);

  /** Unfolds what hides the subjects, then brings them into the middle. */
  const reveal = useCallback(
    (subjects: readonly GraphSubject[]): void => {
      const closed = subjects
        .flatMap((subject) => groupsAround(subject, tree))
        .filter((group) => isOpen[group] === 0);
      if (closed.length === 0) {
        if (shown.current === null) wish.current = { centre: subjects };
        else centre(subjects, shown.current);
        return;
      }
      wish.current = { centre: subjects };
      const next = isOpen.slice();
      for (const group of closed) next[group] = 1;
      setOpen(next);
    },
    [tree, isOpen, centre],
  );

  const arrived = useRef<readonly number[]>([]);
  useEffect(() => {
    if (operatorNodes.length === 0 || arrived.current === operatorNodes) return;
    arrived.current = operatorNodes;
    const subjects = operatorNodes.slice(0, 50).map((node): GraphSubject => ({ kind: 'node', node }));
    setSelected(subjects[0] ?? null);
    reveal(subjects);
  }, [operatorNodes, reveal]);

  /** Holds still what is folded; where all is, what is in the middle of the picture. */
  const fold = (next: Uint8Array, folded?: GraphSubject): void => {
    const middle = stage.middleBox();
    const keep =
      folded ?? (middle === null || laidOut === null ? undefined : subjectOf(laidOut.scene, middle));
    wish.current = keep === undefined ? {} : { keep };
    setOpen(next);
  };
  const toggle = (group: number): void => {
    const next = isOpen.slice();
    next[group] = next[group] === 1 ? 0 : 1;
    fold(next, { kind: 'group', group });
  };
  const goToHit = (at: number): void => {
    const next = (Math.max(at, -1) + hits.length) % hits.length;
    const node = hits[next];
    if (node === undefined) return;
    setHitAt(next);
    setSelected({ kind: 'node', node });
    reveal([{ kind: 'node', node }]);
  };
  const select = (subject: GraphSubject): void => {
    setSelected(subject);
    reveal([subject]);
  };
  return (
    <div className={styles.view}>
      <GraphToolbar
        metric={metric}
        onMetric={setMetric}
        isTimed={isTimed(document)}
        words={words}
        onWords={(next) => {
          setWords(next);
          setHitAt(-1);
        }}
        hitCount={hits.length}
        hitAt={hitAt}
        onHit={goToHit}
        hasGroups={tree.groups.length > 0}
        onFoldAll={() => fold(new Uint8Array(tree.groups.length))}
        onUnfoldAll={() => fold(new Uint8Array(tree.groups.length).fill(1))}
        onDefaultFolding={() => fold(defaultFolding(tree, skeleton.isHidden))}
        hasOutline={hasOutline}
        onOutline={setOutline}
        onZoom={(factor) => stage.zoomBy(factor)}
        onFit={() => stage.fit()}
        onSave={(picture) => saveGraph(stage, picture, graph.name === '' ? 'model' : graph.name)}
      />
      <div className={styles.body}>
        {hasOutline && (
          <GraphOutline
            document={document}
            isOpen={isOpen}
            metric={metric}
            selected={selected}
            hits={words.trim() === '' ? null : hits}
            onSelect={select}
            onToggle={toggle}
          />
        )}
        <div className={styles.picture}>
          <GraphCanvas
            stage={stage}
            label={`Graph of ${graph.nodes.length} nodes. Drag or arrows move, plus and minus zoom, 0 shows all, F the selection. The outline holds the same as text.`}
            onSelect={(box) =>
              setSelected(box === null || laidOut === null ? null : subjectOf(laidOut.scene, box))
            }
            onToggle={(box) => {
              const kind = laidOut?.scene.boxes.kind[box];
              if (kind === BOX.group || kind === BOX.frame)
                toggle(laidOut?.scene.boxes.subject[box] as number);
            }}
            onFocusSelection={() => selected !== null && reveal([selected])}
            tooltip={(box) =>
              laidOut !== null && <BoxFacts document={document} subject={subjectOf(laidOut.scene, box)} />
            }
          />
          {content !== null && <Minimap stage={stage} content={content} />}
          {progress !== null && (
            <div className={styles.progress}>
              <p>Laying out the graph</p>
              <Progress label="Laying out the graph" value={progress} />
              <Button onClick={stop}>Cancel</Button>
            </div>
          )}
          {isStopped && (
            <EmptyState
              title="The layout was cancelled"
              action={<Button onClick={() => setOpen(isOpen.slice())}>Lay the graph out</Button>}
            />
          )}
          {failure !== null && <ErrorState error={failure} onRetry={() => setOpen(isOpen.slice())} inline />}
        </div>
        {selected !== null && (
          <GraphDetail
            document={document}
            subject={selected}
            operatorHref={operatorHref}
            onSelect={select}
            onClose={() => setSelected(null)}
          />
        )}
      </div>
      {heat !== null && <HeatLegend document={document} heat={heat} palette={palette} />}
    </div>
  );
}

function isTimed({ costs }: ExplorerProps['document']): boolean {
  return costs.ofNode.some(({ selfMs }) => selfMs !== null);
}
