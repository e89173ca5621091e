import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareApp } from './app.ts';
import { utilityProcess } from './utility-process.ts';

describe('a utility process', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dyno-utility-'));
    bareApp.becomeReady();
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const program = (text: string): string => {
    const file = join(folder, `${Math.abs(hash(text))}.mjs`);
    writeFileSync(file, text);
    return file;
  };
  const answerOf = (text: string, message: unknown = 'go'): Promise<unknown> => {
    const child = utilityProcess.fork(program(text), [], { stdio: 'ignore' });
    child.postMessage(message);
    return new Promise((resolve) => {
      child.once('message', (data) => {
        child.kill();
        resolve(data);
      });
    });
  };

  it('speaks through parentPort, with typed arrays', async () => {
    const echo = 'process.parentPort.on("message", ({ data }) => process.parentPort.postMessage(data));';
    expect(await answerOf(echo, { at: Float64Array.of(1.5) })).toEqual({ at: Float64Array.of(1.5) });
  });

  it('has no other channel: neither send nor listeners of a forked Node process', async () => {
    const seen = `
      const tries = [() => process.on('message', () => {}), () => process.once('disconnect', () => {})];
      const refused = tries.map((attempt) => { try { attempt(); return 'worked'; } catch (error) { return error.message; } });
      process.parentPort.on('message', () => process.parentPort.postMessage([typeof process.send, ...refused]));`;
    expect(await answerOf(seen)).toEqual([
      'undefined',
      expect.stringContaining('only process.parentPort'),
      expect.stringContaining('only process.parentPort'),
    ]);
  });

  it('has no electron', async () => {
    const seen = `
      const why = await import('electron').catch((error) => error.message);
      process.parentPort.on('message', () => process.parentPort.postMessage(String(why)));`;
    expect(await answerOf(seen)).toContain('electron in a utility process is not implemented');
  });

  it('has a number from when it runs, and says how it ended', async () => {
    const child = utilityProcess.fork(program('process.parentPort.on("message", () => process.exit(7));'));
    expect(child.pid).toBeUndefined();
    await new Promise<void>((resolve) => void child.once('spawn', () => resolve()));
    expect(child.pid).toBeGreaterThan(0);
    const code = new Promise((resolve) => void child.once('exit', resolve));
    child.postMessage('end');
    expect(await code).toBe(7);
    expect(child.pid).toBeUndefined();
  });

  it('reports a signal as its number, and its own kill() as an orderly end', async () => {
    const forever = program(
      'process.parentPort.on("message", () => {}); process.parentPort.postMessage("up");',
    );
    const ended = async (end: (child: ReturnType<typeof utilityProcess.fork>) => void): Promise<unknown> => {
      const child = utilityProcess.fork(forever);
      const code = new Promise((resolve) => void child.once('exit', resolve));
      child.once('message', () => end(child));
      return code;
    };
    expect(await ended((child) => process.kill(child.pid ?? 0, 'SIGKILL'))).toBe(9);
    expect(await ended((child) => child.kill())).toBe(0);
  });

  it('takes no stdin, no fourth stream, no foreign option and no foreign transfer', () => {
    const fork = (options: object) => () => utilityProcess.fork(program(''), [], options);
    expect(fork({ stdio: ['pipe', 'pipe', 'pipe'] })).toThrow('no stdin');
    expect(fork({ stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })).toThrow('no channel but parentPort');
    expect(fork({ stdio: ['ignore', 'ipc', 'pipe'] })).toThrow('no channel but parentPort');
    expect(fork({ detached: true })).toThrow('"detached"');
    expect(() => utilityProcess.fork(join(folder, 'missing.js'))).toThrow('no file');
    const child = utilityProcess.fork(program(''));
    expect(() => child.postMessage('x', [new ArrayBuffer(1)])).toThrow('only ports');
    expect(() => child.postMessage(() => undefined)).toThrow('could not be cloned');
    child.kill();
  });
});

const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7);
