/** The inside of a utility process: one way to the parent, parentPort, and none of a forked Node process's others. */
import { EventEmitter } from 'node:events';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const send = process.send?.bind(process);
if (!send) throw new Error('electron double: started by hand');

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'electron' || specifier.startsWith('electron/')) {
      throw new Error(`electron double: ${specifier} in a utility process is not implemented`);
    }
    return next(specifier, context);
  },
});

class ParentPort extends EventEmitter {
  readonly #waiting: unknown[] = [];

  constructor() {
    super();
    process.on('message', (data) => {
      if (this.listenerCount('message') > 0) this.emit('message', { data, ports: [] });
      else this.#waiting.push(data);
    });
    process.once('disconnect', () => process.exit(0));
    this.on('newListener', (event) => {
      if (event !== 'message')
        throw new Error(`electron double: parentPort.on('${String(event)}') is not implemented`);
      setImmediate(() => {
        for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] });
      });
    });
  }

  postMessage(message: unknown): void {
    send?.(structuredClone(message));
  }
}

Object.defineProperty(process, 'parentPort', { value: new ParentPort() });
// Node's own send() looks at process.connected, so that has to stay.
Object.defineProperty(process, 'send', { value: undefined });
Object.defineProperty(process, 'disconnect', { value: undefined });
const listen = process.on.bind(process) as (
  event: string,
  listener: (...args: unknown[]) => void,
) => NodeJS.Process;
const guarded = (event: string, listener: (...args: unknown[]) => void): NodeJS.Process => {
  if (event === 'message' || event === 'disconnect') {
    throw new Error(
      `electron double: a utility process has no process.on('${event}'), only process.parentPort`,
    );
  }
  return listen(event, listener);
};
Object.assign(process, { on: guarded, once: guarded, addListener: guarded });

const [node = '', , program = '', ...args] = process.argv;
process.argv = [node, program, ...args];
await import(pathToFileURL(program).href);
