import { fork, type ChildProcess } from 'node:child_process';
import { connect, connectionLost, type Channel } from '../../contract/rpc.ts';
import type { Child, ChildExit } from '../../core/ports.ts';
import { LastWords } from './last-words.ts';

export interface ChildProgram {
  /** What people call it: "the worker". */
  readonly title: string;
  readonly file: string;
  readonly onStderr?: (text: string) => void;
}

/** Forks a part of Dyno and speaks with it. Structured clone on the wire, so that typed arrays stay typed. */
export function launchChild<Api extends object, Events extends object>(
  program: ChildProgram,
  events: Events,
): Child<Api, Events> {
  const child = fork(program.file, [], {
    serialization: 'advanced',
    // Its stdout would mix with the document that a command prints.
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Neither an inspector's port nor a test runner's loader belongs into the child.
    execArgv: [],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
    windowsHide: true,
  });
  const lastWords = new LastWords();
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    lastWords.add(text);
    program.onStderr?.(text);
  });

  const connection = connect<Api, Events>(channelTo(child), events, { peer: program.title });
  const exited = exitOf(child, lastWords);
  void exited.then(() => connection.close(connectionLost(program.title)));
  return { pid: child.pid, connection, exited, kill: () => void child.kill('SIGKILL') };
}

function channelTo(child: ChildProcess): Channel {
  return {
    // Sending to a child that just died is no error here: its exit rejects what is pending.
    post: (frame) => void child.send(frame as object, () => undefined),
    onMessage: (listener) => void child.on('message', listener),
  };
}

/** "close" and not "exit": only then have its last messages and words been read. */
function exitOf(child: ChildProcess, lastWords: LastWords): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, lastWords: lastWords.text() }));
    child.on('error', (error) => {
      lastWords.add(error.message);
      if (child.pid === undefined) resolve({ code: null, signal: null, lastWords: lastWords.text() });
    });
  });
}
