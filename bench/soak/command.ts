import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { must } from './case.ts';

const PROGRAM = join(import.meta.dirname, '../../out/main/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** What it printed, parsed; null where that was no JSON. */
  readonly document: Document | null;
  readonly errors: string;
}

/** As much of the command line's documents as is looked at here. */
interface Document {
  readonly schemaVersion?: number;
  readonly run?: RunSummary;
  readonly runs?: readonly { readonly run: RunSummary }[];
  readonly model?: { readonly parameters: number };
  readonly iterations?: number;
  readonly error?: { readonly code: string; readonly message: string; readonly nextStep: string };
}

interface RunSummary {
  readonly id: string;
  readonly status: string;
  readonly name: string;
}

export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** The built command line, started as a user would, with --json. */
export function start(dataFolder: string, ...args: readonly string[]): Command {
  const child = spawn(process.execPath, [PROGRAM, ...args, '--data', dataFolder, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, document: parsed(output), errors }));
  });
  return { child, ended };
}

export const dyno = (dataFolder: string, ...args: readonly string[]): Promise<Ended> =>
  start(dataFolder, ...args).ended;

function parsed(output: string): Document | null {
  try {
    return JSON.parse(output) as Document;
  } catch {
    return null;
  }
}

/** SQLite's own word on every page of the store. */
export function checkStore(dataFolder: string): void {
  const path = join(dataFolder, 'dyno.db');
  must(existsSync(path), 'The store is gone', path);
  const aside = readdirSync(dataFolder).filter((name) => /damaged|corrupt/.test(name));
  must(aside.length === 0, 'The store was set aside', aside);
  const database = new Database(path, { readonly: true });
  try {
    const answer: unknown = database.pragma('integrity_check', { simple: true });
    must(answer === 'ok', 'The store is damaged', answer);
  } finally {
    database.close();
  }
}

/** Process ids of a process's children whose command line names this program (Linux). */
export function childrenOf(pid: number, program: string): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number)
      .filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(program));
  } catch {
    return [];
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
