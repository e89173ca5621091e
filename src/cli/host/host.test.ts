import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInvocation } from './invocation.ts';
import { LastWords } from './last-words.ts';
import { childProgram, programRoot, programVersion } from './program-files.ts';
import { createStderrLog } from './stderr-log.ts';
import { createTerminal } from './terminal.ts';

describe('how the program was called', () => {
  it('is "dyno", with files beside the current folder', () => {
    const { command, path } = readInvocation({ INIT_CWD: '/elsewhere' }, '/here');
    expect(command).toBe('dyno');
    expect(path('a.onnx')).toBe('/here/a.onnx');
    expect(path('/abs/a.onnx')).toBe('/abs/a.onnx');
  });

  it('through npm is the npm line, with files beside where it was typed', () => {
    const { command, path } = readInvocation(
      { INIT_CWD: '/typed', npm_lifecycle_event: 'dyno' },
      '/checkout',
    );
    expect(command).toBe('npm run -s dyno --');
    expect(path('a.onnx')).toBe('/typed/a.onnx');
  });

  it('is what the start script says where it says so', () => {
    expect(readInvocation({ DYNO_COMMAND: './dyno.sh' }, '/').command).toBe('./dyno.sh');
  });
});

describe('the program’s files', () => {
  it('are found from the source', () => {
    expect(existsSync(join(programRoot, 'package.json'))).toBe(true);
    expect(programVersion).toMatch(/^\d+\.\d+\.\d+/);
    expect(basename(childProgram('worker'))).toBe('index.ts');
    expect(childProgram('sampler')).toContain('sampler');
  });
});

describe('last words', () => {
  it('are the end of what was said', () => {
    const words = new LastWords();
    for (let line = 0; line < 5000; line += 1) words.add(`line ${line}\n`);
    expect(words.text()).toMatch(/line 4999$/);
    expect(words.text().length).toBeLessThanOrEqual(8192);
  });
});

describe('the log', () => {
  it('keeps details for those who ask', () => {
    const lines: string[] = [];
    const write = (text: string): void => void lines.push(text);
    const quiet = createStderrLog(false, write);
    quiet.debug('inner');
    quiet.warn('careful');
    quiet.error('broken', new Error('why'));
    expect(lines).toEqual(['warning: careful\n', 'error: broken: why\n']);
    lines.length = 0;
    createStderrLog(true, write).debug('inner');
    expect(lines).toEqual(['debug: inner\n']);
  });
});

describe('the terminal', () => {
  function terminal(isTerminal: boolean, color = true) {
    const out: string[] = [];
    const err: string[] = [];
    const made = createTerminal({
      color,
      stdoutIsTerminal: isTerminal,
      stderrIsTerminal: isTerminal,
      columns: isTerminal ? 200 : undefined,
      writeOut: (text) => out.push(text),
      writeErr: (text) => err.push(text),
    });
    return { made, out, err };
  }

  it('has colours only where a person looks and wants them', () => {
    expect(terminal(true).made.paint.red('x')).not.toBe('x');
    expect(terminal(true, false).made.paint.red('x')).toBe('x');
    expect(terminal(false).made.paint.red('x')).toBe('x');
  });

  it('wipes the progress line before anything else is written', () => {
    const { made, out, err } = terminal(true);
    made.redraw('50 %');
    made.data('result');
    made.say('bye');
    expect(err.join('')).toBe('\r\u001b[2K50 %\r\u001b[2Kbye\n');
    expect(out).toEqual(['result\n']);
  });

  it('never redraws into a file', () => {
    const { made, err } = terminal(false);
    made.redraw('50 %');
    expect(err).toEqual([]);
    expect(made.columns).toBe(80);
  });
});
