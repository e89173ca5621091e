import type { Run } from '../../../contract/run.ts';
import type { ComparisonReason } from '../../../contract/side-by-side.ts';
import { different, type Sides } from './guard-words.ts';
import { inputsOf, otherWork } from './same-work.ts';

const ON_PURPOSE = 'Nothing, where that is what you compare; else measure both with the same one.';

/** What was run, and how. */
export function workReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  return [
    ...shapeReasons(a, b, sides),
    ...scenarioReasons(a, b, sides),
    ...modelReasons(a, b, sides),
    ...settingReasons(a, b, sides),
    ...inputReasons(a, b, sides),
  ];
}

function shapeReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  const other = otherWork(a, b);
  if (other === null) return [];
  const text = different(other.what, other.a, other.b, sides);
  const nextStep = 'Measure both with the same batch, sequence and shapes; compare their rates until then.';
  return [{ kind: 'other-shapes', blocks: true, text, nextStep }];
}

function scenarioReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  const [one, other] = [a.config.scenario, b.config.scenario];
  if (one?.kind !== other?.kind) {
    const text = different('scenarios', one?.kind ?? 'none', other?.kind ?? 'none', sides);
    return [{ kind: 'other-scenario', blocks: true, text, nextStep: 'Measure both in the same scenario.' }];
  }
  if (one === null || other === null || loadOf(one) === loadOf(other)) return [];
  const text = different('loads', loadOf(one), loadOf(other), sides);
  return [{ kind: 'other-scenario', blocks: false, text, nextStep: ON_PURPOSE }];
}

function loadOf({
  sessions,
  streams,
  queriesPerSecond,
  maxBatch,
}: NonNullable<Run['config']['scenario']>): string {
  const rate = queriesPerSecond === null ? '' : `, ${queriesPerSecond} queries/s`;
  return `${sessions} sessions, ${streams} streams, batches up to ${maxBatch}${rate}`;
}

/** Two versions under one name are the very thing to compare: told apart by their content, and by nothing else. */
function modelReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  const [one, other] = [a.model, b.model];
  if (one.contentHash === other.contentHash) return [];
  const isOneName = one.name === other.name;
  const text = isOneName
    ? `The model files differ in content, although both are called ${one.name}.`
    : different('models', one.name, other.name, sides);
  return [{ kind: 'other-model', blocks: false, text, nextStep: ON_PURPOSE }];
}

function settingReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  const reasons: ComparisonReason[] = [];
  if (a.config.provider !== b.config.provider) {
    const text = different('providers', a.config.provider, b.config.provider, sides);
    reasons.push({ kind: 'other-provider', blocks: false, text, nextStep: ON_PURPOSE });
  }
  const settings: readonly (readonly [what: string, of: (config: Run['config']) => string])[] = [
    ['thread counts', ({ threads }) => String(threads ?? 'the runtime’s choice')],
    ['graph optimization levels', ({ graphLevel }) => graphLevel],
    ['caches', ({ coldCache }) => (coldCache ? 'cold' : 'warm')],
    ['ways to generate', ({ generation }) => `${generation?.cache ?? 'none'} cache`],
  ];
  for (const [what, of] of settings) {
    const [one, other] = [of(a.config), of(b.config)];
    if (one === other) continue;
    const text = different(what, one, other, sides);
    reasons.push({ kind: 'other-settings', blocks: false, text, nextStep: ON_PURPOSE });
  }
  return reasons;
}

/** Where the shapes are the same work: other names, types or values. */
function inputReasons(a: Run, b: Run, sides: Sides): ComparisonReason[] {
  if (otherWork(a, b) !== null) return [];
  const nextStep = 'Give both the same inputs where the time depends on their values.';
  const reason = (text: string): ComparisonReason[] => [
    { kind: 'other-inputs', blocks: false, text, nextStep },
  ];
  if (inputsOf(a) !== inputsOf(b)) return reason(different('inputs', inputsOf(a), inputsOf(b), sides));
  if (filesOf(a) !== filesOf(b)) return reason(different('input files', filesOf(a), filesOf(b), sides));
  const isFilled = a.config.inputs.some(({ name }) => a.config.inputFiles[name] === undefined);
  const isSameModel = a.model.contentHash === b.model.contentHash;
  if (isFilled && isSameModel && a.config.seed !== b.config.seed) {
    return reason(
      different('seeds of the inputs’ values', String(a.config.seed), String(b.config.seed), sides),
    );
  }
  return [];
}

function filesOf({ config: { inputFiles } }: Run): string {
  const files = Object.entries(inputFiles).map(([name, path]) => `${name} from ${path}`);
  return files.sort().join(', ') || 'none';
}
