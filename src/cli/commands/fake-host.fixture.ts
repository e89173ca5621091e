import type { CoreEvent, DynoApi } from '../../contract/api.ts';
import type { Run, RunDetails } from '../../contract/run.ts';
import type { Core } from '../../core/index.ts';
import { readInvocation } from '../host/invocation.ts';
import type { StopCause } from '../host/stop-request.ts';
import { createTerminal } from '../host/terminal.ts';
import { createProgram } from '../program.ts';
import type { CommandHost } from './types.ts';

const NO_DETAILS: RunDetails = { trust: null, outputs: null, scenario: null, generation: null };

/** The real words and commands over a core of the test's own. */
export function createFakeHost(
  api: Partial<DynoApi>,
  answer: boolean | null = null,
  traces: Partial<Core['traces']> = {},
  variables: Readonly<Record<string, string>> = {},
) {
  const questions: string[] = [];
  const out: string[] = [];
  const err: string[] = [];
  const listeners = new Set<(event: CoreEvent) => void>();
  let askToStop: (cause: StopCause) => void = () => undefined;
  let cause: StopCause | null = null;
  const asked = new Promise<StopCause>((resolve) => {
    askToStop = (next) => {
      cause = next;
      resolve(next);
    };
  });
  const core: Core = {
    api: { getDetails: async () => NO_DETAILS, ...api } as DynoApi,
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    traces: {
      ready: () => Promise.reject(new Error('No traces here.')),
      exportTo: () => Promise.reject(new Error('No traces here.')),
      ...traces,
    },
    upkeep: {
      stay: () => undefined,
      afterCommand: () => Promise.resolve(null),
      follow: () => () => undefined,
    },
    close: () => Promise.resolve(),
  };
  const host = (json: boolean): CommandHost => ({
    terminal: createTerminal({
      color: false,
      stdoutIsTerminal: false,
      stderrIsTerminal: false,
      columns: undefined,
      writeOut: (text) => void out.push(text),
      writeErr: (text) => void err.push(text),
    }),
    invocation: readInvocation(variables, '/typed/here'),
    json,
    stop: {
      get cause() {
        return cause;
      },
      asked,
      stay: () => undefined,
    },
    log: { debug: () => undefined, warn: () => undefined, error: () => undefined },
    paths: { data: '/data', models: '/data/models' },
    monotonic: () => 0,
    askYesNo: (question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
    openCore: () => Promise.resolve(core),
  });
  return {
    listeners,
    questions,
    emit(event: CoreEvent) {
      for (const listener of listeners) listener(event);
    },
    askToStop: (next: StopCause) => askToStop(next),
    async run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
      let code = -1;
      const program = createProgram(
        '0.0.0',
        async (command, work) => {
          code = await work(host(command.optsWithGlobals<{ json?: boolean }>().json === true));
        },
        (text) => void out.push(text),
      );
      await program.parseAsync(argv, { from: 'user' });
      return { code, out: out.join(''), err: err.join('') };
    },
  };
}

export function changed(run: Run): CoreEvent {
  return { type: 'runs-changed', runIds: [run.id] };
}
