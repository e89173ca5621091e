import { parseArgs } from 'node:util';
import { usage } from '../options.ts';
import { SECTIONS } from './sections/index.ts';

export interface VerifyOptions {
  readonly out: string;
  readonly standIn: boolean;
  readonly only: readonly string[];
  readonly help: boolean;
}

const IDS = SECTIONS.map(({ id }) => id);

export const VERIFY_HELP = `gpu-verify: tries Dyno's kernels, probes, sensors and a model on this GPU

  --out DIR        where gpu-verify.json and gpu-verify.md go; here unless said
  --only SECTION   ${IDS.join(', ')} (repeatable)
  --stand-in       use the libraries built to stand in for a driver, also where
                   there is a card

Where no card is found the stand-ins are used, if they were built, and Vulkan in
software; the report says so. Under eight minutes.

Exit codes: 0 every check that could be judged is met, 2 usage, 3 one is not,
  130 stopped by Ctrl-C`;

export function readVerifyOptions(argv: readonly string[]): VerifyOptions {
  const values = parsed(argv);
  const only = values.only ?? [];
  const unknown = only.find((id) => !IDS.includes(id));
  if (unknown !== undefined) {
    throw usage(`There is no section "${unknown}".`, '--only', `Choose from ${IDS.join(', ')}.`);
  }
  return {
    out: values.out ?? '.',
    standIn: values['stand-in'] ?? false,
    only,
    help: values.help ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        out: { type: 'string' },
        only: { type: 'string', multiple: true },
        'stand-in': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        'no-color': { type: 'boolean' },
      },
    }).values;
  } catch (thrown) {
    throw usage(
      (thrown as Error).message.split('.')[0] ?? 'That is not understood',
      'gpu-verify',
      'See --help.',
    );
  }
}
