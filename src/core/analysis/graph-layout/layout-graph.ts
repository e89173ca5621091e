import { BOX, SIZE, type GraphScene } from './graph-scene.ts';
import type { GraphSkeleton } from './graph-skeleton.ts';
import { layoutLevel } from './layered/layout-level.ts';
import { PIN, type LevelLayout } from './layered/level-graph.ts';
import { sceneBuilder } from './scene-builder.ts';
import { visibleLevels, type Piece, type VisibleLevel } from './visible-levels.ts';

/** A level in its own coordinates. */
interface PlacedLevel {
  readonly level: VisibleLevel;
  readonly layout: LevelLayout;
  /** Places in the layout of entities and doors. */
  readonly slots: Map<number, number>;
  readonly inSlots: Map<number, number>;
  readonly outSlots: Map<number, number>;
  readonly heights: Float64Array;
}

/**
 * Lays out what is seen: each open group by itself, from the innermost, then as one box of the group around it.
 * Arrows cross a frame at doors, which are boxes on its first and last rank.
 */
export function layoutGraph(
  skeleton: GraphSkeleton,
  isOpen: Uint8Array,
  onProgress: (share: number) => void = () => undefined,
): GraphScene {
  const levels = visibleLevels(skeleton, isOpen);
  const leafCount = skeleton.groupOf.length;
  const placed = new Map<number, PlacedLevel>();
  let done = 0;
  const total = levels.reduce((sum, { entities, pieces }) => sum + entities.length + pieces.length, 1);
  // Groups are numbered from the outside in.
  for (const level of [...levels].sort((a, b) => b.group - a.group)) {
    placed.set(level.group, placeLevel(level, skeleton, leafCount, placed));
    done += level.entities.length + level.pieces.length;
    onProgress(done / total);
  }
  const builder = sceneBuilder();
  const root = placed.get(-1) as PlacedLevel;
  builder.setSize(root.layout.width, root.layout.height);
  const waiting = [{ here: root, left: 0, top: 0, frame: -1 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { here, left, top, frame } = next;
    const { layout, level } = here;
    for (const entity of level.entities) {
      const slot = here.slots.get(entity) as number;
      const inner = entity < leafCount ? undefined : placed.get(entity - leafCount);
      const box = builder.addBox({
        entity,
        kind:
          entity >= leafCount
            ? inner === undefined
              ? BOX.group
              : BOX.frame
            : entity < skeleton.nodeCount
              ? BOX.node
              : BOX.terminal,
        subject:
          entity >= leafCount
            ? entity - leafCount
            : entity < skeleton.nodeCount
              ? entity
              : entity - skeleton.nodeCount,
        parent: frame,
        x: left + (layout.x[slot] as number),
        y: top + (layout.y[slot] as number),
        width: widthOf(entity, skeleton, leafCount, placed),
        height: here.heights[slot] as number,
      });
      if (inner === undefined) continue;
      waiting.push({
        here: inner,
        left: left + (layout.x[slot] as number) + insetOf(inner, skeleton),
        top: top + (layout.y[slot] as number) + SIZE.frameHead,
        frame: box,
      });
    }
    level.pieces.forEach((piece, at) => {
      builder.addLine({
        source: piece.source,
        target: 'entity' in piece.to ? piece.to.entity : -1,
        hasHead: piece.isLast,
        isFeedback: layout.isFeedback[at] === 1,
        points: layout.routes[at] as Float64Array,
        left,
        top,
      });
    });
  }
  return builder.scene();
}

function widthOf(
  entity: number,
  skeleton: GraphSkeleton,
  leafCount: number,
  placed: ReadonlyMap<number, PlacedLevel>,
): number {
  if (entity < leafCount) return skeleton.width[entity] as number;
  const label = skeleton.groupWidth[entity - leafCount] as number;
  const inner = placed.get(entity - leafCount);
  return inner === undefined ? label : Math.max(label, inner.layout.width + 2 * SIZE.framePadding);
}

/** From a frame's edge to what is in it: more than the padding where the frame's own words are wider. */
function insetOf(inner: PlacedLevel, skeleton: GraphSkeleton): number {
  const label = skeleton.groupWidth[inner.level.group] as number;
  return Math.max(SIZE.framePadding, (label - inner.layout.width) / 2);
}

function placeLevel(
  level: VisibleLevel,
  skeleton: GraphSkeleton,
  leafCount: number,
  placed: ReadonlyMap<number, PlacedLevel>,
): PlacedLevel {
  const slots = new Map(level.entities.map((entity, slot) => [entity, slot]));
  let count = level.entities.length;
  const doors = (names: ReadonlySet<number>): Map<number, number> => {
    const own = new Map<number, number>();
    for (const name of names) {
      own.set(name, count);
      count += 1;
    }
    return own;
  };
  const inSlots = doors(level.inDoors);
  const outSlots = doors(level.outDoors);
  const width = new Float64Array(count).fill(SIZE.port);
  const heights = new Float64Array(count);
  const pin = new Uint8Array(count);
  for (const slot of inSlots.values()) pin[slot] = PIN.first;
  for (const slot of outSlots.values()) pin[slot] = PIN.last;
  level.entities.forEach((entity, slot) => {
    const inner = entity < leafCount ? undefined : placed.get(entity - leafCount);
    const isTerminal = entity >= skeleton.nodeCount && entity < leafCount;
    width[slot] = widthOf(entity, skeleton, leafCount, placed);
    heights[slot] =
      inner === undefined
        ? isTerminal
          ? SIZE.terminal
          : SIZE.box
        : inner.layout.height + SIZE.frameHead + (inner.outSlots.size > 0 ? 0 : SIZE.framePadding);
  });
  const from = new Int32Array(level.pieces.length);
  const to = new Int32Array(level.pieces.length);
  const fromX = new Float64Array(level.pieces.length);
  const toX = new Float64Array(level.pieces.length);
  const doorX = (entity: number, door: number | null, side: 'inSlots' | 'outSlots'): number => {
    const inner = door === null ? undefined : placed.get(entity - leafCount);
    if (inner === undefined) return 0;
    const slot = inner[side].get(door as number) as number;
    const full = width[slots.get(entity) as number] as number;
    return insetOf(inner, skeleton) + (inner.layout.x[slot] as number) + SIZE.port / 2 - full / 2;
  };
  level.pieces.forEach((piece: Piece, at) => {
    if ('entity' in piece.from) {
      from[at] = slots.get(piece.from.entity) as number;
      fromX[at] = doorX(piece.from.entity, piece.from.door, 'outSlots');
    } else from[at] = inSlots.get(piece.from.inDoor) as number;
    if ('entity' in piece.to) {
      to[at] = slots.get(piece.to.entity) as number;
      toX[at] = doorX(piece.to.entity, piece.to.door, 'inSlots');
    } else to[at] = outSlots.get(piece.to.outDoor) as number;
  });
  const layout = layoutLevel({ width, height: heights, pin, from, to, fromX, toX });
  return { level, layout, slots, inSlots, outSlots, heights };
}
