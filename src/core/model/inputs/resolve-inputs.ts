import { DynoError } from '../../../contract/errors.ts';
import { bindDimensions } from './binding.ts';
import { checkFileTensor } from '../files/file-tensor.ts';
import { checkShape, showShape } from './check-shape.ts';
import { chooseFill } from './choose-fill.ts';
import { roleOfDimension } from '../dimension-role.ts';
import type { DimensionRole } from '../dimension-role.ts';
import type { InputWishes } from './wishes.ts';
import type { ModelInfo, ResolvedInput, TensorPort } from '../../../contract/model.ts';

/**
 * Gives every input a shape and says how its values are made. A wish that the model cannot follow is refused
 * with SHAPE_INVALID: pass batch or sequence as null where the model has no such axis and nobody asked for it.
 */
export function resolveInputs(
  info: Pick<ModelInfo, 'inputs' | 'hasBatch' | 'hasSequence'>,
  wishes: InputWishes,
): readonly ResolvedInput[] {
  const files = wishes.files ?? {};
  const shapes = { ...wishes.shapes };
  for (const name of [...Object.keys(shapes), ...Object.keys(files)]) checkName(info.inputs, name);
  for (const port of info.inputs) {
    const tensor = files[port.name];
    if (tensor === undefined) continue;
    checkFileTensor(port, tensor, tensor.file);
    shapes[port.name] = tensor.shape;
  }
  for (const port of info.inputs) checkFeedable(port);
  for (const port of info.inputs) {
    const wanted = shapes[port.name];
    if (wanted !== undefined) checkShape(port, wanted);
  }
  checkAxis(info.inputs, shapes, 'batch', wishes.batch, info.hasBatch);
  checkAxis(info.inputs, shapes, 'sequence', wishes.sequence, info.hasSequence);
  const binding = bindDimensions(info.inputs, { ...wishes, shapes });
  return info.inputs.map((port) => {
    const shape =
      shapes[port.name] ??
      (port.shape === null ? [1] : port.shape.map((_dimension, axis) => binding.sizeOf(port, axis)));
    const source = files[port.name];
    const { name, type } = port;
    if (source !== undefined) return { name, type, shape, values: `from ${source.file}` };
    return {
      name,
      type,
      shape,
      ...chooseFill(port, shape, binding, wishes.vocabulary ?? null),
    };
  });
}

export function checkName(ports: readonly TensorPort[], name: string): void {
  if (ports.some((port) => port.name === name)) return;
  const names = ports.map((port) => port.name).join(', ');
  throw new DynoError({
    code: 'INPUT_INVALID',
    message: `The model has no input ${name}.`,
    subject: name,
    nextStep: names === '' ? 'The model takes no inputs at all.' : `Its inputs are: ${names}.`,
  });
}

function checkFeedable(port: TensorPort): void {
  if (port.kind === 'tensor') return;
  throw new DynoError({
    code: 'INPUT_INVALID',
    message: `Input ${port.name} is of the kind "${port.kind}", which ONNX Runtime's JavaScript interface cannot feed.`,
    subject: port.name,
    nextStep: 'Export the model with tensors as inputs.',
  });
}

function checkAxis(
  ports: readonly TensorPort[],
  shapes: Readonly<Record<string, readonly number[]>>,
  role: DimensionRole & ('batch' | 'sequence'),
  wanted: number | null,
  free: boolean,
): void {
  if (wanted === null) return;
  if (!Number.isSafeInteger(wanted) || wanted < 1) {
    throw new DynoError({
      code: 'SHAPE_INVALID',
      message: `The ${role} must be a whole number of at least 1, not ${wanted}.`,
      subject: role,
      nextStep: `Give ${optionOf(role)} a number such as 8.`,
    });
  }
  if (free) return;
  const open = ports.filter((port) => shapes[port.name] === undefined);
  for (const port of open) {
    for (const [axis, dimension] of (port.shape ?? []).entries()) {
      if (typeof dimension !== 'number' || roleOfDimension(port, axis) !== role) continue;
      if (dimension === wanted) return;
      throw new DynoError({
        code: 'SHAPE_INVALID',
        message: `Input ${port.name} has its ${role} fixed at ${dimension} (it takes ${showShape(port.shape)}), so ${wanted} does not fit.`,
        subject: port.name,
        nextStep: `Leave ${optionOf(role)} out, or export the model with a symbolic ${role}.`,
      });
    }
  }
  if (open.length < ports.length || wanted === 1) return;
  throw new DynoError({
    code: 'SHAPE_INVALID',
    message: `The model has no ${role} axis, so ${optionOf(role)} ${wanted} means nothing to it.`,
    subject: ports[0]?.name ?? role,
    nextStep: `Leave ${optionOf(role)} out, or set an input's shape with --shape.`,
  });
}

function optionOf(role: 'batch' | 'sequence'): string {
  return role === 'batch' ? '--batch' : '--seq';
}
