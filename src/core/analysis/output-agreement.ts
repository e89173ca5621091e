import type { OutputAgreement, OutputSummary } from '../../contract/outputs.ts';

/**
 * How far B's outputs are from A's, over the values kept of both. Outputs meet by name; those whose name the other
 * model has not meet by their place, where their shapes are the same: an exporter renames, it seldom reorders.
 */
export function agreementOf(a: readonly OutputSummary[], b: readonly OutputSummary[]): OutputAgreement {
  const tally = new Tally();
  const reasons: string[] = [];
  const unmet = new Set(b);
  for (const [place, left] of a.entries()) {
    const right = partnerOf(left, place, a, b);
    if (right === undefined) {
      reasons.push(`Output ${left.name} is in A alone.`);
      continue;
    }
    unmet.delete(right);
    const reason = whyNot(left, right);
    if (reason === null) tally.add(left, right);
    else reasons.push(reason);
  }
  for (const { name } of unmet) reasons.push(`Output ${name} is in B alone.`);
  return tally.agreement(reasons);
}

function partnerOf(
  left: OutputSummary,
  place: number,
  a: readonly OutputSummary[],
  b: readonly OutputSummary[],
): OutputSummary | undefined {
  const namesake = b.find(({ name }) => name === left.name);
  if (namesake !== undefined) return namesake;
  const right = b[place];
  const isTaken = a.some(({ name }) => name === right?.name);
  return right !== undefined && !isTaken && sameShape(left, right) ? right : undefined;
}

function whyNot(left: OutputSummary, right: OutputSummary): string | null {
  if (!sameShape(left, right)) {
    return `Output ${left.name} is ${left.shape.join('×')} in A and ${right.shape.join('×')} in B.`;
  }
  if (left.type === 'string' || right.type === 'string') return `Output ${left.name} is text.`;
  return null;
}

function sameShape(left: OutputSummary, right: OutputSummary): boolean {
  return (
    left.shape.length === right.shape.length && left.shape.every((size, axis) => size === right.shape[axis])
  );
}

class Tally {
  #compared = 0;
  #maxError = 0;
  #sumOfErrors = 0;
  #notANumber = 0;
  #product = 0;
  #squaresA = 0;
  #squaresB = 0;

  add(left: OutputSummary, right: OutputSummary): void {
    for (const [index, a] of left.values.entries()) {
      // Two samples of one tensor may have been taken at different strides.
      const position = index * left.stride;
      if (position % right.stride !== 0) continue;
      const b = right.values[position / right.stride];
      if (b === undefined) continue;
      if (a === null || b === null) {
        this.#notANumber += 1;
        continue;
      }
      const error = Math.abs(a - b);
      this.#compared += 1;
      this.#maxError = Math.max(this.#maxError, error);
      this.#sumOfErrors += error;
      this.#product += a * b;
      this.#squaresA += a * a;
      this.#squaresB += b * b;
    }
  }

  agreement(reasons: readonly string[]): OutputAgreement {
    const lengths = Math.sqrt(this.#squaresA * this.#squaresB);
    return {
      compared: this.#compared,
      maxError: this.#maxError,
      meanError: this.#compared > 0 ? this.#sumOfErrors / this.#compared : 0,
      // Undefined for a vector of zeros; rounding may carry it a hair beyond 1.
      cosine: lengths > 0 && Number.isFinite(lengths) ? clamp(this.#product / lengths) : null,
      notANumber: this.#notANumber,
      reasons,
    };
  }
}

function clamp(cosine: number): number {
  return Math.min(1, Math.max(-1, cosine));
}
