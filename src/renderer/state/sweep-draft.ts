import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { EMPTY_SWEEP, type SweepDraft } from './sweep-request.ts';

/** What is being put together on Sweep; the model is the one that Bench has. */
export const useSweepDraft = create<SweepDraft>()(
  persist<SweepDraft>(() => EMPTY_SWEEP, {
    name: 'dyno-sweep',
    version: 1,
    storage: createJSONStorage(() => sessionStorage),
  }),
);

export function editSweep(patch: Partial<SweepDraft>): void {
  useSweepDraft.setState(patch);
}
