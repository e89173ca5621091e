import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Difference } from '../../contract/difference.ts';
import type { ModelGraph } from '../../contract/model-graph.ts';
import { nodeDeltas, nodesOfPart } from '../../core/analysis/difference/shown/node-deltas.ts';
import { defaultFolding } from '../../core/analysis/graph-layout/default-folding.ts';
import { BOX } from '../../core/analysis/graph-layout/graph-scene.ts';
import { usePalette } from '../charts/palette.ts';
import { graphDocument } from '../graph/graph-document.ts';
import { GraphStage, type StageContent } from '../graph/graph-stage.ts';
import { BoxFinder, groupsAround, subjectOf, type GraphSubject } from '../graph/graph-subject.ts';
import { anchorOf, extentOf } from '../graph/scene-places.ts';
import { useGraphScene, type LaidOut } from '../graph/use-graph-scene.ts';
import { deltaFaces } from './delta-faces.ts';

/** Brought into the middle together; of more the first ones tell where it is. */
const MOST_REVEALED = 50;

export interface DeltaGraphGiven {
  readonly graph: ModelGraph;
  readonly side: 'a' | 'b';
  readonly difference: Difference;
  readonly alike: number;
  readonly part: number | null;
  readonly onPart: (part: number | null) => void;
}

/** One side's graph: folded and unfolded, its boxes by their delta, and the selected part in sight. */
export function useDeltaGraph({ graph, side, difference, alike, part, onPart }: DeltaGraphGiven) {
  const palette = usePalette();
  const document = useMemo(() => graphDocument(graph, null), [graph]);
  const { tree, skeleton } = document;
  const deltas = useMemo(() => nodeDeltas(difference, side, tree), [difference, side, tree]);
  const partNodes = useMemo(
    () => (part === null ? [] : nodesOfPart(difference, side, part)),
    [difference, side, part],
  );
  const [stage] = useState(() => new GraphStage());
  const [isOpen, setOpen] = useState(() => defaultFolding(tree, skeleton.isHidden));
  /** What is selected here and belongs to no part: a module, an input, a node that nothing ran for. */
  const [own, setOwn] = useState<GraphSubject | null>(null);
  const shown = useRef<LaidOut | null>(null);
  const wish = useRef<{ readonly keep?: GraphSubject; readonly centre?: readonly GraphSubject[] }>({});
  /** Picked in this picture: it is in sight already. */
  const pickedHere = useRef<number | null>(null);
  const scene = useGraphScene(document, isOpen, () => {
    if (shown.current !== null) setOpen(shown.current.isOpen);
  });
  const { laidOut } = scene;

  const content = useMemo<StageContent | null>(() => {
    if (laidOut === null) return null;
    const finder = new BoxFinder(laidOut.scene, tree);
    const chosen = [
      ...partNodes.map((node): GraphSubject => ({ kind: 'node', node })),
      ...(own === null ? [] : [own]),
    ];
    const selected = new Set(chosen.flatMap((subject) => finder.box(subject) ?? []));
    const faces = deltaFaces({
      document,
      scene: laidOut.scene,
      difference,
      deltas,
      alike,
      palette,
      selected,
    });
    return { scene: laidOut.scene, index: laidOut.index, faces, palette };
  }, [laidOut, tree, partNodes, own, document, difference, deltas, alike, palette]);

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
    if (!isNew) return;
    shown.current = laidOut;
    wish.current = {};
    if (wanted !== undefined) centre(wanted, laidOut);
  }, [content, laidOut, stage, tree, centre]);

  const revealed = useRef<readonly number[]>([]);
  useEffect(() => {
    if (revealed.current === partNodes) return;
    revealed.current = partNodes;
    if (partNodes.length === 0 || pickedHere.current === part) return;
    const subjects = partNodes.slice(0, MOST_REVEALED).map((node): GraphSubject => ({ kind: 'node', node }));
    const closed = subjects
      .flatMap((subject) => groupsAround(subject, tree))
      .filter((group) => isOpen[group] === 0);
    if (closed.length === 0 && shown.current !== null) return centre(subjects, shown.current);
    wish.current = { centre: subjects };
    if (closed.length === 0) return;
    const next = isOpen.slice();
    for (const group of closed) next[group] = 1;
    setOpen(next);
  }, [partNodes, part, tree, isOpen, centre]);

  const select = (box: number | null): void => {
    const subject = box === null || laidOut === null ? null : subjectOf(laidOut.scene, box);
    const place = subject?.kind === 'node' ? (deltas.partOf[subject.node] ?? -1) : -1;
    pickedHere.current = place >= 0 ? place : null;
    setOwn(place >= 0 ? null : subject);
    if (place >= 0) onPart(place);
    else if (subject === null) onPart(null);
  };
  const fold = (next: Uint8Array, folded?: GraphSubject): void => {
    const middle = stage.middleBox();
    const keep =
      folded ?? (middle === null || laidOut === null ? undefined : subjectOf(laidOut.scene, middle));
    wish.current = keep === undefined ? {} : { keep };
    setOpen(next);
  };
  const toggle = (box: number): void => {
    const kind = laidOut?.scene.boxes.kind[box];
    if (kind !== BOX.group && kind !== BOX.frame) return;
    const group = laidOut?.scene.boxes.subject[box] as number;
    const next = isOpen.slice();
    next[group] = next[group] === 1 ? 0 : 1;
    fold(next, { kind: 'group', group });
  };
  return {
    ...scene,
    document,
    deltas,
    stage,
    content,
    partNodes,
    select,
    toggle,
    hasGroups: tree.groups.length > 0,
    foldAll: (isOpened: boolean) => fold(new Uint8Array(tree.groups.length).fill(isOpened ? 1 : 0)),
    again: () => setOpen(isOpen.slice()),
    focusPart: () => {
      if (shown.current !== null) {
        centre(
          partNodes.slice(0, MOST_REVEALED).map((node): GraphSubject => ({ kind: 'node', node })),
          shown.current,
        );
      }
    },
  };
}
