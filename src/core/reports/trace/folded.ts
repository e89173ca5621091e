import type { TraceColumns } from '../../analysis/trace/trace-columns.ts';
import { foldedFrame } from '../spans/folded-frame.ts';
import { rowsInTime } from './rows-in-time.ts';
import type { TraceWriter } from './types.ts';

const AT_ONCE = 1000;

/**
 * Same stacks added up, with their own time in whole nanoseconds (or samples, bytes, events). Where there are several
 * tracks, each is the outermost frame of its stacks.
 */
export const traceFoldedFormat: TraceWriter = {
  id: 'folded',
  extension: 'folded.txt',
  *write(columns) {
    const stacks = new Stacks(columns);
    const shown = columns.info.tracks.filter(({ spans }) => spans > 0).length;
    for (const [track, { process, name, spans }] of columns.info.tracks.entries()) {
      if (spans === 0) continue;
      stacks.add(track, shown > 1 ? foldedFrame(process === '' ? name : `${process} ${name}`) : null);
    }
    yield* stacks.lines();
  },
};

/** A tree of frames; a node is a stack. */
class Stacks {
  readonly #columns: TraceColumns;
  readonly #children = new Map<string, number>();
  readonly #parent: number[] = [];
  readonly #frame: string[] = [];
  readonly #own: number[] = [];

  constructor(columns: TraceColumns) {
    this.#columns = columns;
  }

  add(track: number, outermost: string | null): void {
    const { depth, name, ownNs, strings } = this.#columns;
    const root = outermost === null ? -1 : this.#node(-1, `track ${track}`, outermost);
    const open: number[] = [];
    for (const row of rowsInTime(this.#columns, track)) {
      const at = depth[row] as number;
      const around = at === 0 ? root : (open[at - 1] ?? root);
      const string = name[row] as number;
      const node = this.#node(around, String(string), strings[string] ?? '');
      open[at] = node;
      this.#own[node] = (this.#own[node] as number) + Math.max(0, ownNs[row] as number);
    }
  }

  *lines(): Generator<string> {
    let lines: string[] = [];
    for (const [node, own] of this.#own.entries()) {
      const whole = Math.round(own);
      if (whole <= 0) continue;
      const frames: string[] = [];
      for (let at = node; at >= 0; at = this.#parent[at] as number) frames.unshift(this.#frame[at] as string);
      lines.push(`${frames.join(';')} ${whole}\n`);
      if (lines.length < AT_ONCE) continue;
      yield lines.join('');
      lines = [];
    }
    yield lines.join('');
  }

  #node(parent: number, key: string, name: string): number {
    const known = this.#children.get(`${parent} ${key}`);
    if (known !== undefined) return known;
    this.#children.set(`${parent} ${key}`, this.#parent.length);
    this.#frame.push(foldedFrame(name));
    this.#own.push(0);
    return this.#parent.push(parent) - 1;
  }
}
