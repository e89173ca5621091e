import { useHardwareLive } from '../../../state/hardware-live.ts';
import { healthWords } from './health-words.ts';

/** How well the sampler keeps its time, and what it costs; renders once a second. */
export function SamplerHealthLine() {
  const words = useHardwareLive(({ health, alignment }) =>
    health === null ? '' : healthWords(health, alignment),
  );
  return <span className="tabular">{words === '' ? 'The sampler has not told of itself yet.' : words}</span>;
}
