import type { Milliseconds } from '../../../contract/units.ts';
import { bytesOf } from '../byte-scanner.ts';
import { Rates } from '../rates.ts';
import type { Freshness, KeptFile, Opened, TickReader, TickSource } from './types.ts';

const FOLDER = '/proc/pressure';
const KINDS = ['cpu', 'memory', 'io'] as const;
const SOME = bytesOf('some ');
const EQUALS = 61;
/** avg10, avg60 and avg300 come before the total. */
const TOTAL = 4;

/** Time in which somebody was ready and had to wait, as the kernel accounts it: exact, unlike its averages. */
export const pressureSource: TickSource = {
  id: 'pressure',
  title: 'Pressure stall information (/proc/pressure)',
  platforms: ['linux'],
  placement: 'tick',
  periodMs: 200,
  open({ files }) {
    const found = KINDS.flatMap((kind) => {
      const path = `${FOLDER}/${kind}`;
      // The files are there, and refuse, where the kernel keeps no account.
      if (files.refusal(path) !== null) return [];
      const file = files.keep(path);
      return file === null ? [] : [{ kind, file }];
    });
    if (found.length === 0) {
      return files.list(FOLDER).length === 0
        ? {
            absent: 'This kernel keeps no pressure stall information (it is in Linux 4.20 and later).',
            nextStep: 'A kernel built with CONFIG_PSI has it.',
          }
        : {
            absent: 'This kernel could keep pressure stall information, but it is switched off.',
            nextStep: 'Start the kernel with psi=1.',
          };
    }
    return {
      devices: [{ id: 'machine', kind: 'machine', name: 'The machine', totalBytes: null, partOf: null }],
      channels: found.map(
        ({ kind }) => ({ device: 'machine', metric: `pressure.${kind}`, detail: '' }) as const,
      ),
      reader: new PressureReader(found.map(({ file }) => file)),
    } satisfies Opened<TickReader>;
  },
};

class PressureReader implements TickReader {
  readonly #files: readonly KeptFile[];
  readonly #rates: Rates;

  constructor(files: readonly KeptFile[]) {
    this.#files = files;
    this.#rates = new Rates(files.length);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    for (let kind = 0; kind < this.#files.length; kind += 1) {
      const text = this.#files[kind]?.scan() ?? null;
      let microseconds = Number.NaN;
      if (text?.takes(SOME) === true) {
        for (let field = 0; field < TOTAL; field += 1) {
          text.takesPast(EQUALS);
          microseconds = text.number();
        }
      }
      out[offset + kind] = this.#rates.percent(kind, microseconds / 1000, passedMs);
    }
    return 'fresh';
  }

  close(): void {
    for (const file of this.#files) file.close();
  }
}
