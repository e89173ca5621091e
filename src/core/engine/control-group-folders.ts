/** Where a process's control group and those above it lie, nearest first, in version 2 and version 1. */
export interface ControlGroupFolders {
  readonly unified: readonly string[];
  readonly legacy: readonly string[];
}

/** From the text of /proc/self/cgroup, for one controller of version 1. */
export function controlGroupFolders(groups: string, controller: string): ControlGroupFolders {
  const own = new RegExp(`^\\d+:(?:\\w+,)*${controller}(?:,\\w+)*:(.*)$`, 'm').exec(groups)?.[1];
  return {
    unified: foldersUp('/sys/fs/cgroup', /^0::(.*)$/m.exec(groups)?.[1]),
    legacy: foldersUp(`/sys/fs/cgroup/${controller}`, own),
  };
}

/** Inside a container the path of its group may not exist below the mount: the mount itself is its group then. */
function foldersUp(root: string, path: string | undefined): readonly string[] {
  const parts = (path ?? '').split('/').filter(Boolean);
  return [...parts.keys()]
    .reverse()
    .map((count) => `${root}/${parts.slice(0, count + 1).join('/')}`)
    .concat(root);
}
