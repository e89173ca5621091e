import { writeSync } from 'node:fs';
import pico from 'picocolors';

export type Paint = ReturnType<typeof pico.createColors>;

/** Where a command writes: data on stdout, all else on stderr, colours only where a person looks. */
export interface Terminal {
  /** One piece of data; the line end is added. */
  data(text: string): void;
  /** Words for the person at the terminal: progress, hints, warnings. */
  say(text: string): void;
  /** Replaces the last line on stderr; only where `redraws`. */
  redraw(line: string): void;
  readonly redraws: boolean;
  /** Replaces the lines that it drew before, on stdout; null where stdout is no terminal. */
  readonly screen: ((lines: readonly string[]) => void) | null;
  readonly columns: number;
  readonly rows: number;
  readonly paint: Paint;
  readonly paintErrors: Paint;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number | undefined;
  readonly rows?: number | undefined;
  writeOut(text: string): void;
  writeErr(text: string): void;
}

const ERASE_LINE = '\r\u001b[2K';
const ERASE_BELOW = '\u001b[J';
const DEFAULT_ROWS = 24;

export function createTerminal(options: TerminalOptions): Terminal {
  let drawn = false;
  const clear = (): void => {
    if (drawn) options.writeErr(ERASE_LINE);
    drawn = false;
  };
  return {
    data(text) {
      clear();
      options.writeOut(text.endsWith('\n') ? text : `${text}\n`);
    },
    say(text) {
      clear();
      options.writeErr(`${text}\n`);
    },
    redraw(line) {
      if (!options.stderrIsTerminal) return;
      options.writeErr(ERASE_LINE + line);
      drawn = line !== '';
    },
    redraws: options.stderrIsTerminal,
    screen: options.stdoutIsTerminal ? createScreen((text) => options.writeOut(text)) : null,
    columns: Math.max(40, Math.min(options.columns ?? 80, 120)),
    rows: Math.max(10, options.rows ?? DEFAULT_ROWS),
    paint: pico.createColors(options.color && options.stdoutIsTerminal),
    paintErrors: pico.createColors(options.color && options.stderrIsTerminal),
  };
}

/** One write for each picture, so that none is seen half drawn. */
function createScreen(write: (text: string) => void): (lines: readonly string[]) => void {
  let height = 0;
  return (lines) => {
    const back = height > 0 ? `\r\u001b[${height}A` : '';
    write(back + lines.map((line) => `\u001b[2K${line}\n`).join('') + ERASE_BELOW);
    height = lines.length;
  };
}

/** Colour by NO_COLOR (no-color.org) and --no-color; the streams of this process. */
export function processTerminal(color: boolean): Terminal {
  return createTerminal({
    color: color && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    columns: process.stderr.columns ?? process.stdout.columns,
    rows: process.stdout.rows,
    writeOut: (text) => void process.stdout.write(text),
    writeErr,
  });
}

function writeErr(text: string): void {
  try {
    writeSync(2, text);
  } catch {
    // Nobody reads it: the result does not depend on that.
    return;
  }
}
