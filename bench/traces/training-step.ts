import type { EventText } from './event-text.ts';
import { ALL_REDUCE, OPERATIONS, type Operation } from './kernel-names.ts';
import { countOf, type TraceCounts } from './trace-counts.ts';

export const PROCESS = 41_001;
export const THREADS = { main: 41_001, backward: 41_302, loader: 41_377 };
export const STREAMS = { compute: 7, collective: 20, copy: 24 };
const LAYERS = 24;
/** Between a span and the next: they never touch. */
const GAP_NS = 130;
/** Ids of a step begin at its number times this. */
const IDS = 100_000;

/**
 * One iteration of a training loop on a GPU, as the profiler sees it: Python frames and operators inside of each
 * other on three threads, launches bound by flows to kernels on three streams, memory moments, collectives. The same
 * step, seed and start give the same text; a trace lists all that the CPU did before all that the GPU did, so that
 * each step is gone through twice and tells one half at a time.
 */
export class TrainingStep {
  readonly counts: TraceCounts = countOf();
  private readonly parts: string[] = [];
  private readonly text: EventText;
  private readonly half: 'cpu' | 'gpu';
  private readonly number: number;
  private state: number;
  private now: number;
  private thread = THREADS.main;
  private ids: number;
  private readonly forward: number[] = [];
  private readonly freeAt = new Map<number, number>();

  constructor(half: 'cpu' | 'gpu', text: EventText, number: number, startNs: number, seed: number) {
    this.half = half;
    this.text = text;
    this.number = number;
    this.now = startNs;
    this.state = (Math.imul(number + 1, 2_654_435_761) ^ seed) >>> 0 || 1;
    this.ids = number * IDS;
  }

  /** What the half says, and when the step is over. */
  run(): { readonly text: string; readonly endNs: number } {
    const startNs = this.now;
    const step = this.reserve();
    const python = this.reserve();
    this.wait(3_000);
    this.load();
    this.frame('nn.Module: TransformerEncoder_0', () => {
      for (let layer = 0; layer < LAYERS; layer += 1) {
        this.frame(`nn.Module: TransformerEncoderLayer_${layer}`, () => {
          for (let each = 0; each < 10; each += 1) this.operation(this.pick(), layer);
        });
      }
    });
    this.backward();
    this.optimise();
    this.synchronise();
    this.wait(4_000);
    const ns = this.now - startNs;
    this.fill(step, 'user_annotation', `ProfilerStep#${this.number}`, startNs, ns, this.ids);
    this.fill(python, 'python_function', 'train.py(118): train_step', startNs + 1_000, ns - 2_000, this.ids);
    this.gpu(
      'gpu_user_annotation',
      `ProfilerStep#${this.number}`,
      STREAMS.compute,
      startNs + 20_000,
      ns - 25_000,
    );
    return { text: this.parts.join(''), endNs: this.now + 6_000 };
  }

  private load(): void {
    this.frame('enumerate(DataLoader)#_MultiProcessingDataLoaderIter.__next__', () => {
      this.wait(this.about(180_000));
    });
    const startNs = this.now;
    this.thread = THREADS.loader;
    this.now -= 150_000;
    this.span('cpu_op', 'aten::pin_memory', () => this.wait(this.about(60_000)), '"Record function id": 0');
    this.thread = THREADS.main;
    this.now = startNs;
    this.span('cpu_op', 'aten::copy_', () => {
      this.launch('cudaMemcpyAsync', 'gpu_memcpy', 'Memcpy HtoD (Pinned -> Device)', STREAMS.copy, 410_000);
    });
  }

  private operation(of: Operation, layer: number): void {
    this.frame(`nn.Module: ${of === OPERATIONS[0] ? 'Linear' : 'LayerNorm'}_${layer}`, () => {
      const args = `"Sequence number": ${this.ids}, "Fwd thread id": 0, "Input type": ${of.types}, "Input Dims": ${of.shapes}`;
      this.span(
        'cpu_op',
        of.outer,
        () => {
          this.forward.push(this.ids);
          this.flow('s', 'fwdbwd', this.ids, PROCESS, this.thread, this.now);
          this.memory();
          this.span('cpu_op', of.inner, () => this.kernel(of, 1), args);
        },
        args,
      );
    });
  }

