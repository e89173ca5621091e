import { IntColumn } from './int-column.ts';
import { NumberLog } from './number-log.ts';

/** The tables of a thread, or those that all threads share, in either of Firefox's two forms. */
export interface FirefoxTables {
  readonly strings: string[];
  /** Of a stack: what it lies on, and its own frame. */
  readonly stackPrefix: IntColumn;
  readonly stackFrame: IntColumn;
  /** Of a frame: its text itself, or its function. */
  readonly frameLocation: IntColumn;
  readonly frameFunc: IntColumn;
  readonly frameCategory: IntColumn;
  readonly funcName: IntColumn;
  readonly funcFile: IntColumn;
  readonly funcLine: IntColumn;
}

export function emptyTables(): FirefoxTables {
  return {
    strings: [],
    stackPrefix: new IntColumn(),
    stackFrame: new IntColumn(),
    frameLocation: new IntColumn(),
    frameFunc: new IntColumn(),
    frameCategory: new IntColumn(),
    funcName: new IntColumn(),
    funcFile: new IntColumn(),
    funcLine: new IntColumn(),
  };
}

export interface FirefoxThread {
  name: string;
  processName: string;
  pid: string;
  tid: string;
  /** Of the process that it is in, in milliseconds of our time. */
  startTime: number;
  readonly tables: FirefoxTables;
  readonly stacks: NumberLog;
  readonly times: NumberLog;
  readonly deltas: NumberLog;
}

export function emptyThread(): FirefoxThread {
  const logs = { stacks: new NumberLog(), times: new NumberLog(), deltas: new NumberLog() };
  return {
    name: '',
    processName: '',
    pid: '',
    tid: '',
    startTime: Number.NaN,
    tables: emptyTables(),
    ...logs,
  };
}
