const MOST = 400;

/** A name as it goes to a page: some are a megabyte long. Its end tells nodes of a model apart. */
export function briefName(name: string): string {
  return name.length <= MOST ? name : `${name.slice(0, MOST / 2)}…${name.slice(-MOST / 2)}`;
}
