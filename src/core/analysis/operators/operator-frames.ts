import type { OperatorProfile } from '../../../contract/profile.ts';

/** An operator as a stack of frames, outermost first: its modules, its type, its name; inside If, Loop and Scan theirs. */
export function operatorFrames(operators: readonly OperatorProfile[], place: number): readonly string[] {
  const frames: string[][] = [];
  const seen = new Set<number>();
  for (let at = place; at >= 0 && !seen.has(at); at = operators[at]?.parent ?? -1) {
    const operator = operators[at];
    if (operator === undefined) break;
    seen.add(at);
    frames.unshift([...operator.module, operator.op, ...(operator.name === '' ? [] : [operator.name])]);
  }
  return frames.flat();
}
