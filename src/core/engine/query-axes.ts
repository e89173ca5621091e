import type { ModelInfo, ResolvedInput, TensorPort } from '../../contract/model.ts';
import type { BenchRequest } from '../../contract/run.ts';
import type { QueryAxes } from '../../contract/scenario.ts';
import { roleOfDimension } from '../model/dimension-role.ts';
import { bytesOf, resolveInputs } from '../model/index.ts';

type Structure = Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>;

export interface Joining {
  readonly axes: Readonly<Record<string, QueryAxes>>;
  /** In the middle of a sentence; null where queries can be joined, or padded. */
  readonly whyNotJoined: string | null;
  readonly whyNotMixed: string | null;
}

const NO_AXES: QueryAxes = { batch: null, sequence: null };

/** Along which axes several queries become one run of this model, if at all. */
export function queryAxes(info: Structure, request: BenchRequest, inputs: readonly ResolvedInput[]): Joining {
  const found = info.inputs.map((port, index) => axesOf(port, inputs[index]?.shape ?? []));
  const whyNotJoined = whyNot(info, request, inputs, found, 'batch');
  const whyNotMixed = whyNot(info, request, inputs, found, 'sequence');
  const axes = info.inputs.map(({ name }, index): [string, QueryAxes] => {
    const { batch, sequence } = found[index] ?? NO_AXES;
    return [
      name,
      { batch: whyNotJoined === null ? batch : null, sequence: whyNotMixed === null ? sequence : null },
    ];
  });
  return { axes: Object.fromEntries(axes), whyNotJoined, whyNotMixed };
}

function axesOf(port: TensorPort, shape: readonly number[]): QueryAxes {
  const free = (axis: number): boolean => typeof port.shape?.[axis] !== 'number';
  const axisOf = (...roles: readonly string[]): number | null => {
    const axis = shape.findIndex((_size, at) => free(at) && roles.includes(roleOfDimension(port, at)));
    return axis < 0 ? null : axis;
  };
  return { batch: axisOf('batch'), sequence: axisOf('sequence', 'total') };
}

function whyNot(
  info: Structure,
  request: BenchRequest,
  inputs: readonly ResolvedInput[],
  axes: readonly QueryAxes[],
  role: keyof QueryAxes,
): string | null {
  const what = role === 'batch' ? 'batch' : 'sequence';
  if (!(role === 'batch' ? info.hasBatch : info.hasSequence)) return `the model’s ${what} is fixed`;
  if (axes.every((own) => own[role] === null)) return `no input has an axis that is known as its ${what}`;
  const packed = inputs.find(({ type }, index) => axes[index]?.[role] !== null && !isPlain(type));
  if (packed !== undefined) return `the input ${packed.name} is of the type ${packed.type}`;
  // Shapes of the user's own are taken at their word: the model may have axes that nobody else would guess.
  if (request.shapes !== undefined || request.inputFiles !== undefined) return null;
  return grows(info, inputs, axes, role) ? null : `its inputs do not grow with the ${what} alone`;
}

/** Whether the inputs of a larger batch or sequence are what joining or padding makes of them. */
function grows(
  info: Structure,
  inputs: readonly ResolvedInput[],
  axes: readonly QueryAxes[],
  role: keyof QueryAxes,
): boolean {
  const sizeOf = (wanted: keyof QueryAxes): number | null => {
    const index = axes.findIndex((own) => own[wanted] !== null);
    return index < 0 ? null : (inputs[index]?.shape[axes[index]?.[wanted] ?? 0] ?? null);
  };
  const sizes = { batch: sizeOf('batch'), sequence: sizeOf('sequence') };
  const larger = { ...sizes, [role]: (sizes[role] ?? 1) * 2 };
  try {
    return resolveInputs(info, larger).every(({ shape }, index) => {
      const before = inputs[index]?.shape ?? [];
      return shape.every(
        (size, axis) => size === (before[axis] ?? 0) * (axis === axes[index]?.[role] ? 2 : 1),
      );
    });
  } catch {
    return false;
  }
}

/** An element is one number of its array. */
function isPlain(type: ResolvedInput['type']): boolean {
  return type !== 'string' && !type.startsWith('complex') && bytesOf(type, 8) >= 8;
}
