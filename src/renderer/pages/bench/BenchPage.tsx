import { BenchSetup } from './BenchSetup.tsx';
import { LiveBench } from './LiveBench.tsx';

export function BenchPage({ runId }: { readonly runId: string | null }) {
  return runId === null ? <BenchSetup /> : <LiveBench runId={runId} />;
}
