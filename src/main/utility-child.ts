import { utilityProcess, type UtilityProcess } from 'electron';
import { connect, connectionLost, type Channel } from '../contract/rpc.ts';
import type { Child, ChildExit, Log } from '../core/ports.ts';

const LAST_WORDS_CHARACTERS = 8192;

export interface UtilityProgram {
  /** What people call it: "the worker". */
  readonly title: string;
  readonly file: string;
  readonly log: Log;
}

/** Electron's own child processes: they end with the application, and carry no inspector. */
export function launchUtility<Api extends object, Events extends object>(
  { title, file, log }: UtilityProgram,
  events: Events,
): Child<Api, Events> {
  const child = utilityProcess.fork(file, [], {
    serviceName: `Dyno: ${title}`,
    // Its stdout is for nobody; its stderr is where native libraries say their last words.
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  let lastWords = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    const text = bytes.toString('utf8');
    lastWords = (lastWords + text).slice(-LAST_WORDS_CHARACTERS);
    log.debug(`${title}: ${text.trimEnd()}`);
  });

  const connection = connect<Api, Events>(channelTo(child), events, { peer: title });
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code) => {
      // Electron tells a signal only as a number in the place of the code.
      const done = (): void => resolve({ code, signal: null, lastWords: lastWords.trim() });
      const words = child.stderr as (NodeJS.ReadableStream & { readonly readableEnded?: boolean }) | null;
      if (!words || words.readableEnded) done();
      else words.once('end', done).once('close', done);
    });
  });
  void exited.then(() => connection.close(connectionLost(title)));
  return {
    // Electron knows it from the moment the process runs, not from the call that started it.
    get pid() {
      return child.pid;
    },
    connection,
    exited,
    kill: () => killHard(child),
  };
}

/** Electron's own kill() asks politely, which native code in the middle of a kernel may leave unanswered. */
function killHard(child: UtilityProcess): void {
  const { pid } = child;
  child.kill();
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    return; // gone already
  }
}

function channelTo(child: UtilityProcess): Channel {
  return {
    post: (frame) => child.postMessage(frame),
    onMessage: (listener) => void child.on('message', listener),
  };
}
