import type { ReactNode } from 'react';

/** Tells those who hear the page that something is on its way; what they would see are skeletons. */
export function Loading({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div role="status" aria-label={label}>
      {children}
    </div>
  );
}
