import type { ModelInfo, ResolvedInput } from '../../contract/model.ts';
import type { BenchRequest } from '../../contract/run.ts';
import type { QueryAxes } from '../../contract/scenario.ts';
import { roleOfDimension } from '../model/dimension-role.ts';
import { bytesOf, resolveInputs } from '../model/index.ts';

type Structure = Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>;
type Role = keyof QueryAxes;

export interface Joining {
  readonly axes: Readonly<Record<string, QueryAxes>>;
  /** In the middle of a sentence; null where queries can be joined, or padded. */
  readonly whyNotJoined: string | null;
  readonly whyNotMixed: string | null;
}

/** For each input the axis along which it grows with the batch or the sequence; or why that cannot be told. */
type Growth = { readonly axes: readonly (number | null)[] } | { readonly whyNot: string };

/** Along which axes several queries become one run of this model, if at all. */
export function queryAxes(info: Structure, request: BenchRequest, inputs: readonly ResolvedInput[]): Joining {
  const batch = growthWith('batch', info, request, inputs);
  const sequence = growthWith('sequence', info, request, inputs);
  const axisIn = (growth: Growth, index: number): number | null =>
    'axes' in growth ? (growth.axes[index] ?? null) : null;
  return {
    axes: Object.fromEntries(
      inputs.map(({ name }, index) => [
        name,
        { batch: axisIn(batch, index), sequence: axisIn(sequence, index) },
      ]),
    ),
    whyNotJoined: 'whyNot' in batch ? batch.whyNot : null,
    whyNotMixed: 'whyNot' in sequence ? sequence.whyNot : null,
  };
}

function growthWith(
  role: Role,
  info: Structure,
  request: BenchRequest,
  inputs: readonly ResolvedInput[],
): Growth {
  if (!(role === 'batch' ? info.hasBatch : info.hasSequence))
    return { whyNot: `the model’s ${role} is fixed` };
  // Shapes of the user's own bind their symbols, so that nothing can be seen to grow: their names have to do.
  const given = request.shapes !== undefined || request.inputFiles !== undefined;
  const axes = given ? namedAxes(role, info) : grownAxes(role, info, inputs);
  if (axes === null) return { whyNot: `its inputs do not grow with the ${role} alone` };
  if (axes.every((axis) => axis === null))
    return { whyNot: `no input has an axis that is known as its ${role}` };
  const packed = inputs.find(({ type }, index) => axes[index] !== null && !isPlain(type));
  return packed === undefined
    ? { axes }
    : { whyNot: `the input ${packed.name} is of the type ${packed.type}` };
}

function namedAxes(role: Role, { inputs }: Structure): readonly (number | null)[] {
  return inputs.map((port) => {
    const axis = (port.shape ?? []).findIndex(
      (size, at) => typeof size !== 'number' && roleOfDimension(port, at) === role,
    );
    return axis < 0 ? null : axis;
  });
}

/** Seen from the same inputs at twice the size; null where any of them becomes something else than twice as long. */
function grownAxes(
  role: Role,
  info: Structure,
  inputs: readonly ResolvedInput[],
): readonly (number | null)[] | null {
  const sizes = { batch: sizeOf('batch', info, inputs), sequence: sizeOf('sequence', info, inputs) };
  const twice = resolvedOrNull(info, { ...sizes, [role]: (sizes[role] ?? 1) * 2 });
  if (twice === null) return null;
  const axes: (number | null)[] = [];
  for (const [index, { shape }] of inputs.entries()) {
    const grown = twice[index]?.shape ?? [];
    const changed = shape.flatMap((size, axis) => (grown[axis] === size ? [] : [axis]));
    const [axis] = changed;
    if (changed.length > 1 || (axis !== undefined && grown[axis] !== (shape[axis] ?? 0) * 2)) return null;
    axes.push(axis ?? null);
  }
  return axes;
}

function sizeOf(role: Role, info: Structure, inputs: readonly ResolvedInput[]): number | null {
  const axes = namedAxes(role, info);
  const index = axes.findIndex((axis) => axis !== null);
  return inputs[index]?.shape[axes[index] ?? 0] ?? null;
}

function resolvedOrNull(
  info: Structure,
  sizes: { readonly batch: number | null; readonly sequence: number | null },
): readonly ResolvedInput[] | null {
  try {
    return resolveInputs(info, sizes);
  } catch {
    return null;
  }
}

/** An element is one number of its array. */
function isPlain(type: ResolvedInput['type']): boolean {
  return type !== 'string' && !type.startsWith('complex') && bytesOf(type, 8) >= 8;
}
