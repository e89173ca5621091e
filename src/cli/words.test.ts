import { CommanderError } from 'commander';
import { describe, expect, it } from 'vitest';
import { asFailure } from './failure.ts';
import { createProgram } from './program.ts';

function helpOf(...argv: string[]): string {
  const written: string[] = [];
  const program = createProgram(
    '1.2.3',
    () => Promise.resolve(),
    (text) => void written.push(text),
  );
  expect(() => program.parse([...argv, '--help'], { from: 'user' })).toThrow(CommanderError);
  return written.join('');
}

const NAMES = createProgram(
  '1.2.3',
  () => Promise.resolve(),
  () => undefined,
).commands.map((command) => command.name());

describe('--help', () => {
  it('of the program lists every command, the exit codes and examples', () => {
    const text = helpOf();
    for (const name of NAMES) expect(text).toContain(`\n  ${name} `);
    expect(text).toContain('130 stopped by Ctrl-C');
    expect(text).toContain('Examples:');
  });

  it.each(NAMES)('of %s has its exit codes and an example, in 80 columns', (name) => {
    const text = helpOf(name);
    expect(text).toContain('Exit codes:');
    expect(text).toContain(`\n  dyno ${name}`);
    for (const line of text.split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
  });
});

describe('a complaint about the words', () => {
  it('is one sentence that names the command to ask', () => {
    const program = createProgram(
      '1.2.3',
      () => Promise.resolve(),
      () => undefined,
    );
    const complaints = [
      [['bnech', 'm'], "Unknown command 'bnech' (Did you mean bench?)"],
      [['bench'], "Missing required argument 'model'."],
      [['bench', 'm', '--bach', '2'], "Unknown option '--bach' (Did you mean --batch?)"],
      [['show', 'a', 'b'], "Too many arguments for 'show'. Expected 1 argument but got 2: a, b."],
      [['export', 'a'], "Required option '-f, --format <format>' not specified."],
      [[], 'No command was given.'],
    ] as const;
    for (const [argv, message] of complaints) {
      let thrown: unknown = null;
      try {
        program.parse([...argv], { from: 'user' });
      } catch (error) {
        thrown = error;
      }
      expect(asFailure(thrown, 'dyno bench').details()).toEqual({
        code: 'USAGE',
        message,
        subject: 'dyno bench',
        nextStep: 'See dyno bench --help.',
      });
    }
  });
});
