import { spawn } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a program of this folder in a process of its own and gives what it printed, parsed. `cpus` as `taskset -c` takes
 * them: the program and all that it starts run there alone.
 */
export function inFreshProcess<T>(program: string, argument: unknown, cpus?: string): Promise<T> {
  const given = [process.execPath, join(import.meta.dirname, program), JSON.stringify(argument)];
  const [command = '', ...args] = cpus === undefined ? given : ['taskset', '-c', cpus, ...given];
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(JSON.parse(output) as T);
      else reject(new Error(`${program} ended with ${signal ?? `code ${code}`}: ${output.slice(-500)}`));
    });
  });
}

export const argumentOf = <T>(): T => JSON.parse(process.argv[2] ?? 'null') as T;

export const answer = (value: unknown): void => void process.stdout.write(JSON.stringify(value));
