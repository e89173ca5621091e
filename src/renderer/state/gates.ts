import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import { asDynoError } from '../../contract/errors.ts';
import type { GateProgress, GateReport, GateRequest } from '../../contract/gate.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

/** The last step heard of each run's gate that goes on, whoever asked for it. */
const useSteps = create<Readonly<Record<string, GateProgress | undefined>>>(() => ({}));

export function followGates(): void {
  onCoreEvent((event) => {
    if (event.type !== 'gate-progress') return;
    const { runId, report } = event.progress;
    useSteps.setState({ [runId]: report === null ? event.progress : undefined });
    if (report !== null) void queryClient.invalidateQueries({ queryKey: queryKeys.gates });
  });
}

export const useGates = () => useQuery({ queryKey: queryKeys.gates, queryFn: () => api.listGates() });

export const useGateStep = (runId: string): GateProgress | null => useSteps((steps) => steps[runId] ?? null);

export async function checkGate(request: GateRequest): Promise<GateReport | null> {
  try {
    return await api.checkGate(request);
  } catch (error) {
    useSteps.setState({ [request.runId]: undefined });
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
    return null;
  }
}

export function stopGate(id: string): void {
  // One that ended just then cannot be stopped any more, and that is well.
  api.stopGate(id).catch(() => undefined);
}
