export interface Tick {
  /** 0 at the left end, 1 at the right. */
  readonly place: number;
  readonly label: string;
}

const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

/** Round times before now, six of them or fewer; they stand still while the lines move. */
export function axisTicks(seconds: number): readonly Tick[] {
  const step = STEPS.find((each) => seconds / each <= 6) ?? 1200;
  const ticks: Tick[] = [];
  for (let ago = Math.floor(seconds / step) * step; ago > 0; ago -= step) {
    ticks.push({ place: 1 - ago / seconds, label: `−${words(ago)}` });
  }
  return [...ticks, { place: 1, label: 'now' }];
}

function words(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  return `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;
}
