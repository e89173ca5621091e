import { api } from './connection.ts';
import { desktop } from './desktop.ts';
import { openModelFile } from './open-model.ts';
import { openTraceFile } from './open-trace.ts';
import { complain } from './running-upload.ts';

/** Files that were dropped in, by what they are: a model goes to the bench, anything else is looked at as a trace. */
export function openFiles(files: readonly File[]): void {
  const model = files.find(isModel);
  if (model !== undefined) {
    openModelFile(model);
    return;
  }
  const [first, ...others] = files;
  if (first !== undefined) openTraceFile(first);
  // Traces of one job come together: those that lie on this machine are all read, the first one is shown.
  for (const file of others) {
    const path = desktop()?.pathForFile(file) ?? '';
    if (path !== '') api.openTrace({ path }).catch(complain);
  }
}

function isModel({ name }: File): boolean {
  return name.toLowerCase().endsWith('.onnx');
}
