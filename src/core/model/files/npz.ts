import { unzipSync } from 'fflate';
import { DynoError } from '../../../contract/errors.ts';
import { decodeNpy } from './npy.ts';
import { invalidFile } from './file-tensor.ts';
import type { FileTensor } from './file-tensor.ts';

/** A small archive can unfold to any size: more than this is refused before it is unfolded. */
const LARGEST_UNFOLDED = 2 * 1024 ** 3;
const MOST_ARRAYS = 10_000;

/** Arrays of a .npz archive, by the names that numpy.savez gave them. */
export function decodeNpz(bytes: Uint8Array, file: string, limit = LARGEST_UNFOLDED): readonly FileTensor[] {
  let unfolded = 0;
  let arrays = 0;
  const entries = unfold(bytes, file, (name, size) => {
    if (!name.endsWith('.npy')) return false;
    unfolded += size;
    arrays += 1;
    if (unfolded > limit || arrays > MOST_ARRAYS) {
      throw invalidFile(
        file,
        `it unfolds to more than ${limit} bytes or ${MOST_ARRAYS} arrays`,
        'Save fewer or smaller arrays, or each as a .npy file.',
      );
    }
    return true;
  });
  const names = Object.keys(entries);
  if (names.length === 0) {
    throw invalidFile(file, 'it holds no .npy arrays', 'Save it with numpy.savez, one array for each input.');
  }
  return names.map((name) => ({
    ...decodeNpy(entries[name] as Uint8Array, `${file}/${name}`),
    name: name.slice(0, -'.npy'.length),
  }));
}

function unfold(
  bytes: Uint8Array,
  file: string,
  wanted: (name: string, size: number) => boolean,
): Readonly<Record<string, Uint8Array>> {
  let refusal: DynoError | null = null;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        try {
          return wanted(name, originalSize);
        } catch (error) {
          if (error instanceof DynoError) refusal = error;
          throw error;
        }
      },
    });
  } catch (error) {
    if (refusal !== null) throw refusal as DynoError;
    throw invalidFile(
      file,
      `its archive is damaged (${error instanceof Error ? error.message : String(error)})`,
      'Copy it again, or save it again with numpy.savez.',
    );
  }
}
