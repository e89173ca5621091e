import { DynoError } from '../../contract/errors.ts';

/** The file is not a readable ONNX model. Says where, since that is what tells damage from a wrong file. */
export function invalidModel(subject: string, offset: number, what: string): DynoError {
  return new DynoError({
    code: 'MODEL_INVALID',
    message: `The file cannot be read as an ONNX model: at byte ${offset}, ${what}.`,
    subject,
    nextStep:
      'Check that it is an .onnx file and complete (compare size or checksum with its source), then export or download it again.',
  });
}
