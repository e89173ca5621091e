import {
  list,
  number,
  numbers,
  object,
  text,
  value,
  type JsonObjectShape,
  type JsonShape,
} from '../json/json-shape.ts';
import { emptyThread, type FirefoxTables, type FirefoxThread } from './firefox-tables.ts';

export interface FirefoxDocument {
  readonly shared: FirefoxTables;
  readonly threads: FirefoxThread[];
  readonly categories: string[];
  readonly facts: Map<string, string>;
  /** Milliseconds of our time, of the outermost process. */
  startTime: number;
  intervalMs: number;
}

type Columns = Readonly<Record<string, (tables: FirefoxThread) => { push(value: number): void }>>;

const SAMPLES: Columns = {
  stack: ({ stacks }) => stacks,
  time: ({ times }) => times,
  timeDeltas: ({ deltas }) => deltas,
};
const STACKS: Columns = {
  prefix: ({ tables }) => tables.stackPrefix,
  frame: ({ tables }) => tables.stackFrame,
};
const FRAMES: Columns = {
  location: ({ tables }) => tables.frameLocation,
  func: ({ tables }) => tables.frameFunc,
  category: ({ tables }) => tables.frameCategory,
};
const FUNCTIONS: Columns = {
  name: ({ tables }) => tables.funcName,
  fileName: ({ tables }) => tables.funcFile,
  source: ({ tables }) => tables.funcFile,
  lineNumber: ({ tables }) => tables.funcLine,
};

/** As the browser writes it, rows by a schema, or as its site keeps it, column by column; alone, or wrapped by tools. */
export function firefoxShape(document: FirefoxDocument): JsonShape {
  const root = profileShape(document, 'outermost');
  root.keys.set('profile', profileShape(document, 'outermost'));
  return root;
}

function profileShape(document: FirefoxDocument, place: 'outermost' | 'process'): JsonObjectShape {
  let startTime = Number.NaN;
  let first = 0;
  let thread = emptyThread();
  const current = (): FirefoxThread => thread;
  const word = (take: (text: string) => void): JsonShape =>
    value((told) => {
      if (typeof told === 'string' || typeof told === 'number') take(String(told));
    });
  const threadShape = object(
    {
      name: text((name) => (thread.name = name)),
      processName: text((name) => (thread.processName = name)),
      pid: word((pid) => (thread.pid = pid)),
      tid: word((tid) => (thread.tid = tid)),
      samples: table(SAMPLES, ['stack', 'time'], current),
      ...tablesShape(current),
    },
    {
      open: () => {
        thread = emptyThread();
        document.threads.push(thread);
      },
    },
  );
  const sharedThread = { ...emptyThread(), tables: document.shared };
  const shape = object(
    {
      meta: object({
        startTime: number((start) => {
          startTime = start;
          if (place === 'outermost') document.startTime = start;
        }),
        interval: number((interval) => (document.intervalMs = interval)),
        product: text((product) => document.facts.set('Product', product)),
        oscpu: text((system) => document.facts.set('System', system)),
        appBuildID: text((build) => document.facts.set('Build', build)),
        categories: list(object({ name: text((name) => document.categories.push(name)) })),
      }),
      shared: object(tablesShape(() => sharedThread)),
      threads: list(threadShape),
    },
    {
      open: () => {
        startTime = Number.NaN;
        first = document.threads.length;
      },
      close: () => {
        for (const each of document.threads.slice(first)) {
          if (!Number.isFinite(each.startTime)) each.startTime = startTime;
        }
      },
    },
  );
  // Each process of the browser is a profile of its own inside; they do not go deeper.
  if (place === 'outermost') shape.keys.set('processes', list(profileShape(document, 'process')));
  return shape;
}

function tablesShape(current: () => FirefoxThread): Record<string, JsonShape> {
  const strings = list(text((string) => current().tables.strings.push(string)));
  return {
    stringTable: strings,
    stringArray: strings,
    stackTable: table(STACKS, ['prefix', 'frame'], current),
    frameTable: table(FRAMES, ['location', 'relevantForJS', 'innerWindowID', 'implementation'], current),
    funcTable: table(FUNCTIONS, [], current),
  };
}

/** Columns by themselves, or rows under "data" whose places "schema" tells. */
function table(columns: Columns, usual: readonly string[], current: () => FirefoxThread): JsonShape {
  let places: readonly string[] = usual;
  let row: number[] = [];
  const keys: Record<string, JsonShape> = {
    schema: value((schema) => {
      if (typeof schema !== 'object' || schema === null) return;
      const told: string[] = [];
      for (const [name, place] of Object.entries(schema)) {
        if (Number.isInteger(place) && place >= 0 && place < 64) told[place as number] = name;
      }
      places = told;
    }),
    data: list(
      numbers((cell) => row.push(cell), {
        open: () => (row = []),
        close: () => {
          for (const [name, column] of Object.entries(columns)) {
            const place = places.indexOf(name);
            if (place >= 0) column(current()).push(row[place] ?? Number.NaN);
          }
        },
      }),
    ),
  };
  for (const [name, column] of Object.entries(columns)) {
    keys[name] = numbers((cell) => column(current()).push(cell));
  }
  return object(keys, { open: () => (places = usual) });
}
