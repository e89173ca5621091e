import type { Environment } from '../../../contract/hardware.ts';
import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { ENVIRONMENT } from './environment-facts.ts';
import { different, type Sides } from './guard-words.ts';

const ON_ONE_MACHINE = 'Measure both on one machine.';

type Place = Pick<ComparisonReason, 'kind' | 'nextStep'> & {
  readonly fact: string;
  readonly what: string;
  /** Of runs on a GPU alone, or always; left out: never. */
  readonly blocks?: 'always' | 'on-gpu';
};

const AS_MEANT = 'Nothing, where that is what you compare; else measure both under the same one.';

/** One machine is one host with one processor: what noise floors hold for as well. */
const PLACES: readonly Place[] = [
  { fact: 'host', what: 'machines', kind: 'other-machine', blocks: 'always', nextStep: ON_ONE_MACHINE },
  { fact: 'cpu', what: 'CPUs', kind: 'other-machine', blocks: 'always', nextStep: ON_ONE_MACHINE },
  { fact: 'cores', what: 'core counts', kind: 'other-machine', blocks: 'always', nextStep: ON_ONE_MACHINE },
  { fact: 'memory', what: 'memory sizes', kind: 'other-machine', nextStep: ON_ONE_MACHINE },
  { fact: 'gpu', what: 'GPUs', kind: 'other-machine', blocks: 'on-gpu', nextStep: ON_ONE_MACHINE },
  {
    fact: 'driver',
    what: 'GPU drivers',
    kind: 'other-driver',
    blocks: 'on-gpu',
    nextStep:
      'Measure both under one driver; or take the ratio for what the driver did, where nothing else differs.',
  },
  { fact: 'os', what: 'operating systems', kind: 'other-system', nextStep: AS_MEANT },
  { fact: 'kernel', what: 'kernels', kind: 'other-system', nextStep: AS_MEANT },
  { fact: 'onnxRuntime', what: 'ONNX Runtime versions', kind: 'other-runtime', nextStep: AS_MEANT },
];

/** Where the two were run. */
export function placeReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  const [one, other] = [a.environment, b.environment];
  if (one === null || other === null) return [unknownPlace(one, other, sides)];
  const onGpu = a.config.provider !== 'cpu' || b.config.provider !== 'cpu';
  return PLACES.flatMap(({ fact, what, kind, blocks, nextStep }) => {
    const [left, right] = [factOf(one, fact), factOf(other, fact)];
    if (left === right) return [];
    const text =
      fact === 'memory'
        ? `Different ${what} in ${sides[0]} and ${sides[1]}.`
        : different(what, String(left ?? 'none'), String(right ?? 'none'), sides);
    return [{ kind, blocks: blocks === 'always' || (blocks === 'on-gpu' && onGpu), text, nextStep }];
  });
}

function factOf(environment: Environment, id: string): number | string | null {
  return ENVIRONMENT.find((fact) => fact.id === id)?.of(environment) ?? null;
}

function unknownPlace(
  one: Environment | null,
  other: Environment | null,
  [sideA, sideB]: Sides,
): ComparisonReason {
  const unknown = [one === null ? sideA : '', other === null ? sideB : ''].filter(Boolean);
  return {
    kind: 'other-machine',
    blocks: true,
    text: `Where ${unknown.join(' and ')} ran was not recorded: the machines cannot be compared.`,
    nextStep: ON_ONE_MACHINE,
  };
}
