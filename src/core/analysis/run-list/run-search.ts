import type { RunColumns } from '../../../contract/run-list.ts';
import type { NumberColumn, RunMark, TextColumn, TextField } from './filter-fields.ts';
import type { ModelLines } from './model-lines.ts';
import type { RunFilterExpression, RunTerm } from './parse-filter.ts';
import { TextSearch } from './text-search.ts';

/** What a bare word is looked for in. A hash and an id are long enough to hold any short word by chance. */
const WORD_CONTAINS: readonly TextColumn[] = [
  'name',
  'notes',
  'status',
  'model',
  'provider',
  'level',
  'trust',
  'host',
];
const WORD_BEGINS: readonly TextColumn[] = ['contentHash', 'commit'];
const WORD_MARKS: readonly RunMark[] = ['profiled', 'simulated', 'pinned', 'archived'];
const LONG_ENOUGH_FOR_AN_ID = 4;
const LONG_ENOUGH_FOR_A_HASH = 3;

/** Which runs a filter lets through; what it looks through is made once for a set of columns. */
export class RunSearch {
  readonly #columns: RunColumns;
  readonly #lines: () => ModelLines;
  #texts: TextSearch | null = null;
  #shapes: { readonly ids: Uint32Array; readonly words: readonly string[] } | null = null;

  constructor(columns: RunColumns, lines: () => ModelLines) {
    this.#columns = columns;
    this.#lines = lines;
  }

