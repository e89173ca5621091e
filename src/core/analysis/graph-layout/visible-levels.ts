import type { GraphSkeleton } from './graph-skeleton.ts';

/** One open group, or the whole: what lies directly in it, its doors, and the pieces of arrows within. */
export interface VisibleLevel {
  /** −1: the whole graph. */
  readonly group: number;
  /** Leaves by their place; groups by theirs beyond all leaves. */
  readonly entities: number[];
  /** By door: the entity where an arrow begins that comes in, or goes out; SHARED for all of them. */
  readonly inDoors: Set<number>;
  readonly outDoors: Set<number>;
  readonly pieces: Piece[];
}

/** An end is an entity of the level, or one of the level's own doors. */
export interface Piece {
  /** Where the arrow begins; SHARED where several run together. */
  readonly source: number;
  readonly from: { readonly entity: number; readonly door: number | null } | { readonly inDoor: number };
  readonly to: { readonly entity: number; readonly door: number | null } | { readonly outDoor: number };
  /** It ends here, and not at something further inside. */
  readonly isLast: boolean;
}

export const SHARED = -2;
/** A frame with more doors than this has a single one. */
const MOST_DOORS = 40;

/** What is seen with these groups open, level by level, inner levels after outer ones. */
export function visibleLevels(skeleton: GraphSkeleton, isOpen: Uint8Array): readonly VisibleLevel[] {
  const { groupOf, insideOf, isHidden, groupParent, nodeCount } = skeleton;
  const leafCount = groupOf.length;
  const groupCount = groupParent.length;
  // The outermost closed group around a group, itself included; −1 where all are open.
  const closedBy = new Int32Array(groupCount).fill(-1);
  for (let group = 0; group < groupCount; group += 1) {
    const parent = groupParent[group] as number;
    const above = parent === -1 ? -1 : (closedBy[parent] as number);
    closedBy[group] = above !== -1 ? above : isOpen[group] === 1 ? -1 : group;
  }
  const entityOf = (leaf: number): number => {
    const own = leaf < nodeCount ? (insideOf[leaf] as number) : -1;
    const around = own === -1 ? (groupOf[leaf] as number) : (groupParent[own] as number);
    const closed = around === -1 ? -1 : (closedBy[around] as number);
    if (closed !== -1) return leafCount + closed;
    return own === -1 ? leaf : leafCount + own;
  };
  const containerOf = (entity: number): number =>
    entity < leafCount ? (groupOf[entity] as number) : (groupParent[entity - leafCount] as number);

  const levels = new Map<number, VisibleLevel>();
  const open = (group: number): void => {
    levels.set(group, { group, entities: [], inDoors: new Set(), outDoors: new Set(), pieces: [] });
  };
  open(-1);
  for (let group = 0; group < groupCount; group += 1) if (closedBy[group] === -1) open(group);
  const levelOf = (group: number): VisibleLevel => levels.get(group) as VisibleLevel;
  for (let leaf = 0; leaf < leafCount; leaf += 1) {
    const isNode = leaf < nodeCount;
    if (isNode && (isHidden[leaf] === 1 || insideOf[leaf] !== -1)) continue;
    const around = groupOf[leaf] as number;
    if (around === -1 || closedBy[around] === -1) levelOf(around).entities.push(leaf);
  }
  for (let group = 0; group < groupCount; group += 1) {
    const parent = groupParent[group] as number;
    if (parent === -1 || closedBy[parent] === -1) levelOf(parent).entities.push(leafCount + group);
  }

  const pathOf = (entity: number): readonly number[] => {
    const path: number[] = [];
    for (let at = containerOf(entity); at !== -1; at = groupParent[at] as number) path.push(at);
    return path;
  };
  const ways = distinctWays(skeleton, entityOf, leafCount + groupCount).flatMap(([source, target]) => {
    const up = pathOf(source);
    const down = pathOf(target);
    // Whatever lies inside of its other end is no arrow that could be drawn.
    if (up.includes(target - leafCount) || down.includes(source - leafCount)) return [];
    let shared = 0;
    while (shared < up.length && shared < down.length && up.at(-1 - shared) === down.at(-1 - shared))
      shared += 1;
    return [
      { source, target, up: up.slice(0, up.length - shared), down: down.slice(0, down.length - shared) },
    ];
  });
  for (const { source, up, down } of ways) {
    for (const group of up) levelOf(group).outDoors.add(source);
    for (const group of down) levelOf(group).inDoors.add(source);
  }
  for (const { inDoors, outDoors } of levels.values()) {
    for (const doors of [inDoors, outDoors]) {
      if (doors.size <= MOST_DOORS) continue;
      doors.clear();
      doors.add(SHARED);
    }
  }
  const door = (doors: Set<number>, source: number): number => (doors.has(SHARED) ? SHARED : source);

  const seen = new Set<string>();
  const add = (level: VisibleLevel, piece: Piece): void => {
    const key = JSON.stringify([level.group, piece]);
    if (seen.has(key)) return;
    seen.add(key);
    level.pieces.push(piece);
  };
  for (const { source, target, up, down } of ways) {
    let name = source;
    let from: Piece['from'] = { entity: source, door: null };
    for (const group of up) {
      const level = levelOf(group);
      const out = door(level.outDoors, source);
      add(level, { source: name, from, to: { outDoor: out }, isLast: false });
      if (out === SHARED) name = SHARED;
      from = { entity: leafCount + group, door: out };
    }
    const top = levelOf(up.length > 0 ? (groupParent[up.at(-1) as number] as number) : containerOf(source));
    for (let step = down.length; step >= 0; step -= 1) {
      const level = step === down.length ? top : levelOf(down[step] as number);
      const inner = step === 0 ? null : (down[step - 1] as number);
      if (step < down.length) from = { inDoor: door(level.inDoors, source) };
      if (step < down.length && level.inDoors.has(SHARED)) name = SHARED;
      const to: Piece['to'] =
        inner === null
          ? { entity: target, door: null }
          : { entity: leafCount + inner, door: door(levelOf(inner).inDoors, source) };
      add(level, { source: name, from, to, isLast: inner === null });
    }
  }
  return [...levels.values()];
}

/** Arrows between what is seen, each once. */
function distinctWays(
  { from, to }: GraphSkeleton,
  entityOf: (leaf: number) => number,
  entityCount: number,
): readonly (readonly [number, number])[] {
  const seen = new Set<number>();
  const ways: (readonly [number, number])[] = [];
  for (let arrow = 0; arrow < from.length; arrow += 1) {
    const source = entityOf(from[arrow] as number);
    const target = entityOf(to[arrow] as number);
    const key = source * entityCount + target;
    if (source === target || seen.has(key)) continue;
    seen.add(key);
    ways.push([source, target]);
  }
  return ways;
}
