import { DynoError } from '../../../contract/errors.ts';
import { checkShape } from '../inputs/check-shape.ts';
import type { TensorData } from '../inputs/make-input.ts';
import type { TensorPort, TensorType } from '../../../contract/model.ts';

/** A tensor read from a file; the name is the file's own, where it has one. */
export interface FileTensor {
  readonly name: string | null;
  readonly type: TensorType;
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** Refuses a tensor that the input does not take. */
export function checkFileTensor(
  port: TensorPort,
  tensor: { readonly type: TensorType; readonly shape: readonly number[] },
  file: string,
): void {
  if (tensor.type !== port.type) {
    throw new DynoError({
      code: 'INPUT_INVALID',
      message: `Input ${port.name} takes ${port.type}, but ${file} holds ${tensor.type}.`,
      subject: file,
      nextStep: `Save the values as ${port.type}.`,
    });
  }
  checkShape(port, tensor.shape);
}

export function invalidFile(file: string, what: string, nextStep: string): DynoError {
  return new DynoError({
    code: 'INPUT_INVALID',
    message: `${file} cannot be used as an input: ${what}.`,
    subject: file,
    nextStep,
  });
}
