import {
  battery,
  cpuCurrentSpeed,
  cpuTemperature,
  currentLoad,
  fsStats,
  mem,
  networkStats,
} from 'systeminformation';
import { MARKS } from '../../../contract/hardware-channels.ts';
import type { Milliseconds } from '../../../contract/units.ts';
import {
  mapBattery,
  mapClock,
  mapDisks,
  mapLoad,
  mapMemory,
  mapNetwork,
  mapTemperature,
  type Told,
} from './system-information/map.ts';
import type { Freshness, ThreadReader, ThreadSource } from './types.ts';

/** One question to the system: how often it pays, and what its answer tells. */
export interface Question {
  readonly name: string;
  readonly everyMs: Milliseconds;
  ask(): Promise<readonly Told[]>;
}

const PERIOD_MS = 1000;
/** Later, and it counts as no answer; the next is asked for only when it has come after all. */
const WITHIN_MS = 8000;

const QUESTIONS: readonly Question[] = [
  { name: 'load', everyMs: 1000, ask: async () => mapLoad(await currentLoad()) },
  { name: 'memory', everyMs: 1000, ask: async () => mapMemory(await mem()) },
  { name: 'disks', everyMs: 2000, ask: async () => mapDisks(await fsStats()) },
  { name: 'network', everyMs: 2000, ask: async () => mapNetwork(await networkStats('*')) },
  { name: 'clock', everyMs: 5000, ask: async () => mapClock(await cpuCurrentSpeed()) },
  { name: 'battery', everyMs: 10_000, ask: async () => mapBattery(await battery()) },
  { name: 'temperature', everyMs: 10_000, ask: async () => mapTemperature(await cpuTemperature()) },
];

/** macOS and Windows by their own programs, which systeminformation calls: slow, so in a thread, and never on Linux. */
export const systemInformationSource: ThreadSource = askingSource(QUESTIONS);

export function askingSource(questions: readonly Question[]): ThreadSource {
  return {
    id: 'system-information',
    title: 'This system’s own programs (systeminformation)',
    platforms: ['darwin', 'win32'],
    placement: 'thread',
    periodMs: PERIOD_MS,
    limitMs: 15_000,
    async open() {
      const first = await Promise.all(questions.map((question) => within(question.ask(), WITHIN_MS)));
      const told = first.flat();
      if (told.length === 0) {
        return {
          absent: 'The system’s own programs tell nothing.',
          nextStep: 'Look whether this user may start them.',
        };
      }
      return {
        devices: [...new Map(told.map(({ device }) => [device.id, device])).values()],
        channels: told.map(({ device, metric, detail }) => ({ device: device.id, metric, detail })),
        reader: new AskingReader(questions, first),
      };
    },
  };
}

interface Standing {
  readonly question: Question;
  readonly columns: readonly string[];
  values: ReadonlyMap<string, number>;
  ageMs: Milliseconds;
  isFresh: boolean;
  isAsking: boolean;
  hasOthers: boolean;
}

class AskingReader implements ThreadReader {
  readonly marks: Uint8Array;
  readonly #standings: readonly Standing[];

  constructor(questions: readonly Question[], first: readonly (readonly Told[])[]) {
    this.#standings = questions.map((question, index) => {
      const told = first[index] ?? [];
      return {
        question,
        columns: told.map(nameOf),
        values: valuesOf(told),
        ageMs: 0,
        isFresh: true,
        isAsking: false,
        hasOthers: false,
      };
    });
    this.marks = new Uint8Array(this.#standings.reduce((sum, { columns }) => sum + columns.length, 0));
  }

  /** What is known, at once; what is due is asked for meanwhile, so that a slow answer holds up nothing but itself. */
  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    let index = 0;
    for (const standing of this.#standings) {
      for (const column of standing.columns) {
        out[offset + index] = standing.values.get(column) ?? Number.NaN;
        this.marks[index] = standing.isFresh ? MARKS.fresh : MARKS.repeat;
        index += 1;
      }
      standing.isFresh = false;
      standing.ageMs += Number.isFinite(passedMs) ? passedMs : PERIOD_MS;
      if (standing.isAsking && standing.ageMs > WITHIN_MS) standing.values = new Map();
      if (!standing.isAsking && standing.columns.length > 0 && standing.ageMs >= standing.question.everyMs) {
        void this.#ask(standing);
      }
    }
    return 'fresh';
  }

  isOutdated(): boolean {
    return this.#standings.some(({ hasOthers }) => hasOthers);
  }

  close(): void {}

  async #ask(standing: Standing): Promise<void> {
    standing.isAsking = true;
    standing.ageMs = 0;
    const told = await standing.question.ask().catch((): Told[] => []);
    standing.isAsking = false;
    standing.ageMs = 0;
    standing.values = valuesOf(told);
    standing.isFresh = true;
    standing.hasOthers = told.length > 0 && told.map(nameOf).join() !== standing.columns.join();
  }
}

function nameOf({ device, metric, detail }: Told): string {
  return `${device.id}/${metric}/${detail}`;
}

function valuesOf(told: readonly Told[]): ReadonlyMap<string, number> {
  return new Map(told.map((one) => [nameOf(one), one.value]));
}

async function within(answer: Promise<readonly Told[]>, ms: Milliseconds): Promise<readonly Told[]> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<readonly Told[]>((resolve) => {
    timer = setTimeout(() => resolve([]), ms);
  });
  return Promise.race([answer.catch(() => []), late]).finally(() => clearTimeout(timer));
}
