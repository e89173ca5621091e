import { execFile } from 'node:child_process';
import type { Inventory } from '../../contract/sampler-api.ts';

type Card = Inventory['gpus'][number];

const COLUMNS = 'name,memory.total,driver_version';

/** NVIDIA's cards by their driver's own program, which sees them in containers too; none where it is not there. */
export function nvidiaCards(withinMs: number): Promise<readonly Card[]> {
  const wanted = [`--query-gpu=${COLUMNS}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) => {
    execFile('nvidia-smi', wanted, { timeout: withinMs, killSignal: 'SIGKILL' }, (error, text) => {
      resolve(error === null ? parseNvidiaCards(text) : []);
    });
  });
}

/** One line a card; memory in MiB, and words in brackets where a card does not tell. */
export function parseNvidiaCards(text: string): Card[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', memory = '', driver = ''] = line.split(',').map((field) => field.trim());
    if (name === '' || driver === '') return [];
    const mebibytes = Number(memory);
    return [
      {
        name: /^nvidia/i.test(name) ? name : `NVIDIA ${name}`,
        memoryBytes: mebibytes > 0 ? mebibytes * 1024 * 1024 : null,
        driver: driver.startsWith('[') ? null : driver,
      },
    ];
  });
}