  /** 1 for each run that fits all terms. */
  match({ terms }: RunFilterExpression): Uint8Array {
    const fits = new Uint8Array(this.#columns.rows).fill(1);
    for (const term of terms) {
      const found = this.#find(term);
      const wanted = term.negated ? 0 : 1;
      for (let row = 0; row < fits.length; row += 1) if (found[row] !== wanted) fits[row] = 0;
    }
    return fits;
  }

  #find(term: RunTerm): Uint8Array {
    switch (term.kind) {
      case 'word':
        return this.#findWord(term.text);
      case 'text': {
        const found = new Uint8Array(this.#columns.rows);
        for (const text of term.texts) this.#findText(found, term.field, text, term.exact);
        return found;
      }
      case 'number': {
        const { field, from, to, fromClosed, toClosed } = term;
        return this.#within(field.column, (value) => {
          const above = fromClosed ? value >= from : value > from;
          return above && (toClosed ? value <= to : value < to);
        });
      }
      case 'time':
        return this.#within('createdAt', (value) => value >= term.from && value < term.to);
      case 'mark':
        return this.#findMark(new Uint8Array(this.#columns.rows), term.mark);
    }
  }

  get #search(): TextSearch {
    return (this.#texts ??= new TextSearch(this.#columns.texts));
  }

  #findWord(word: string): Uint8Array {
    const found = new Uint8Array(this.#columns.rows);
    const isTag = word.startsWith('#') && word.length > 1;
    const hits = this.#search.find(isTag ? word.slice(1) : word);
    if (isTag) {
      this.#markTags(found, hits, TextSearch.BEGINS);
      // A name or a note may speak of "#3" as well.
      const asTyped = this.#search.find(word);
      this.#markColumn(found, 'name', asTyped, TextSearch.CONTAINS);
      this.#markColumn(found, 'notes', asTyped, TextSearch.CONTAINS);
      return found;
    }
    for (const column of WORD_CONTAINS) this.#markColumn(found, column, hits, TextSearch.CONTAINS);
    this.#markTags(found, hits, TextSearch.CONTAINS);
    const idRule = word.length >= LONG_ENOUGH_FOR_AN_ID ? TextSearch.CONTAINS : TextSearch.BEGINS;
    this.#markColumn(found, 'id', hits, idRule);
    if (word.length >= LONG_ENOUGH_FOR_A_HASH) {
      for (const column of WORD_BEGINS) this.#markColumn(found, column, hits, TextSearch.BEGINS);
    }
    for (const mark of WORD_MARKS) if (mark.startsWith(word)) this.#findMark(found, mark);
    if (/[\d×x]/.test(word)) this.#markShapes(found, word);
    return found;
  }

  #findText(found: Uint8Array, { name, column, rule }: TextField, text: string, exact: boolean): void {
    const { level, isSimulated } = this.#columns;
    const least = exact ? TextSearch.IS : rule === 'begins' ? TextSearch.BEGINS : TextSearch.CONTAINS;
    const hits = this.#search.find(text);
    if (column === 'tags') return this.#markTags(found, hits, least);
    this.#markColumn(found, column, hits, least);
    if (name === 'provider') {
      // What is shown in that column is looked for: a drawn run names no provider.
      const asked = 'simulated'.startsWith(text);
      for (let row = 0; row < found.length; row += 1) if (isSimulated[row] === 1) found[row] = asked ? 1 : 0;
    }
    if (name === 'level' && 'custom'.startsWith(text)) {
      for (let row = 0; row < found.length; row += 1) if (level[row] === 0) found[row] = 1;
    }
    const [, version = ''] = name === 'version' ? (/^v(\d{1,6})$/.exec(text) ?? []) : [];
    if (version !== '') {
      const { versionOf } = this.#lines();
      for (let row = 0; row < found.length; row += 1) if (versionOf[row] === Number(version)) found[row] = 1;
    }
  }

  #markColumn(found: Uint8Array, column: TextColumn, hits: Uint8Array, least: number): void {
    const texts = this.#columns[column];
    for (let row = 0; row < found.length; row += 1) {
      const text = texts[row] as number;
      if (text !== 0 && (hits[text] as number) >= least) found[row] = 1;
    }
  }

  #markTags(found: Uint8Array, hits: Uint8Array, least: number): void {
    const { tagsFrom, tagTexts } = this.#columns;
    for (let row = 0; row < found.length; row += 1) {
      const end = tagsFrom[row + 1] as number;
      for (let at = tagsFrom[row] as number; at < end; at += 1) {
        if ((hits[tagTexts[at] as number] as number) >= least) found[row] = 1;
      }
    }
  }

  #markShapes(found: Uint8Array, word: string): void {
    const { ids, words } = (this.#shapes ??= shapesOf(this.#columns));
    const typed = word.replaceAll('x', '×');
    const hit = words.map((shape) => shape.includes(typed) || shape.replaceAll(' ', '').includes(typed));
    for (let row = 0; row < found.length; row += 1) if (hit[ids[row] as number] === true) found[row] = 1;
  }

  #within(column: NumberColumn, fits: (value: number) => boolean): Uint8Array {
    return Uint8Array.from(this.#columns[column], (value) => (fits(value) ? 1 : 0));
  }

  #findMark(found: Uint8Array, mark: RunMark): Uint8Array {
    const test = this.#markTest(mark);
    for (let row = 0; row < found.length; row += 1) if (test(row)) found[row] = 1;
    return found;
  }

  #markTest(mark: RunMark): (row: number) => boolean {
    const { archivedAt, pinnedAt, isProfiled, isSimulated, isCommitDirty, p50Ms, status, texts } =
      this.#columns;
    switch (mark) {
      case 'archived':
        return (row) => !Number.isNaN(archivedAt[row]);
      case 'pinned':
        return (row) => !Number.isNaN(pinnedAt[row]);
      case 'measured':
        return (row) => !Number.isNaN(p50Ms[row]);
      case 'profiled':
        return (row) => isProfiled[row] === 1;
      case 'simulated':
        return (row) => isSimulated[row] === 1;
      case 'dirty':
        return (row) => isCommitDirty[row] === 1;
      case 'live':
        return (row) => ['queued', 'running'].includes(texts[status[row] as number] ?? '');
    }
  }
}

/** "4 × 128", or "4" for a model without a sequence axis. */
export function shapeWords(batch: number, sequence: number | null): string {
  return sequence === null || Number.isNaN(sequence) ? `${batch}` : `${batch} × ${sequence}`;
}

function shapesOf({ rows, batch, sequence }: RunColumns): { ids: Uint32Array; words: string[] } {
  const known = new Map<string, number>();
  const words: string[] = [];
  const ids = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) {
    const shape = shapeWords(batch[row] as number, sequence[row] as number);
    let id = known.get(shape);
    if (id === undefined) {
      id = words.push(shape) - 1;
      known.set(shape, id);
    }
    ids[row] = id;
  }
  return { ids, words };
}
