import type { OperatorProfile, Placement } from '../../../contract/profile.ts';
import { bytesOf, countElements } from '../../model/element-type.ts';

/** Which provider ran what, and what was left to the CPU though another one was asked for. */
export function placementOf(
  provider: string,
  operators: readonly OperatorProfile[],
  cleanMeanMs: number,
): Placement {
  const byProvider = new Map<string, { operators: number; selfMs: number }>();
  const fallbacks: number[] = [];
  const copies = { count: 0, bytes: 0 as number | null, selfMs: 0 };
  let fallbackMs = 0;
  for (const [place, operator] of operators.entries()) {
    const entry = byProvider.get(operator.provider) ?? { operators: 0, selfMs: 0 };
    byProvider.set(operator.provider, entry);
    entry.operators += 1;
    entry.selfMs += operator.selfMs;
    if (operator.family === 'copy') {
      copies.count += 1;
      copies.selfMs += operator.selfMs;
      copies.bytes = add(copies.bytes, bytesOfResults(operator));
    } else if (provider !== 'cpu' && operator.provider === 'cpu') {
      fallbacks.push(place);
      fallbackMs += operator.selfMs;
    }
  }
  const selfOf = (place: number): number => operators[place]?.selfMs ?? 0;
  return {
    provider,
    operators: operators.length,
    byProvider: [...byProvider]
      .map(([name, { operators: count, selfMs }]) => ({
        provider: name,
        operators: count,
        selfMs,
        share: cleanMeanMs > 0 ? selfMs / cleanMeanMs : 0,
      }))
      .sort((a, b) => b.selfMs - a.selfMs),
    fallbacks: fallbacks.sort((a, b) => selfOf(b) - selfOf(a)),
    fallbackMs,
    copies,
  };
}

/** In one iteration; null where its results are not known. */
function bytesOfResults({ outputs, perIteration }: OperatorProfile): number | null {
  if (outputs.length === 0) return null;
  return (
    perIteration * outputs.reduce((sum, { type, shape }) => sum + bytesOf(type, countElements(shape)), 0)
  );
}

function add(sum: number | null, more: number | null): number | null {
  return sum === null || more === null ? null : sum + more;
}
