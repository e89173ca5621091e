import { create } from 'zustand';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'neutral' | 'bad';
  /** "Undo" and what it does; such a toast stays longer. */
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

interface ToastState {
  readonly toasts: readonly Toast[];
}

const LONGEST_PILE = 4;
let nextId = 1;

export const useToasts = create<ToastState>(() => ({ toasts: [] }));

export function showToast(toast: {
  readonly text: string;
  readonly tone?: Toast['tone'];
  readonly action?: NonNullable<Toast['action']>;
}): number {
  const id = nextId++;
  const added: Toast = { id, text: toast.text, tone: toast.tone ?? 'neutral', action: toast.action ?? null };
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, added].slice(-LONGEST_PILE) }));
  return id;
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
