import { EventEmitter } from 'node:events';

/** What the double says instead of pretending. */
export function refusal(text: string): Error {
  return new Error(`electron double: ${text}`);
}

/** What JavaScript itself asks of any object: a promise asks for "then", printing for "toJSON". */
const ASKED_BY_THE_LANGUAGE: ReadonlySet<string> = new Set([
  'then',
  'toJSON',
  'constructor',
  'prototype',
  'name',
]);

/** An object that throws when something is asked of it that the double does not have. */
export function strict<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key) {
      if (typeof key === 'symbol') return Reflect.get(object, key, object) as unknown;
      if (!(key in object)) {
        if (ASKED_BY_THE_LANGUAGE.has(key)) return undefined;
        throw refusal(`${name}.${key} is not implemented`);
      }
      const value: unknown = Reflect.get(object, key, object);
      // Methods are bound to the bare object, since private fields are not visible through a proxy; classes are not.
      const isMethod = typeof value === 'function' && !Object.hasOwn(value, 'prototype');
      return isMethod ? ((value as (...args: unknown[]) => unknown).bind(object) as unknown) : value;
    },
  });
}

/** An emitter on which a listener for an event that never comes is an error. */
export class StrictEmitter extends EventEmitter {
  readonly #name: string;
  readonly #events: ReadonlySet<string>;

  constructor(name: string, events: readonly string[]) {
    super();
    this.#name = name;
    this.#events = new Set(events);
  }

  override on(event: string, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.on(event, listener as (...args: unknown[]) => void);
  }

  override once(event: string, listener: (...args: never[]) => void): this {
    this.#check(event);
    return super.once(event, listener as (...args: unknown[]) => void);
  }

  #check(event: string): void {
    if (!this.#events.has(event)) throw refusal(`the event ${this.#name}.on('${event}') is not implemented`);
  }
}

/** Electron's event object: its listeners may prevent what comes next. */
export class PreventableEvent {
  defaultPrevented = false;
  constructor(fields: object = {}) {
    Object.assign(this, fields);
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export function onlyKnownKeys(name: string, value: object, known: readonly string[]): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) throw refusal(`${name} with "${key}" is not implemented`);
  }
}
