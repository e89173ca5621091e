import { SPAN_KINDS, type SpanKind } from '../../../contract/trace.ts';
import type { TraceSink } from '../trace-sink.ts';
import type { Texts } from './texts.ts';

const KINDS: Readonly<Record<string, SpanKind>> = {
  kernel: 'kernel',
  concurrent_kernel: 'kernel',
  gpu_memcpy: 'memcpy',
  memcpy: 'memcpy',
  gpu_memset: 'memset',
  memset: 'memset',
  cuda_sync: 'gpu-sync',
  cuda_runtime: 'runtime',
  hip_runtime: 'runtime',
  xpu_runtime: 'runtime',
  privateuse1_runtime: 'runtime',
  mtia_runtime: 'runtime',
  glow_runtime: 'runtime',
  runtime: 'runtime',
  cuda_driver: 'driver',
  hip_driver: 'driver',
  xpu_driver: 'driver',
  privateuse1_driver: 'driver',
  driver: 'driver',
  cpu_op: 'operator',
  operator: 'operator',
  hpu_op: 'operator',
  user_annotation: 'annotation',
  gpu_user_annotation: 'gpu-annotation',
  python_function: 'python',
  overhead: 'overhead',
};

const kindCode = (kind: SpanKind): number => SPAN_KINDS.indexOf(kind);
export const OTHER = kindCode('other');
export const STEP = kindCode('step');
export const RUNTIME = kindCode('runtime');
export const DRIVER = kindCode('driver');
const OPERATOR = kindCode('operator');
const ANNOTATION = kindCode('annotation');

/** By kind: it lies on a device's stream. */
export const IS_ON_DEVICE = Uint8Array.from(SPAN_KINDS, (kind) =>
  ['kernel', 'memcpy', 'memset', 'gpu-sync', 'gpu-annotation'].includes(kind) ? 1 : 0,
);
/** By kind: work that somebody launched. */
export const IS_LAUNCHED = Uint8Array.from(SPAN_KINDS, (kind) =>
  ['kernel', 'memcpy', 'memset'].includes(kind) ? 1 : 0,
);

const STEP_NAME = 'ProfilerStep#';
/** Kinds that such a name makes a step. */
const MAY_BE_STEP = Uint8Array.from(SPAN_KINDS, (_kind, code) =>
  code === OTHER || code === OPERATOR || code === ANNOTATION ? 1 : 0,
);

export function kindOf(category: string, name: string): number {
  const found = Object.hasOwn(KINDS, category) ? KINDS[category] : KINDS[category.toLowerCase()];
  const kind = kindCode(found ?? 'other');
  return MAY_BE_STEP[kind] === 1 && name.startsWith(STEP_NAME) ? STEP : kind;
}

/** One scanner's strings, and what they are to the sink. */
export class BatchStrings {
  readonly #sink: TraceSink;
  readonly #places: Texts;
  readonly #texts: string[] = [];
  /** 0 where it has not been asked for yet. */
  #numbers = new Uint32Array(1024);
  #placeNumbers = new Uint32Array(1024);
  /** By string as a category: its kind + 1. */
  #kinds = new Uint8Array(1024);
  #isStep = new Uint8Array(1024);

  constructor(sink: TraceSink, texts: Texts) {
    this.#sink = sink;
    this.#places = texts;
  }

  learn(fresh: readonly string[]): void {
    for (const text of fresh) {
      const index = this.#texts.push(text) - 1;
      if (index === this.#numbers.length) this.#grow();
      if (text.startsWith(STEP_NAME)) this.#isStep[index] = 1;
    }
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  /** As the sink knows it. */
  inSink(number: number): number {
    const known = this.#numbers[number] as number;
    if (known !== 0 || number === 0) return known;
    const given = this.#sink.string(this.text(number));
    this.#numbers[number] = given;
    return given;
  }

  /** Among the texts that say where: processes, threads, identities. */
  asPlace(number: number): number {
    const known = this.#placeNumbers[number] as number;
    if (known !== 0 || number === 0) return known;
    const given = this.#places.number(this.text(number));
    this.#placeNumbers[number] = given;
    return given;
  }

  kind(category: number, name: number): number {
    let kind = (this.#kinds[category] as number) - 1;
    if (kind < 0) {
      kind = kindOf(this.text(category), '');
      this.#kinds[category] = kind + 1;
    }
    return this.#isStep[name] === 1 && MAY_BE_STEP[kind] === 1 ? STEP : kind;
  }

  #grow(): void {
    const size = this.#numbers.length * 2;
    const numbers = new Uint32Array(size);
    const places = new Uint32Array(size);
    const kinds = new Uint8Array(size);
    const isStep = new Uint8Array(size);
    numbers.set(this.#numbers);
    places.set(this.#placeNumbers);
    kinds.set(this.#kinds);
    isStep.set(this.#isStep);
    this.#numbers = numbers;
    this.#placeNumbers = places;
    this.#kinds = kinds;
    this.#isStep = isStep;
  }
}
