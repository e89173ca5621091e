import { asDynoError } from '../../../contract/errors.ts';
import type { BenchPlan, BenchRequest, Run } from '../../../contract/run.ts';
import { copyText } from '../../state/clipboard.ts';
import { api } from '../../state/connection.ts';
import { saveText } from '../../state/download.ts';
import { navigate } from '../../state/navigation.ts';
import { queryClient } from '../../state/queries.ts';
import { queryKeys } from '../../state/query-keys.ts';
import { forgetRuns, refreshRunList } from '../../state/run-list.ts';
import { showToast } from '../../state/toasts.ts';
import {
  rerunRequest,
  sameShapes,
  unrecordedInputs,
  withShapes,
} from '../../../core/analysis/rerun-request.ts';

function report(error: unknown): void {
  const { message, nextStep } = asDynoError(error);
  showToast({ text: `${message} ${nextStep}`.trim(), tone: 'bad' });
}

/** The same measurement again, its shapes spelled out only where they would not come by themselves. */
export async function planAgain(run: Run): Promise<{ request: BenchRequest; plan: BenchPlan }> {
  const request = rerunRequest(run);
  const plan = await api.planBench(request);
  if (sameShapes(plan.config, run.config)) return { request, plan };
  const exact = withShapes(request, run.config);
  return { request: exact, plan: await api.planBench(exact) };
}

export async function rerun(run: Run): Promise<void> {
  try {
    const { request } = await planAgain(run);
    const started = await api.startBench(request);
    const made = unrecordedInputs(run);
    if (made.length > 0) {
      showToast({ text: `Made values for ${made.join(', ')}: the file that the run read is not recorded.` });
    }
    navigate({ page: 'bench', runId: started.id });
  } catch (error) {
    report(error);
  }
}

/** The same measurement again, with a profiled pass after it. */
export async function profileAgain(run: Run): Promise<void> {
  try {
    const { request } = await planAgain(run);
    const started = await api.startBench({ ...request, profile: {} });
    navigate({ page: 'bench', runId: started.id });
  } catch (error) {
    report(error);
  }
}

export async function copyCommand(run: Run): Promise<void> {
  try {
    const { plan } = await planAgain(run);
    copyText(plan.command, 'Command copied');
  } catch (error) {
    report(error);
  }
}

export async function exportRun(run: Run, format: 'json' | 'csv'): Promise<void> {
  try {
    await saveText(await api.exportRun(run.id, format));
  } catch (error) {
    report(error);
  }
}

/** Gone at once, back by "Undo". */
export async function deleteRuns(ids: readonly string[], what: string): Promise<boolean> {
  const gone = new Set(ids);
  try {
    await api.deleteRuns(ids);
  } catch (error) {
    report(error);
    return false;
  }
  queryClient.setQueriesData<readonly Run[]>({ queryKey: queryKeys.anyRuns }, (known) =>
    known?.filter(({ id }) => !gone.has(id)),
  );
  forgetRuns(ids);
  showToast({
    text: `Deleted ${what}`,
    action: {
      label: 'Undo',
      run: () => {
        api.restoreRuns(ids).then(() => refresh(ids), report);
      },
    },
  });
  return true;
}

export async function patchRun(
  runId: string,
  patch: { name?: string; notes?: string; tags?: readonly string[] },
): Promise<Run> {
  const changed = await api.updateRun(runId, patch);
  refreshRunList();
  queryClient.setQueryData(queryKeys.run(runId), changed);
  queryClient.setQueriesData<readonly Run[]>({ queryKey: queryKeys.anyRuns }, (known) =>
    known?.map((run) => (run.id === runId ? changed : run)),
  );
  return changed;
}

export async function stopRun(runId: string): Promise<void> {
  try {
    await api.stopRun(runId);
  } catch (error) {
    report(error);
  }
}

function refresh(ids: readonly string[]): void {
  refreshRunList();
  void queryClient.invalidateQueries({ queryKey: queryKeys.anyRuns });
  for (const id of ids) void queryClient.invalidateQueries({ queryKey: queryKeys.run(id) });
}
