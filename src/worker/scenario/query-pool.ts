import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { ResolvedInput } from '../../contract/model.ts';
import type { QueryAxes, ScenarioConfig } from '../../contract/scenario.ts';
import type { WorkerJob } from '../../contract/worker-api.ts';
import { queryLengths } from '../../core/analysis/scenario/query-lengths.ts';
import { bytesOf, countElements } from '../../core/model/index.ts';
import { allocateData, makeInput, type TensorData } from '../../core/model/inputs/make-input.ts';
import { readInputFiles } from '../input-files.ts';
import type { Runtime } from '../runtime.ts';
import type { GivenBatch } from './mailbox.ts';
import { joinedShape, placeQuery, type Placement } from './query-tensors.ts';

/** Different values keep a processor from guessing them; more than these tell nothing new. */
const MOST_VARIANTS = 32;
const MOST_VARIANT_BYTES = 32 * 2 ** 20;

interface PooledInput {
  readonly input: ResolvedInput;
  readonly axes: QueryAxes;
  /** One query's values each. */
  readonly variants: readonly TensorData[];
  /** As large as the largest batch: every tensor is a view of it, so that no run allocates its inputs. */
  readonly buffer: TensorData;
}

/** The queries of a scenario as the runtime takes them: joined, padded, in tensors that are made once per shape. */
export class QueryPool {
  readonly #runtime: Runtime;
  readonly #inputs: readonly PooledInput[];
  readonly #feeds = new Map<string, InferenceSession.FeedsType>();
  readonly #lengthOf: (query: number) => number;

  constructor(runtime: Runtime, job: WorkerJob, scenario: ScenarioConfig) {
    this.#runtime = runtime;
    this.#lengthOf = queryLengths(scenario, job.seed);
    this.#inputs = pooledInputs(job, scenario);
  }

  /** Where each query of a batch lies in its tensors. */
  placements({ first, count }: GivenBatch): readonly Placement[] {
    const lengths = Array.from({ length: count }, (_query, place) => this.#lengthOf(first + place));
    const paddedLength = lengths.reduce((longest, length) => Math.max(longest, length), 0);
    return lengths.map((length, place) => ({ place, count, length, paddedLength }));
  }

  /** Filled again at the next call with batches of the same shape. */
  feeds({ first, count }: GivenBatch, placements: readonly Placement[]): InferenceSession.FeedsType {
    const paddedLength = placements[0]?.paddedLength ?? 0;
    const key = `${count} × ${paddedLength}`;
    const feeds = this.#feeds.get(key) ?? this.#newFeeds(count, paddedLength);
    this.#feeds.set(key, feeds);
    for (const pooled of this.#inputs) {
      const { data } = feeds[pooled.input.name] as Tensor;
      if (!Array.isArray(data)) fill(pooled, data as Float32Array, first, placements);
    }
    return feeds;
  }

  #newFeeds(count: number, length: number): InferenceSession.FeedsType {
    const feeds: Record<string, Tensor> = {};
    for (const { input, axes, buffer } of this.#inputs) {
      const { name, type, shape } = input;
      const dims = joinedShape(shape, axes, count, length);
      // An element of a packed type is less than one of its array: such inputs have no axes, and the whole buffer.
      const data = isWhole(axes) || Array.isArray(buffer) ? buffer : buffer.subarray(0, countElements(dims));
      feeds[name] = new this.#runtime.Tensor(type as 'float32', data as Float32Array, dims);
    }
    return feeds;
  }
}

function pooledInputs(job: WorkerJob, { query, maxBatch }: ScenarioConfig): readonly PooledInput[] {
  const files = readInputFiles(job.inputFiles);
  const bytes = job.inputs.reduce((sum, { type, shape }) => sum + bytesOf(type, countElements(shape)), 0);
  const count = Math.min(MOST_VARIANTS, Math.max(1, Math.floor(MOST_VARIANT_BYTES / Math.max(1, bytes))));
  return job.inputs.map((input) => {
    const axes = query.axes[input.name] ?? { batch: null, sequence: null };
    const own = files.get(input.name)?.data;
    const variants =
      own === undefined
        ? Array.from({ length: count }, (_variant, index) => makeInput(input, job.seed + index).data)
        : [own];
    const largest = joinedShape(input.shape, axes, maxBatch, query.sequence ?? 1);
    const buffer =
      input.type === 'string'
        ? (variants[0] as TensorData)
        : allocateData(input.type, countElements(largest));
    return { input, axes, variants, buffer };
  });
}

function fill(
  { input, axes, variants }: PooledInput,
  target: Float32Array,
  first: number,
  placements: readonly Placement[],
): void {
  const variantOf = (query: number): Float32Array => variants[query % variants.length] as Float32Array;
  if (isWhole(axes)) {
    target.set(variantOf(first));
    return;
  }
  if (axes.sequence !== null && placements.some(({ length, paddedLength }) => length < paddedLength))
    target.fill((target as unknown) instanceof BigInt64Array ? (0n as never) : 0);
  if (axes.batch !== null) {
    for (const placement of placements)
      placeQuery(target, variantOf(first + placement.place), input.shape, axes, placement);
    return;
  }
  // An input that all queries share has to reach as far as the longest of them.
  const [shared] = placements;
  if (shared !== undefined)
    placeQuery(target, variantOf(first), input.shape, axes, { ...shared, length: shared.paddedLength });
}

function isWhole({ batch, sequence }: QueryAxes): boolean {
  return batch === null && sequence === null;
}
