import type { ParsedEvent } from './parsed-event.ts';

interface Node {
  readonly name: string;
  readonly url: string;
  parent: Node | null;
}

export interface StackSpan {
  readonly name: string;
  readonly url: string;
  readonly startUs: number;
  readonly endUs: number;
}

const COLLECTOR = '(garbage collector)';
const NO_STACK: ReadonlySet<string> = new Set(['(root)', '(program)', '(idle)']);

/** Stacks that V8 sampled, as Chrome puts them into its traces: by and by, or whole at the end. */
export class V8Profiles {
  readonly #profiles = new Map<string, V8Profile>();

  static isPart({ phase, name }: ParsedEvent): boolean {
    return phase === 'P'
      ? name === 'Profile' || name === 'ProfileChunk'
      : phase === 'I' && name === 'CpuProfile';
  }

  take(event: ParsedEvent): void {
    const key = `${event.process}\0${event.id ?? ''}`;
    let profile = this.#profiles.get(key);
    if (profile === undefined) {
      profile = new V8Profile(event.process, event.microseconds);
      this.#profiles.set(key, profile);
    }
    const data = recordOf(event.args['data']);
    profile.take({ ...data, ...recordOf(data['cpuProfile']) });
  }

  profiles(): Iterable<V8Profile> {
    return this.#profiles.values();
  }
}

export class V8Profile {
  readonly process: string;
  readonly #nodes = new Map<number, Node>();
  readonly #samples: number[] = [];
  readonly #deltas: number[] = [];
  #startUs: number;

  constructor(process: string, startUs: number) {
    this.process = process;
    this.#startUs = startUs;
  }

  take(part: Readonly<Record<string, unknown>>): void {
    const { startTime, nodes, samples, timeDeltas } = part;
    if (typeof startTime === 'number') this.#startUs = startTime;
    if (Array.isArray(nodes)) {
      for (const node of nodes as unknown[]) this.#add(recordOf(node));
      for (const node of nodes as unknown[]) this.#adopt(recordOf(node));
    }
    if (Array.isArray(samples)) for (const sample of samples as unknown[]) this.#samples.push(Number(sample));
    if (Array.isArray(timeDeltas))
      for (const delta of timeDeltas as unknown[]) this.#deltas.push(Number(delta));
  }

  /** Each stretch of samples that have a frame on their stack, as one span; outer ones first. */
  spans(tell: (span: StackSpan) => void): void {
    const times = this.#times();
    const open: { node: Node; startUs: number }[] = [];
    const close = (depth: number, atUs: number): void => {
      for (let top = open.at(-1); top !== undefined && open.length > depth; top = open.at(-1)) {
        open.pop();
        if (atUs > top.startUs)
          tell({ name: top.node.name, url: top.node.url, startUs: top.startUs, endUs: atUs });
      }
    };
    let stack: readonly Node[] = [];
    for (const { sample, atUs } of times) {
      const node = this.#nodes.get(sample);
      // The collector runs on top of whatever called for it.
      stack =
        node?.name === COLLECTOR ? [...stack.filter(({ name }) => name !== COLLECTOR), node] : stackOf(node);
      let same = 0;
      while (same < open.length && open[same]?.node === stack[same]) same += 1;
      close(same, atUs);
      for (const frame of stack.slice(same)) open.push({ node: frame, startUs: atUs });
    }
    const [last, before] = [times.at(-1), times.at(-2)];
    // The last sample lasts as long as the one before it.
    if (last !== undefined) close(0, last.atUs + (before === undefined ? 0 : last.atUs - before.atUs));
  }

  /** Where a delta is negative, V8 took the samples out of order. */
  #times(): { sample: number; atUs: number }[] {
    let atUs = this.#startUs;
    const times = this.#samples.map((sample, index) => {
      const delta = this.#deltas[index] ?? 0;
      atUs += Number.isFinite(delta) ? delta : 0;
      return { sample, atUs };
    });
    return Number.isFinite(this.#startUs) ? times.sort((a, b) => a.atUs - b.atUs) : [];
  }

  #add(node: Readonly<Record<string, unknown>>): void {
    const frame = recordOf(node['callFrame']);
    const name = typeof frame['functionName'] === 'string' ? frame['functionName'] : '';
    const parent = this.#nodes.get(Number(node['parent'])) ?? null;
    this.#nodes.set(Number(node['id']), {
      name: name === '' ? '(anonymous)' : name,
      url: typeof frame['url'] === 'string' ? frame['url'] : '',
      parent,
    });
  }

  #adopt(node: Readonly<Record<string, unknown>>): void {
    const parent = this.#nodes.get(Number(node['id'])) ?? null;
    const children = Array.isArray(node['children']) ? (node['children'] as unknown[]) : [];
    for (const child of children) {
      const own = this.#nodes.get(Number(child));
      if (own !== undefined && own !== parent) own.parent = parent;
    }
  }
}

/** Outermost first. A circle ends where it would begin again. */
function stackOf(node: Node | undefined): readonly Node[] {
  const stack: Node[] = [];
  const seen = new Set<Node>();
  for (let frame = node ?? null; frame !== null && !seen.has(frame); frame = frame.parent) {
    seen.add(frame);
    if (!NO_STACK.has(frame.name)) stack.push(frame);
  }
  return stack.reverse();
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
