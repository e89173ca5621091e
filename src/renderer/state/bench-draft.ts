import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { ModelRef } from '../../contract/model.ts';
import { EMPTY_DRAFT, type BenchDraft } from './bench-request.ts';

/** What is being put together on Bench; survives a reload and a look at other pages, not the window. */
export const useBenchDraft = create<BenchDraft>()(
  persist<BenchDraft>(() => EMPTY_DRAFT, {
    name: 'dyno-bench',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
  }),
);

export function editDraft(patch: Partial<BenchDraft>): void {
  useBenchDraft.setState(patch);
}

/** Another model has other inputs; level, provider and the rest stay as they are. */
export function chooseModel(model: ModelRef | null): void {
  useBenchDraft.setState({ model, shapes: {}, name: '' });
}
