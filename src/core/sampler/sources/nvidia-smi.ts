import { parseCsv } from './nvidia-smi/csv.ts';
import { cardOfRow, type NvidiaCard } from './nvidia-smi/card.ts';
import { parseDeviceLog, type LoggedCard } from './nvidia-smi/device-log.ts';
import { faultIn, refusedField } from './nvidia-smi/fault.ts';
import { otherName, QUERY_FIELDS } from './nvidia-smi/meters.ts';
import { columnsOf, devicesOf, nameCards } from './nvidia-smi/named-cards.ts';
import { NVIDIA_SMI, NvidiaSmiReader, TELL_EVERY_MS, WITHIN_MS } from './nvidia-smi/reader.ts';
import type { Absent, ProgramOutcome, Surroundings, ThreadSource } from './types.ts';

/** No driver has refused more of our fields than there are of them. */
const MOST_REFUSALS = QUERY_FIELDS.length;

/**
 * NVIDIA's cards by the program of their driver, where the addon that reads NVML is missing. One process goes on
 * telling once a second: to start it for each reading would cost ten times as much.
 */
export const nvidiaSmiSource: ThreadSource = {
  id: 'nvidia-smi',
  title: 'NVIDIA cards (nvidia-smi)',
  platforms: ['linux', 'win32'],
  placement: 'thread',
  standsInFor: 'nvml',
  periodMs: TELL_EVERY_MS,
  limitMs: 15_000,
  async open(from) {
    const asked = await ask(from);
    if ('absent' in asked) return asked;
    const { fields, cards } = asked;
    const logged = await readLog(from);
    const named = nameCards(cards, logged);
    return {
      devices: named.flatMap(devicesOf),
      channels: named.flatMap(columnsOf).map(({ device, metric, detail }) => ({ device, metric, detail })),
      reader: new NvidiaSmiReader(from, fields, named),
    };
  },
};

interface Answer {
  readonly fields: readonly string[];
  readonly cards: readonly NvidiaCard[];
}

/** With one field less, or its older name, for as long as the driver refuses one. */
async function ask(from: Surroundings): Promise<Answer | Absent> {
  let fields = QUERY_FIELDS;
  for (let refusals = 0; refusals <= MOST_REFUSALS; refusals += 1) {
    const words = [`--query-gpu=${fields.join(',')}`, '--format=csv,noheader,nounits'];
    const outcome = await from.runProgram(NVIDIA_SMI, words, WITHIN_MS);
    const cards = parseCsv(outcome.stdout, fields).map(cardOfRow);
    if (cards.length > 0) return { fields, cards };
    const refused = refusedField(outcome.stdout + outcome.stderr);
    if (refused === null || !fields.includes(refused)) return asAbsent(outcome);
    const instead = otherName(refused);
    fields = fields.flatMap((field) => (field !== refused ? [field] : instead === null ? [] : [instead]));
  }
  return { absent: 'nvidia-smi refuses every field.', nextStep: 'Update NVIDIA’s driver.' };
}

function asAbsent({ failure, code, stdout, stderr }: ProgramOutcome): Absent {
  if (failure === 'missing') {
    return {
      absent: 'nvidia-smi is not on the path.',
      nextStep: 'For an NVIDIA card, install its driver, which brings the program with it.',
    };
  }
  const fault = faultIn(`${stdout}\n${stderr}`);
  if (fault !== null) return { absent: sentence(fault.reason), nextStep: fault.nextStep };
  if (failure === 'late') {
    return {
      absent: `nvidia-smi did not answer within ${WITHIN_MS / 1000} s.`,
      nextStep: 'Call nvidia-smi by hand: a driver that hangs wants the machine restarted.',
    };
  }
  const said = `${stdout}${stderr}`.trim().split('\n')[0]?.slice(0, 120) ?? '';
  return {
    absent: `nvidia-smi ended with ${code ?? 'a failure'}${said === '' ? '' : `: "${said}"`}.`,
    nextStep: 'Call nvidia-smi by hand, and see what it says.',
  };
}

async function readLog(from: Surroundings): Promise<readonly LoggedCard[]> {
  const { stdout } = await from.runProgram(NVIDIA_SMI, ['-q', '-x'], WITHIN_MS);
  return parseDeviceLog(stdout) ?? [];
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