  private backward(): void {
    this.thread = THREADS.backward;
    for (let layer = LAYERS - 1; layer >= 0; layer -= 1) {
      for (let each = 0; each < 10; each += 1) {
        const of = this.pick();
        const args = `"Sequence number": ${this.ids}, "Fwd thread id": 1`;
        this.span(
          'cpu_op',
          `autograd::engine::evaluate_function: ${of.backward}`,
          () => {
            this.flow('f', 'fwdbwd', this.forward.pop() ?? 0, PROCESS, this.thread, this.now);
            this.span('cpu_op', of.backward, () => this.kernel(of, 1.9), args);
            this.memory();
          },
          args,
        );
      }
      this.collective(1 + (layer % 3));
    }
    this.thread = THREADS.main;
  }

  private collective(mebielements: number): void {
    const elements = mebielements * 1_048_576;
    const args = `"Collective name": "allreduce", "dtype": "Float", "In msg nelems": ${elements}, "Out msg nelems": ${elements}, "Group size": 8, "Process Group Name": "0", "Process Group Ranks": "[0, 1, 2, 3, 4, 5, 6, 7]"`;
    this.span('user_annotation', 'nccl:all_reduce', () => {
      this.span(
        'cpu_op',
        'record_param_comms',
        () => {
          this.launch(
            'cudaLaunchKernelExC',
            'kernel',
            ALL_REDUCE,
            STREAMS.collective,
            mebielements * 61_000,
            args,
          );
        },
        args,
      );
    });
  }

  private optimise(): void {
    this.span('user_annotation', 'Optimizer.step#AdamW.step', () => {
      for (let each = 0; each < 12; each += 1) {
        this.span('cpu_op', 'aten::_fused_adamw_', () => this.kernel(OPERATIONS[3] as Operation, 4));
      }
      this.launch('cudaMemsetAsync', 'gpu_memset', 'Memset (Device)', STREAMS.compute, 2_000);
    });
  }

  private synchronise(): void {
    const startNs = this.now;
    const end = Math.max(startNs, ...this.freeAt.values()) + 2_000;
    const id = this.nextId();
    this.runtime('cudaDeviceSynchronize', startNs, end - startNs, id);
    this.now = end;
  }

  private kernel(of: Operation, factor: number): void {
    this.launch('cudaLaunchKernel', 'kernel', of.kernel, STREAMS.compute, this.about(of.meanNs * factor));
  }

  private launch(call: string, category: string, name: string, stream: number, ns: number, more = ''): void {
    const id = this.nextId();
    const startNs = this.now + 700;
    const callNs = this.about(4_500);
    this.runtime(call, startNs, callNs, id);
    this.flow('s', 'ac2g', id, PROCESS, this.thread, startNs);
    const at = Math.max(startNs + callNs + 1_800, (this.freeAt.get(stream) ?? 0) + 900);
    this.freeAt.set(stream, at + ns);
    this.gpu(category, name, stream, at, ns, id, more);
    this.flow('f', 'ac2g', id, 0, stream, at);
    this.now = startNs + callNs + 300;
  }

