import { execFile } from 'node:child_process';
import type { Inventory } from '../../contract/sampler-api.ts';
import { cardOfRow } from './sources/nvidia-smi/card.ts';
import { parseCsv } from './sources/nvidia-smi/csv.ts';

type Card = Inventory['gpus'][number];

const COLUMNS = ['name', 'memory.total', 'driver_version'];

/** NVIDIA's cards by their driver's own program, which sees them in containers too; none where it is not there. */
export function nvidiaCards(withinMs: number): Promise<readonly Card[]> {
  const wanted = [`--query-gpu=${COLUMNS.join(',')}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', wanted, { timeout: withinMs, killSignal: 'SIGKILL' }, (error, text) => {
      resolve(error === null ? parseNvidiaCards(text) : []);
    });
  });
}

/** One line a card; memory in MiB, and words in brackets where a card does not tell. */
export function parseNvidiaCards(text: string): Card[] {
  return parseCsv(text, COLUMNS)
    .filter((row) => row.get('name') !== '' && row.get('driver_version') !== '')
    .map(cardOfRow)
    .map(({ name, memoryBytes, driver }) => ({ name, memoryBytes, driver }));
}
