import type { GateReport, GateRequest, GateState } from '../src/contract/gate.ts';
import type { Figure } from './figure.ts';
import { SimulatedGates, type Version } from './gate/simulated-gates.ts';

type Shape = (middle: string) => string;

/** What machines do: processes differ by up to 2 %, and inside of one nothing is independent. */
const USUAL: readonly Shape[] = [
  (ms) => `lognormal(median=${ms},sigma=0.05)+spread(0.5%)`,
  (ms) => `normal(${ms},0.5ms)+spread(1%)`,
  (ms) => `normal(${ms},0.5ms)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.1)+ar(0.8)+spread(1%)`,
  (ms) => `normal(${ms},0.3ms)+spikes(2%,x5)+spread(2%)`,
  (ms) => `lognormal(median=${ms},sigma=0.03)+drift(5%)+spread(1.5%)`,
  (ms) => `normal(${ms},0.5ms)+quantum(10us)+spread(1.5%)`,
  (ms) => `normal(${ms},0.3ms)+spread(1%)+slowprocess(1/30,x2)`,
];

/** Build servers on shared machines: whole processes slow, wide spreads. */
const HEAVY: readonly Shape[] = [
  (ms) => `lognormal(median=${ms},sigma=0.3)+ar(0.9)+spread(5%)`,
  (ms) => `normal(${ms},1ms)+spread(10%)+slowprocess(1/10,x3)`,
  (ms) => `normal(${ms},0.5ms)+spread(8%)`,
  (ms) => `normal(${ms},0.5ms)+spread(2%)+slowprocess(1/5,x1.5)`,
];

const SAME = 1000;
const DIFFERENT = 400;
const MOST_FALSE = 0.01;
/** What is asked of a gate that believes every alarm at once. */
const MOST_FALSE_AT_ONCE = 0.05;
const LEAST_FOUND = 0.95;
/** On the line itself noise decides: where it is told as a warning at least, the line of 15 % was left behind. */
const LEAST_TOLD_ON_THE_LINE = 0.9;
const LEAST_TOLD_IN_HEAVY_NOISE = 0.7;

type Counts = Partial<Record<GateState, number>> & { readonly gates: number; alarmedAtFirst: number };

interface Question {
  readonly shapes: readonly Shape[];
  readonly slow?: string;
  readonly memory?: number;
  readonly gates: number;
  readonly request?: Partial<GateRequest>;
}

/** How often a gate is wrong, by gates over runs of which each is drawn for one gate alone. */
export async function benchGate(say: (text: string) => void): Promise<Figure[]> {
  let seed = 0;
  const count = async (what: string, question: Question): Promise<Counts> => {
    const counts = await countOf(question, (seed += 1));
    say(`${what}: ${wordsOf(counts)}, ${counts.alarmedAtFirst} alarmed at first`);
    return counts;
  };
  const all = [...USUAL, ...HEAVY];
  const same = await count('A against A, usual and heavy noise', { shapes: all, gates: SAME });
  const atOnce = await count('A against A, usual noise, nothing measured again', {
    shapes: USUAL,
    gates: SAME,
    request: { remeasure: 0 },
  });
  const by30 = await count('30 % slower', { shapes: USUAL, slow: '13ms', gates: DIFFERENT });
  const by20 = await count('20 % slower', { shapes: USUAL, slow: '12ms', gates: DIFFERENT });
  const more = await count('30 % more memory', { shapes: USUAL, memory: 1.3, gates: DIFFERENT });
  const heavy = await count('30 % slower in heavy noise', { shapes: HEAVY, slow: '13ms', gates: DIFFERENT });
  const told = (counts: Counts): number => counts.gates - (counts.pass ?? 0);
  return [
    figure(`A against A, ${SAME} gates, usual and heavy noise`, same, {
      target: `≤ ${MOST_FALSE * 100} % false alarms`,
      met: (same.fail ?? 0) <= MOST_FALSE * SAME,
    }),
    figure(`A against A, ${SAME} gates, usual noise, every alarm believed at once`, atOnce, {
      target: `≤ ${MOST_FALSE_AT_ONCE * 100} % false alarms`,
      met: (atOnce.fail ?? 0) <= MOST_FALSE_AT_ONCE * SAME,
    }),
    figure(`30 % slower, line at 120 %, ${DIFFERENT} gates, usual noise`, by30, {
      target: `≥ ${LEAST_FOUND * 100} % fail`,
      met: (by30.fail ?? 0) >= LEAST_FOUND * DIFFERENT,
    }),
    figure(`30 % more memory, line at 120 %, ${DIFFERENT} gates`, more, {
      target: `≥ ${LEAST_FOUND * 100} % fail`,
      met: (more.fail ?? 0) >= LEAST_FOUND * DIFFERENT,
    }),
    figure(`20 % slower, on the line of 120 % itself, ${DIFFERENT} gates, usual noise`, by20, {
      target: `≥ ${LEAST_TOLD_ON_THE_LINE * 100} % told: fail, warning or undecided`,
      met: told(by20) >= LEAST_TOLD_ON_THE_LINE * DIFFERENT,
    }),
    figure(`30 % slower in heavy noise, ${DIFFERENT} gates`, heavy, {
      target: `≥ ${LEAST_TOLD_IN_HEAVY_NOISE * 100} % told: fail, warning or undecided`,
      met: told(heavy) >= LEAST_TOLD_IN_HEAVY_NOISE * DIFFERENT,
    }),
  ];
}

async function countOf(
  { shapes, slow = '10ms', memory = 1, gates, request = {} }: Question,
  seed: number,
): Promise<Counts> {
  const simulated = new SimulatedGates(seed);
  const counts: Counts = { gates, alarmedAtFirst: 0 };
  for (let index = 0; index < gates; index += 1) {
    const shape = shapes[index % shapes.length] as Shape;
    const version = (middle: string, share: number): Version => ({ spec: shape(middle), memory: share });
    const report = await simulated.gate(version('10ms', 1), version(slow, memory), request);
    // Of runs that are not judged nothing is learnt, neither of alarms nor of their absence.
    if (report.state === 'not-comparable' || report.state === 'not-measured')
      throw new Error(report.sentence);
    counts[report.state] = (counts[report.state] ?? 0) + 1;
    if (hasAlarmed(report, request)) counts.alarmedAtFirst += 1;
  }
  return counts;
}

function hasAlarmed({ confirmation, state }: GateReport, { remeasure }: Partial<GateRequest>): boolean {
  return confirmation !== null || (remeasure === 0 && state === 'fail');
}

function figure(name: string, counts: Counts, { target, met }: Pick<Figure, 'target' | 'met'>): Figure {
  return { name, target, measured: wordsOf(counts), met, detail: { ...counts } };
}

function wordsOf({ gates, ...counts }: Counts): string {
  const states: readonly GateState[] = ['fail', 'warning', 'undecided', 'pass'];
  return states
    .filter((state) => state === 'pass' || state === 'fail' || (counts[state] ?? 0) > 0)
    .map((state) => `${(((counts[state] ?? 0) / gates) * 100).toFixed(1)} % ${state}`)
    .join(', ');
}
