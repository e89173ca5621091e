/** Names that differ by a running number alone are one name wherever spans are added up. */
const NUMBERED = /^(ProfilerStep#)\d+$/;

export interface SummedNames {
  readonly count: number;
  of(name: number): number;
  text(summed: number): string;
  /** −1 where no span could be meant. */
  find(text: string): number;
}

export function summedNames(strings: readonly string[]): SummedNames {
  const numbered = new Map<number, number>();
  const extra: string[] = [];
  for (let index = 0; index < strings.length; index += 1) {
    const text = strings[index] as string;
    if (!text.startsWith('P') || text.length > 40) continue;
    const stem = NUMBERED.exec(text)?.[1];
    if (stem === undefined) continue;
    if (!extra.includes(stem)) extra.push(stem);
    numbered.set(index, strings.length + extra.indexOf(stem));
  }
  return {
    count: strings.length + extra.length,
    of: numbered.size === 0 ? (name) => name : (name) => numbered.get(name) ?? name,
    text: (summed) => strings[summed] ?? extra[summed - strings.length] ?? '',
    find: (text) => {
      const among = extra.indexOf(NUMBERED.exec(text)?.[1] ?? text);
      return among >= 0 ? strings.length + among : strings.indexOf(text);
    },
  };
}
