import { useQuery } from '@tanstack/react-query';
import { create } from 'zustand';
import type { CalibrationProgress } from '../../contract/calibration.ts';
import { asDynoError } from '../../contract/errors.ts';
import { api, onCoreEvent } from './connection.ts';
import { queryClient } from './queries.ts';
import { queryKeys } from './query-keys.ts';
import { showToast } from './toasts.ts';

/** The last step heard; null where none goes on. */
const useStep = create<{ readonly progress: CalibrationProgress | null }>(() => ({ progress: null }));

export function followCalibration(): void {
  onCoreEvent((event) => {
    if (event.type !== 'calibration-progress') return;
    const goesOn = event.progress.status === 'running';
    useStep.setState({ progress: goesOn ? event.progress : null });
    if (goesOn) return;
    void queryClient.invalidateQueries({ queryKey: queryKeys.calibrations });
    // What single runs can show depends on it.
    void queryClient.invalidateQueries({ queryKey: ['comparison'] });
  });
}

export const useCalibrations = () =>
  useQuery({ queryKey: queryKeys.calibrations, queryFn: () => api.listCalibrations() });

export const useCalibrationStep = (): CalibrationProgress | null => useStep(({ progress }) => progress);

export async function calibrate(): Promise<void> {
  try {
    await api.calibrate({});
  } catch (error) {
    const { message, nextStep } = asDynoError(error);
    showToast({ text: `${message} ${nextStep}`.trim() });
  }
}

export function stopCalibration(): void {
  void api.stopCalibration();
}
