import type { Environment } from '../../contract/hardware.ts';

type Fact = readonly [string, (environment: Environment) => string];

const FACTS: readonly Fact[] = [
  ['ONNX Runtime', ({ onnxRuntime }) => onnxRuntime ?? 'none'],
  ['driver', ({ gpus }) => gpus.map(({ driver }) => driver ?? 'unknown').join(', ') || 'none'],
  ['GPU', ({ gpus }) => gpus.map(({ name }) => name).join(', ') || 'none'],
  ['system', ({ os }) => `${os.name} ${os.kernel}`],
  ['Node', ({ node }) => node],
  ['Electron', ({ electron }) => electron ?? 'none'],
  ['Dyno', ({ dyno }) => dyno],
];

/** What differs between the surroundings of two runs, in words; empty where nothing does, or nothing is known. */
export function environmentChange(before: Environment | null, after: Environment | null): string {
  if (before === null || after === null) return '';
  return FACTS.flatMap(([name, of]) => {
    const [was, is] = [of(before), of(after)];
    return was === is ? [] : [`${name} ${was} → ${is}`];
  }).join(', ');
}
