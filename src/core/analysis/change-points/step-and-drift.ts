import { drawnIn, type Segment } from './segment.ts';

/** Students of a step between two segments, of a drift through both, and of each besides the other. */
export interface StepAndDrift {
  readonly freedom: number;
  readonly step: number;
  readonly stepBesidesDrift: number;
  readonly driftBesidesStep: number;
}

/**
 * Least squares of a level, a step and a drift on the runs of two segments, where each run has φ of the noise of the one
 * before it: every column less φ of itself one run earlier (Cochrane & Orcutt 1949; the first row by Prais & Winsten 1954).
 */
export function fitStepAndDrift(
  values: Float64Array,
  left: Segment,
  right: Segment,
  phi: number,
  leastVariance: number,
): StepAndDrift {
  const first = Math.sqrt(1 - phi * phi);
  const centre = (left.from + right.to - 1) / 2;
  let [cc, cs, cp, cy, ss, sp, sy, pp, py, yy] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [stepBefore, placeBefore, valueBefore] = [0, 0, 0];
  for (let at = left.from; at < right.to; at += 1) {
    const side = at < right.from ? left : right;
    const value = side.middle - left.middle + drawnIn(values[at] as number, side.middle, side.reach);
    const step = side === right ? 1 : 0;
    const place = at - centre;
    const isFirst = at === left.from;
    const c = isFirst ? first : 1 - phi;
    const s = isFirst ? first * step : step - phi * stepBefore;
    const p = isFirst ? first * place : place - phi * placeBefore;
    const y = isFirst ? first * value : value - phi * valueBefore;
    cc += c * c;
    cs += c * s;
    cp += c * p;
    cy += c * y;
    ss += s * s;
    sp += s * p;
    sy += s * y;
    pp += p * p;
    py += p * y;
    yy += y * y;
    stepBefore = step;
    placeBefore = place;
    valueBefore = value;
  }
  // About the level: what it explains of each column is taken off.
  ss -= (cs * cs) / cc;
  sp -= (cs * cp) / cc;
  sy -= (cs * cy) / cc;
  pp -= (cp * cp) / cc;
  py -= (cp * cy) / cc;
  yy -= (cy * cy) / cc;
  const freedom = left.count + right.count - 2;
  const student = (part: number, of: number, total: number, free: number): number => {
    if (part === 0 || !(of > 0)) return 0;
    const variance = Math.max(leastVariance, (total - (part * part) / of) / free);
    return variance > 0 ? part / Math.sqrt(of * variance) : Math.sign(part) * Number.POSITIVE_INFINITY;
  };
  const besides = freedom > 2;
  return {
    freedom,
    step: student(sy, ss, yy, freedom),
    stepBesidesDrift: besides
      ? student(sy - (sp * py) / pp, ss - (sp * sp) / pp, yy - (py * py) / pp, freedom - 1)
      : 0,
    driftBesidesStep: besides
      ? student(py - (sp * sy) / ss, pp - (sp * sp) / ss, yy - (sy * sy) / ss, freedom - 1)
      : 0,
  };
}
