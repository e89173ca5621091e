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
  readonly columns: number;
  readonly paint: Paint;
  readonly paintErrors: Paint;
}

export interface TerminalOptions {
  readonly color: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly columns: number | undefined;
  writeOut(text: string): void;
  writeErr(text: string): void;
}

const ERASE_LINE = '\r\u001b[2K';

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
    columns: Math.max(40, Math.min(options.columns ?? 80, 120)),
    paint: pico.createColors(options.color && options.stdoutIsTerminal),
    paintErrors: pico.createColors(options.color && options.stderrIsTerminal),
  };
}

/** Colour by NO_COLOR (no-color.org) and --no-color; the streams of this process. */
export function processTerminal(color: boolean): Terminal {
  return createTerminal({
    color: color && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true && process.env['TERM'] !== 'dumb',
    columns: process.stderr.columns ?? process.stdout.columns,
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
