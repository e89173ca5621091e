import type { TraceSink } from '../trace-sink.ts';
import { fileName, FrameTable } from './frame-table.ts';
import { IntColumn } from './int-column.ts';
import { NumberLog } from './number-log.ts';
import { ParentStacks } from './parent-stacks.ts';
import type { StackTrack } from './stack-track.ts';
import { WeightTree } from './weight-tree.ts';

/** Stands for no function: the root above all, and the time in which nothing ran. */
const NO_FUNCTIONS = new Set(['(root)', '(idle)']);
/** Interrupts whatever ran, and is drawn upon it. */
const COLLECTOR = '(garbage collector)';

interface Draft {
  readonly place: number;
  readonly isNested: boolean;
  name: string;
  url: string;
  line: number;
  id: number;
  parentId: number;
  hits: number;
}

/** The call tree of a V8 profile, whose nodes come one by one, nested or with the numbers of their children. */
export class CpuNodes {
  readonly frames: FrameTable;
  readonly #sink: TraceSink;
  readonly #places = new Map<number, number>();
  readonly #frame = new IntColumn();
  readonly #parent = new IntColumn();
  readonly #hits = new NumberLog();
  /** Place of the parent, then number of the child. */
  readonly #children = new NumberLog();
  /** Place of a node, then the number of its parent. */
  readonly #parents = new NumberLog();
  readonly #open: Draft[] = [];
  readonly #stacks: ParentStacks;
  #collector = -1;
  #collectorFrame = -1;
  #before = -1;

  constructor(sink: TraceSink) {
    this.#sink = sink;
    this.frames = new FrameTable(sink);
    this.#stacks = new ParentStacks(this.#parent, (node) => this.#frame.get(node));
  }

  get count(): number {
    return this.#frame.length;
  }

  set name(name: string) {
    this.#draft((draft) => (draft.name = name));
  }

  set url(url: string) {
    this.#draft((draft) => (draft.url = url));
  }

  /** From 1; 0 or less where it has none. */
  set line(line: number) {
    this.#draft((draft) => (draft.line = line));
  }

  set id(id: number) {
    this.#draft((draft) => (draft.id = id));
  }

  set parentId(id: number) {
    this.#draft((draft) => (draft.parentId = id));
  }

  set hits(hits: number) {
    this.#draft((draft) => (draft.hits = hits));
  }

  #draft(change: (draft: Draft) => void): void {
    const draft = this.#open.at(-1);
    if (draft !== undefined) change(draft);
  }

  open(isNested: boolean): void {
    const outer = isNested ? this.#open.at(-1) : undefined;
    const place = this.#frame.length;
    this.#frame.push(-1);
    this.#parent.push(outer?.place ?? -1);
    const none = Number.NaN;
    this.#open.push({ place, isNested, name: '', url: '', line: 0, id: none, parentId: none, hits: 0 });
  }

  child(id: number): void {
    this.#draft(({ place }) => {
      this.#children.push(place);
      this.#children.push(id);
    });
  }

  close(): void {
    const draft = this.#open.pop();
    if (draft === undefined) return;
    const { place, name, url, line, id, parentId, hits } = draft;
    if (Number.isFinite(id)) this.#places.set(id, place);
    if (Number.isFinite(parentId)) {
      this.#parents.push(place);
      this.#parents.push(parentId);
    }
    if (hits > 0) {
      this.#hits.push(place);
      this.#hits.push(hits);
    }
    if (NO_FUNCTIONS.has(name)) return;
    const file = fileName(url);
    const where = file === '' ? '' : ` ${file}${line > 0 ? `:${line}` : ''}`;
    const frame = this.frames.of(name === '' ? `(anonymous)${where}` : name, file);
    this.#frame.set(place, frame);
    if (name === COLLECTOR) {
      this.#collector = place;
      this.#collectorFrame = frame;
    }
  }

  /** Once all are read: numbers become places. */
  link(): void {
    while (this.#open.length > 0) this.close();
    const child = this.#children.reader();
    for (let left = this.#children.count / 2; left > 0; left -= 1) {
      const parent = child();
      this.#parent.set(this.#places.get(child()) ?? -1, parent);
    }
    const parent = this.#parents.reader();
    for (let left = this.#parents.count / 2; left > 0; left -= 1) {
      const place = parent();
      this.#parent.set(place, this.#places.get(parent()) ?? -1);
    }
  }

  get stack(): Uint32Array {
    return this.#stacks.frames;
  }

  /** How many of `stack` are what ran at a sample of the node with this number. */
  stackOf(id: number): number {
    const place = this.#places.get(id);
    if (place === undefined) {
      this.#sink.warn('broken-events', '{count} samples are of functions that the file does not have.', null);
      return 0;
    }
    if (place !== this.#collector) {
      this.#before = place;
      return this.#countOf(place);
    }
    const count = Math.min(this.#countOf(this.#before), this.stack.length - 1);
    this.stack[count] = this.#collectorFrame;
    return count + 1;
  }

  drawHits(track: StackTrack): void {
    const tree = new WeightTree();
    const hits = this.#hits.reader();
    for (let left = this.#hits.count / 2; left > 0; left -= 1) {
      const count = this.#countOf(hits());
      let node = 0;
      for (let place = 0; place < count; place += 1) node = tree.child(node, this.stack[place] as number);
      tree.add(node, hits());
    }
    tree.draw(track);
  }

  #countOf(place: number): number {
    const count = this.#stacks.of(place);
    if (this.#stacks.isCyclic) {
      this.#sink.warn(
        'broken-events',
        '{count} samples are of functions that call themselves in a circle.',
        null,
      );
    }
    return count;
  }
}
