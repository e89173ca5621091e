interface Place {
  readonly name: string;
  readonly file: string;
  readonly object: string;
}

/** "(3) name" gives a number to a name once; "(3)" alone is that name again. Files, functions and objects each. */
export class CallgrindNames {
  readonly #known = {
    fl: new Map<string, string>(),
    fn: new Map<string, string>(),
    ob: new Map<string, string>(),
  };
  #file = '';
  /** Of the function itself: lines inlined from other files change #file alone. */
  #functionFile = '';
  #object = '';
  #name = '';
  #calleeFile: string | null = null;
  #calleeObject: string | null = null;
  #calleeName = '';

  set(key: string, value: string): void {
    if (key === 'ob') this.#object = this.#resolve('ob', value);
    else if (key === 'fl') {
      this.#file = this.#resolve('fl', value);
      this.#functionFile = this.#file;
    } else if (key === 'fi' || key === 'fe') this.#file = this.#resolve('fl', value);
    else if (key === 'fn') {
      this.#name = this.#resolve('fn', value);
      this.#functionFile = this.#file;
    } else if (key === 'cob') this.#calleeObject = this.#resolve('ob', value);
    else if (key === 'cfi' || key === 'cfl') this.#calleeFile = this.#resolve('fl', value);
    else if (key === 'cfn') this.#calleeName = this.#resolve('fn', value);
  }

  get function(): Place {
    return { name: this.#name, file: this.#functionFile, object: this.#object };
  }

  /** In the file and object of its caller, unless told otherwise. */
  get callee(): Place {
    const file = this.#calleeFile ?? this.#functionFile;
    return { name: this.#calleeName, file, object: this.#calleeObject ?? this.#object };
  }

  endCall(): void {
    this.#calleeFile = null;
    this.#calleeObject = null;
  }

  #resolve(sort: 'fl' | 'fn' | 'ob', value: string): string {
    // Most are numbers that were told before.
    const again = this.#known[sort].get(value);
    if (again !== undefined) return again;
    const [, number, name] = /^\((\d+)\)\s*(.*)$/.exec(value) ?? [];
    if (number === undefined) return value;
    if (name === undefined || name === '') return this.#known[sort].get(`(${number})`) ?? `(${number})`;
    this.#known[sort].set(`(${number})`, name);
    return name;
  }
}
