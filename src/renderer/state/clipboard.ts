import { showToast } from './toasts.ts';

/** Copies, and says so; where the browser refuses (no secure origin), says that instead. */
export function copyText(text: string, said = 'Copied'): void {
  navigator.clipboard.writeText(text).then(
    () => showToast({ text: said }),
    () => showToast({ text: 'The browser did not allow copying here.', tone: 'bad' }),
  );
}
