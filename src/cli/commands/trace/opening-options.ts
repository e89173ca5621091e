import type { Command } from 'commander';
import { usage } from '../../options.ts';

export const FILES_ARGUMENT =
  'a trace or profile, as .gz or .zst too: of PyTorch, Chrome, Nsight Systems, perf and others';
export const FILE_ARGUMENT = 'a trace or profile, as .gz or .zst too';

export function addOpeningOptions(command: Command): Command {
  return command
    .option('--from <time>', 'keep only what lies after: 1.5s, 200ms, 40us', time('--from'))
    .option('--to <time>', 'keep only what lies before', time('--to'))
    .option('--again', 'read the file again although there is an index');
}

const UNITS: Readonly<Record<string, number>> = { s: 1e6, ms: 1e3, us: 1, µs: 1, ns: 1e-3, min: 60e6 };
const LONGEST_US = 1e15;

/** Microseconds from the start of the trace; seconds where no unit is given. */
export function time(option: string): (text: string) => number {
  return (text) => {
    const [, digits = '', unit = 's'] =
      /^(\d+(?:\.\d+)?|\.\d+)\s*(ns|us|µs|ms|s|min)?$/.exec(text.trim()) ?? [];
    const value = digits === '' ? Number.NaN : Number(digits) * (UNITS[unit] as number);
    if (value >= 0 && value <= LONGEST_US) return value;
    throw usage(
      `${option} takes a time from the start of the trace, not "${text}".`,
      option,
      `Write ${option} 1.5s, ${option} 200ms or ${option} 40us.`,
    );
  };
}
