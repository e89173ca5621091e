import type { WallTime } from '../../contract/units.ts';

/** Local time, as short as a table needs: "07-14 09:41". */
export function dateTime(at: WallTime): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
