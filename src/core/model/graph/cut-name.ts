const LONGEST_NAME = 400;

/** A name longer than a page is told by its beginning. */
export function cutName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
