import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface Served {
  readonly url: string;
  readonly pid: number;
  end(): Promise<void>;
}

/** `dyno serve` from the built program, on a free port. */
export async function serve(dataFolder: string): Promise<Served> {
  const program = join(import.meta.dirname, '../out/main/cli.js');
  const child = spawn(process.execPath, [program, 'serve', '--port', '0', '--data', dataFolder, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', (line) => {
      resolve((JSON.parse(line) as { url: string }).url);
    });
    void exited.then(() => reject(new Error('dyno serve ended before it said where it is.')));
  });
  return {
    url,
    pid: child.pid ?? 0,
    async end() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
