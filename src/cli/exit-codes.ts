/** What a shell sees. The codes of failures are in contract/errors.ts: 2 for bad input, 3 for a run that failed. */
export const EXIT = {
  done: 0,
  gateFailed: 1,
  usage: 2,
  runFailed: 3,
  notEnoughEvidence: 4,
  interrupted: 130,
} as const;

export const EXIT_CODE_HELP = `Exit codes:
  0 done · 1 a gate failed · 2 usage or bad input · 3 the run failed
  4 not enough evidence · 130 stopped by Ctrl-C · 143 by SIGTERM or a lost parent`;
