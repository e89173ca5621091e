/** The program's mark: a dial with its needle. */
export function Mark() {
  return (
    <svg width="20" height="20" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-fill)" />
      <path
        d="M7.5 21.5a9 9 0 1 1 17 0"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2.75"
        strokeLinecap="round"
      />
      <path
        d="M15 20.5 20.8 12.6 17.4 21.9a1.5 1.5 0 1 1-2.4-1.4z"
        fill="var(--on-accent)"
        stroke="var(--on-accent)"
        strokeLinejoin="round"
      />
    </svg>
  );
}
