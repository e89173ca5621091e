import type {
  CudaArgument,
  CudaContext,
  CudaDevice,
  CudaDriver,
  CudaGraph,
  CudaKernel,
  CudaMemory,
  CudaModule,
  CudaPinned,
  CudaShape,
  CudaStream,
} from '../../../native/cuda.d.ts';
import { DynoError } from '../../contract/errors.ts';
import { kernelsFor, type KernelFiles, type ParameterType } from './kernel-files.ts';

/** A launch as it is handed around: which kernel, in what shape, on what. */
export interface Launch {
  readonly kernel: string;
  readonly shape: CudaShape;
  readonly args: readonly CudaArgument[];
}

/** A card with Dyno's kernels on it. What was allocated through it is given back by release, at the latest by close. */
export class Card {
  readonly device: CudaDevice;
  readonly isStandIn: boolean;
  readonly context: CudaContext;
  readonly stream: CudaStream;
  readonly #files: KernelFiles;
  readonly #modules = new Map<string, CudaModule>();
  readonly #kernels = new Map<string, CudaKernel>();
  #held: { close(): void }[] = [];

  constructor(driver: CudaDriver, device: CudaDevice) {
    this.device = device;
    this.isStandIn = driver.isStandIn;
    this.#files = kernelsFor(device);
    this.context = driver.createContext(device.ordinal);
    this.stream = this.context.createStream();
  }

  /** False where the card is too old, or too new, for it. */
  has(kernel: string): boolean {
    return this.#files.kernels.has(kernel);
  }

  kernel(name: string): CudaKernel {
    const known = this.#kernels.get(name);
    if (known !== undefined) return known;
    const { file } = this.#textOf(name);
    const module = this.#modules.get(file) ?? this.context.loadModule(this.#files.ptxOf(file));
    this.#modules.set(file, module);
    const kernel = module.kernel(name);
    this.#kernels.set(name, kernel);
    return kernel;
  }

  allocate(bytes: number): CudaMemory {
    return this.#hold(this.context.allocate(Math.max(16, bytes)));
  }

  allocatePinned(bytes: number): CudaPinned {
    return this.#hold(this.context.allocatePinned(bytes));
  }

  upload(values: ArrayBufferView): CudaMemory {
    const memory = this.allocate(values.byteLength);
    memory.write(values);
    return memory;
  }

  createStream(): CudaStream {
    return this.#hold(this.context.createStream());
  }

  capture(launches: readonly Launch[]): CudaGraph {
    return this.#hold(
      this.context.capture(this.stream, () => launches.forEach((launch) => this.launch(launch))),
    );
  }

  launch({ kernel, shape, args }: Launch): void {
    this.#check(kernel, args);
    this.kernel(kernel).launch(shape, args, this.stream);
  }

  /** As launch, and waits until it is done. */
  run(launch: Launch): void {
    this.launch(launch);
    this.stream.synchronize();
  }

  /** Milliseconds for each launch, by the card's clock. */
  time({ kernel, shape, args }: Launch, repeats: number, launches = 1): Float64Array {
    this.#check(kernel, args);
    return this.kernel(kernel).time(shape, args, this.stream, repeats, launches);
  }

  /** Gives back all memory, graphs and further streams. */
  release(): void {
    for (const held of this.#held.reverse()) held.close();
    this.#held = [];
  }

  close(): void {
    this.release();
    for (const kernel of this.#kernels.values()) kernel.close();
    for (const module of this.#modules.values()) module.close();
    this.stream.close();
    this.context.close();
  }

  #hold<Held extends { close(): void }>(held: Held): Held {
    this.#held.push(held);
    return held;
  }

  #textOf(name: string) {
    const text = this.#files.kernels.get(name);
    if (text === undefined) throw wrongLaunch(name, `does not run on ${this.device.name}`);
    return text;
  }

  /** The driver reads as many bytes as the kernel's parameters have, whatever it is given. */
  #check(name: string, args: readonly CudaArgument[]): void {
    const wanted = this.#textOf(name).parameters;
    const given = args.map(typeOf);
    if (given.join() !== wanted.join()) {
      throw wrongLaunch(name, `takes (${wanted.join(', ')}), not (${given.join(', ')})`);
    }
  }
}

function typeOf(argument: CudaArgument): ParameterType {
  if (argument === null || 'bytes' in argument || 'i64' in argument) return 'u64';
  return 'f32' in argument ? 'f32' : 'u32';
}

const wrongLaunch = (kernel: string, why: string): DynoError =>
  new DynoError({
    code: 'INTERNAL',
    message: `The kernel ${kernel} ${why}.`,
    subject: kernel,
    nextStep: 'Report this: Dyno and its kernels do not fit together.',
  });
