import { centreOf, type FakeSpec, type LatencyShape } from './fake-spec.ts';
import { SpecArguments, specError, type WrittenArgument } from './spec-arguments.ts';
import { DISTRIBUTIONS, MODIFIERS, type SpecTerm } from './spec-terms.ts';

const PREFIX = 'fake:';
const EXAMPLE = 'fake:normal(10ms,0.2ms)+ar(0.8)';

const PLAIN: Omit<FakeSpec, 'shape'> = {
  ar: 0,
  drift: null,
  spikes: null,
  spread: 0,
  slowProcess: null,
  warmup: null,
  loadMs: 100,
  firstRunMs: null,
  per: { sampleMs: 0, tokenMs: 0, pairMs: 0 },
  power: { batch: 0, sequence: 0 },
  parallel: 0,
  gpu: 1,
  memory: null,
  quantumMs: 0,
  suspend: null,
  clockJump: null,
  crashAfter: null,
  refuse: false,
  nan: false,
  realtime: false,
};

interface WrittenTerm {
  readonly name: string;
  readonly at: number;
  readonly written: readonly WrittenArgument[];
}

/** "fake:DISTRIBUTION+MODIFIER+…" as numbers. Throws USAGE with the place and an example. */
export function parseFakeSpec(executor: string): FakeSpec {
  if (!executor.startsWith(PREFIX)) {
    throw specError('an executor is described after "fake:"', 0, EXAMPLE);
  }
  const [first, ...others] = termsOf(executor.slice(PREFIX.length));
  const shape = shapeOf(first as WrittenTerm);
  let spec: FakeSpec = { ...PLAIN, shape };
  const seen = new Set<string>();
  for (const term of others) {
    if (seen.has(term.name)) throw specError(`${term.name} stands there twice`, term.at, EXAMPLE);
    seen.add(term.name);
    spec = { ...spec, ...readTerm(term, MODIFIERS, 'modifier') };
  }
  return spec;
}

function shapeOf(term: WrittenTerm): LatencyShape {
  const { shape } = readTerm(term, DISTRIBUTIONS, 'distribution');
  if (shape === undefined || centreOf(shape) <= 0) {
    throw specError(`${term.name} takes a time above nothing`, term.at, EXAMPLE);
  }
  return shape;
}

function readTerm(
  { name, at, written }: WrittenTerm,
  known: Readonly<Record<string, SpecTerm>>,
  what: string,
): Partial<FakeSpec> {
  const term = Object.hasOwn(known, name) ? known[name] : undefined;
  if (term === undefined) {
    const names = Object.keys(known).join(', ');
    throw specError(`there is no ${what} "${name}" (there are ${names})`, at, EXAMPLE);
  }
  const take = new SpecArguments(name, at, written, term.example);
  const read = term.read(take);
  take.end();
  return read;
}

/** Terms between the "+" that stand outside brackets. */
function termsOf(text: string): WrittenTerm[] {
  const terms: WrittenTerm[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const letter = text[at];
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth < 0 || depth > 1) throw specError('this bracket belongs to nothing', at, EXAMPLE);
    if (letter !== undefined && (letter !== '+' || depth > 0)) continue;
    if (depth > 0) throw specError('a bracket is not closed', from, EXAMPLE);
    terms.push(termOf(text.slice(from, at), from));
    from = at + 1;
  }
  return terms;
}

function termOf(text: string, at: number): WrittenTerm {
  const [, lead = '', name = '', , inside] = /^(\s*)([a-z]+)(\((.*)\))?\s*$/.exec(text) ?? [];
  if (name === '') throw specError(`"${text}" is no name with arguments in brackets`, at, EXAMPLE);
  const begin = at + lead.length;
  return {
    name,
    at: begin,
    written: inside === undefined ? [] : argumentsOf(inside, begin + name.length + 1),
  };
}

function argumentsOf(inside: string, begin: number): WrittenArgument[] {
  let at = begin;
  return inside.split(',').map((part) => {
    const [, name = null, text = ''] = /^\s*(?:([a-z]+)\s*=)?\s*(.*?)\s*$/.exec(part) ?? [];
    const written = { name, text, at: at + part.length - part.trimStart().length };
    at += part.length + 1;
    return written;
  });
}
