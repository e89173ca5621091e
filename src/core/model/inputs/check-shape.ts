import { DynoError } from '../../../contract/errors.ts';
import type { TensorPort } from '../../../contract/model.ts';

/** Whether a file's or user's shape fits the input: known sizes equal, same number of axes. */
export function checkShape(port: TensorPort, wanted: readonly number[]): void {
  const { shape } = port;
  const bad = wanted.some((size) => !Number.isSafeInteger(size) || size < 0);
  const fits =
    !bad &&
    (shape === null ||
      (shape.length === wanted.length &&
        shape.every((dimension, axis) => typeof dimension !== 'number' || dimension === wanted[axis])));
  if (fits) return;
  throw new DynoError({
    code: 'SHAPE_INVALID',
    message: `Input ${port.name} takes ${showShape(shape)}, not ${showShape(wanted)}.`,
    subject: port.name,
    nextStep: `Give a shape of the form --shape ${port.name}=${(shape ?? []).map((size) => size ?? '?').join('x')}, with a number for each name.`,
  });
}

export function showShape(shape: readonly (number | string | null)[] | null): string {
  if (shape === null) return 'any shape';
  return shape.length === 0 ? 'a scalar' : `[${shape.map((size) => size ?? '?').join(' × ')}]`;
}