  private gpu(
    category: string,
    name: string,
    stream: number,
    at: number,
    ns: number,
    id = 0,
    more = '',
  ): void {
    if (this.half !== 'gpu') return;
    this.counts.spans += 1;
    if (category === 'kernel') {
      this.counts.kernels += 1;
      this.counts.kernelNs += ns;
    }
    let args = `"External id": ${id},      "device": 0, "context": 1,      "stream": ${stream}, "correlation": ${id}`;
    if (category === 'kernel') {
      const blocks = 4 + (id % 211);
      args = `"External id": ${id},      "queued": 0, "device": 0, "context": 1,      "stream": ${stream}, "correlation": ${id},      "registers per thread": ${16 + (id % 96)},      "shared memory": ${(id % 5) * 4096},      "blocks per SM": ${(blocks / 8).toFixed(6)},      "warps per SM": ${(blocks / 2).toFixed(6)},      "grid": [${blocks}, ${1 + (id % 6)}, 1],      "block": [256, 1, 1],      "est. achieved occupancy %": ${id % 101}${more === '' ? '' : `, ${more}`}`;
    } else if (category !== 'gpu_user_annotation') {
      const bytes = ns * 12;
      args += `,      "bytes": ${bytes}, "memory bandwidth (GB/s)": ${(bytes / ns).toFixed(3)}`;
    } else args = `"External id": ${id}`;
    this.put(this.text.span(category, name, 0, stream, at, ns, args));
  }

  private runtime(name: string, startNs: number, ns: number, id: number): void {
    if (this.half !== 'gpu') return;
    this.counts.spans += 1;
    const args = `"External id": ${id},      "cbid": 211, "correlation": ${id}`;
    this.put(this.text.span('cuda_runtime', name, PROCESS, this.thread, startNs, ns, args));
  }

  private flow(
    phase: 's' | 'f',
    category: string,
    id: number,
    process: number,
    thread: number,
    atNs: number,
  ): void {
    if (this.half === (category === 'ac2g' ? 'gpu' : 'cpu')) {
      this.put(this.text.flow(phase, category, id, process, thread, atNs));
    }
  }

  private memory(): void {
    if (this.half !== 'cpu') return;
    const bytes = 512 * (1 + (this.ids % 9_001));
    const args = `"Total Reserved": ${bytes * 90}, "Total Allocated": ${bytes * 71}, "Bytes": ${bytes}, "Addr": ${139_999_000_000_000 + bytes}, "Device Id": 0, "Device Type": 1, "Ev Idx": ${this.ids}`;
    this.put(this.text.instant('[memory]', PROCESS, this.thread, this.now, args));
  }

  private frame(name: string, body: () => void): void {
    this.span('python_function', name, body, `"Python parent id": ${this.ids}, "Python id": ${this.ids + 1}`);
  }

  private span(category: string, name: string, body: () => void, args = ''): void {
    const place = this.reserve();
    const id = this.nextId();
    const startNs = this.now;
    this.wait(this.about(1_400));
    body();
    this.wait(this.about(900));
    this.fill(place, category, name, startNs, this.now - startNs, id, args);
    this.wait(GAP_NS);
  }

  /** A parent is written before what lies in it, though its length is known only afterwards. */
  private reserve(): number {
    return this.half === 'cpu' ? this.parts.push('') - 1 : -1;
  }

  private fill(
    place: number,
    category: string,
    name: string,
    startNs: number,
    ns: number,
    id: number,
    more = '',
  ): void {
    if (place < 0) return;
    const args = `"External id": ${id},${more === '' ? '' : `${more}, `}"Ev Idx": ${id}`;
    this.parts[place] = this.text.span(category, name, PROCESS, this.thread, startNs, ns, args);
    this.counts.events += 1;
    this.counts.spans += 1;
  }

  private put(text: string): void {
    if (text === '') return;
    this.parts.push(text);
    this.counts.events += 1;
  }

  private pick(): Operation {
    const drawn = this.draw() % 8;
    return OPERATIONS[drawn < 4 ? 0 : drawn - 3] as Operation;
  }

  private nextId(): number {
    this.ids += 1;
    return this.ids;
  }

  private wait(ns: number): void {
    this.now += ns;
  }

  /** Half to one and a half times as much. */
  private about(ns: number): number {
    return Math.floor(ns * (0.5 + (this.draw() % 1024) / 1024));
  }

  /** Marsaglia's xorshift32. */
  private draw(): number {
    this.state ^= this.state << 13;
    this.state ^= this.state >>> 17;
    this.state ^= this.state << 5;
    this.state >>>= 0;
    return this.state;
  }
}
