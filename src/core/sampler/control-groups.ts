import type { MachineFiles } from './sources/types.ts';

/** Where this process's control group for one resource lies, and all groups above it: each may set a limit. */
export interface ControlGroupChain {
  readonly version: 1 | 2;
  /** From its own to the outermost that can be seen. */
  readonly folders: readonly string[];
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/** Null where the kernel has no control groups, or they are not mounted here. */
export function controlGroups(files: MachineFiles, controller: string): ControlGroupChain | null {
  const groups = (files.read('/proc/self/cgroup') ?? '').split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    return controllers === undefined || path === undefined
      ? []
      : [{ controllers: controllers.split(','), path }];
  });
  const mounts = mountsOf(files.read('/proc/self/mountinfo') ?? '');
  const first = groups.find(({ controllers }) => controllers.includes(controller));
  const firstMount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
  if (first !== undefined && firstMount !== undefined)
    return { version: 1, folders: chain(firstMount, first.path) };
  const second = groups.find(({ controllers }) => controllers.length === 1 && controllers[0] === '');
  const secondMount = mounts.find(({ type }) => type === 'cgroup2');
  return second === undefined || secondMount === undefined
    ? null
    : { version: 2, folders: chain(secondMount, second.path) };
}

/** id parent device root point options … - type source options */
function mountsOf(mountinfo: string): Mount[] {
  return mountinfo.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const [, , , root, point] = before?.split(' ') ?? [];
    const [type, , options] = after?.split(' ') ?? [];
    if (root === undefined || point === undefined || type === undefined || options === undefined) return [];
    return [{ root: unescaped(root), point: unescaped(point), type, options: options.split(',') }];
  });
}

const unescaped = (text: string): string =>
  text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

/** A container sees its own group as the mount's root, and a path that leads out of it says nothing. */
function chain({ root, point }: Mount, path: string): string[] {
  const inside =
    root === '/' ? path : path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : '';
  const names = inside.split('/').filter(Boolean);
  if (names.includes('..')) return [point];
  return [...names.keys(), names.length]
    .map((depth) => [point, ...names.slice(0, depth)].join('/'))
    .reverse();
}
