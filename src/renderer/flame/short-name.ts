/** A name as it can stand in a line: some are a megabyte long. Its end tells nodes of a model apart. */
export function shortName(name: string, letters = 96): string {
  if (name === '') return '(unnamed)';
  if (name.length <= letters) return name;
  const half = Math.floor((letters - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}
