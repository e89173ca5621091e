import { decodeNpy } from './npy.ts';
import { decodeNpz } from './npz.ts';
import { decodeTensorProto } from './tensor-proto.ts';
import { invalidFile } from './file-tensor.ts';
import type { FileTensor } from './file-tensor.ts';

/** Tensors of an input file, by what its name ends in: several from .npz, one from .npy and .pb. */
export function decodeInputFile(file: string, bytes: Uint8Array): readonly FileTensor[] {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase();
  if (ending === 'npz') return decodeNpz(bytes, file);
  if (ending === 'npy') return [decodeNpy(bytes, file)];
  if (ending === 'pb') return [decodeTensorProto(bytes, file)];
  throw invalidFile(file, 'its name ends in none of .npy, .npz and .pb', 'Save the values as .npy.');
}
