const LONGEST = 60;

/** The baseline of a git branch: what a name of a baseline cannot hold becomes a dash; empty where nothing is left. */
export function baselineOfBranch(branch: string): string {
  return branch
    .replace(/^refs\/heads\//, '')
    .replace(/[^\p{L}\p{N}._/-]+/gu, '-')
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, LONGEST);
}
