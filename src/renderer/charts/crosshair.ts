type Listener = (at: number | null) => void;

const groups = new Map<string, Set<Listener>>();

export interface GroupCrosshair {
  /** Tells the others of the group where on the x axis the pointer is; null where it left. */
  point(at: number | null): void;
  leave(): void;
}

/**
 * One crosshair over all charts of a group. ECharts links charts by the index of a point, which shows nothing where
 * their series have different lengths; here they are linked by the place on the axis.
 */
export function joinCrosshair(group: string, listener: Listener): GroupCrosshair {
  const members = groups.get(group) ?? new Set<Listener>();
  groups.set(group, members.add(listener));
  return {
    point: (at) => {
      for (const member of members) if (member !== listener) member(at);
    },
    leave: () => {
      members.delete(listener);
      if (members.size === 0) groups.delete(group);
    },
  };
}
