import type { HardwareDevice } from '../../../contract/hardware-channels.ts';
import type { Bytes, Milliseconds } from '../../../contract/units.ts';
import { childTime } from '../child-time.ts';
import { SourceLost } from '../source-lost.ts';
import { parseRocm, type RocmAnswer, type RocmCard } from './rocm-smi/parse.ts';
import type {
  Absent,
  Freshness,
  ProgramOutcome,
  SourceChannel,
  Surroundings,
  ThreadReader,
  ThreadSource,
} from './types.ts';

const PROGRAM = 'rocm-smi';
const WORDS = ['-a', '--json'];
const WITHIN_MS = 15_000;
/** A Python program that takes up to a second of a core: asked seldom, and more seldom where it takes longer. */
const ASK_EVERY_MS = 10_000;
const MOST_SHARE = 0.1;
const MOST_FAILURES = 3;

/** AMD's cards by ROCm's own program, where the kernel's files are not to be had. */
export const rocmSmiSource: ThreadSource = {
  id: 'rocm-smi',
  title: 'AMD cards (rocm-smi)',
  platforms: ['linux'],
  placement: 'thread',
  standsInFor: 'amdgpu',
  periodMs: 1000,
  async open(from) {
    const outcome = await from.runProgram(PROGRAM, WORDS, WITHIN_MS);
    const answer = parseRocm(outcome.stdout);
    if (answer === null || answer.cards.length === 0) return asAbsent(outcome);
    return {
      devices: answer.cards.map(device),
      channels: answer.cards.flatMap(channels),
      reader: new RocmReader(from, answer),
    };
  },
};

function asAbsent({ failure, code, stdout, stderr }: ProgramOutcome): Absent {
  if (failure === 'missing') {
    return {
      absent: 'rocm-smi is not on the path.',
      nextStep: 'For an AMD card, install ROCm, or load the driver amdgpu and let /sys be read.',
    };
  }
  if (failure === 'late') {
    return {
      absent: `rocm-smi did not answer within ${WITHIN_MS / 1000} s.`,
      nextStep: 'Call rocm-smi by hand: a driver that hangs wants the machine restarted.',
    };
  }
  const said = `${stderr}${stdout}`.trim().split('\n').at(-1)?.slice(0, 120) ?? '';
  return {
    absent: `rocm-smi told of no card (it ended with ${code ?? 'a failure'}${said === '' ? '' : `: "${said}"`}).`,
    nextStep: 'Call rocm-smi by hand, and see what it says.',
  };
}

function device(card: RocmCard): HardwareDevice {
  return { id: deviceId(card), kind: 'gpu', name: card.name, totalBytes: card.memoryBytes, partOf: null };
}

function channels(card: RocmCard): SourceChannel[] {
  return [...card.values.keys()].map((metric) => ({ device: deviceId(card), metric, detail: '' }));
}

function deviceId({ busId, key }: RocmCard): string {
  return `gpu:${busId ?? key}`;
}

/** Reads what the newest call told, and calls again in the background: a reading never waits for the program. */
class RocmReader implements ThreadReader {
  readonly #from: Surroundings;
  readonly #columns: readonly SourceChannel[];
  #answer: RocmAnswer;
  #isFresh = true;
  #isOutdated = false;
  #ageMs: Milliseconds = 0;
  #askAfterMs: Milliseconds = ASK_EVERY_MS;
  #isAsking = false;
  #failures = 0;

  constructor(from: Surroundings, answer: RocmAnswer) {
    this.#from = from;
    this.#answer = answer;
    this.#columns = answer.cards.flatMap(channels);
  }

  read(out: Float64Array, offset: number, passedMs: Milliseconds): Freshness {
    if (this.#failures >= MOST_FAILURES) {
      throw new SourceLost('rocm-smi no longer answers', 'Call rocm-smi by hand, and see what it says.');
    }
    this.#ageMs += Number.isFinite(passedMs) ? passedMs : 0;
    if (this.#ageMs >= this.#askAfterMs && !this.#isAsking) void this.#ask();
    const cards = new Map(this.#answer.cards.map((card) => [deviceId(card), card]));
    this.#columns.forEach(({ device: id, metric }, index) => {
      out[offset + index] =
        this.#failures > 0 ? Number.NaN : (cards.get(id)?.values.get(metric) ?? Number.NaN);
    });
    const freshness = this.#isFresh ? 'fresh' : 'repeat';
    this.#isFresh = false;
    return freshness;
  }

  isOutdated(): boolean {
    return this.#isOutdated;
  }

  childCpuMs(): Milliseconds {
    return childTime(this.#from.files, null);
  }

  gpuBytes(): ReadonlyMap<number, Bytes> {
    return this.#answer.processes;
  }

  close(): void {}

  async #ask(): Promise<void> {
    this.#isAsking = true;
    const before = this.childCpuMs();
    const { stdout } = await this.#from.runProgram(PROGRAM, WORDS, WITHIN_MS);
    this.#isAsking = false;
    this.#ageMs = 0;
    this.#askAfterMs = Math.max(ASK_EVERY_MS, (this.childCpuMs() - before) / MOST_SHARE);
    const answer = parseRocm(stdout);
    if (answer === null || answer.cards.length === 0) {
      this.#failures += 1;
      return;
    }
    this.#failures = 0;
    this.#isFresh = true;
    const names = (of: RocmAnswer): string => of.cards.map(deviceId).join(' ');
    this.#isOutdated = names(answer) !== names(this.#answer);
    this.#answer = answer;
  }
}
