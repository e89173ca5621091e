import { z } from 'zod';
import { UPKEEP_DEFAULTS, type UpkeepSettings } from '../../contract/upkeep.ts';
import type { Store } from '../store/store.ts';

const NAME = 'upkeep';
const whole = (least: number, most: number) => z.number().int().min(least).max(most);

const stored = z.object({
  keepMonths: whole(1, 1200).nullable().catch(UPKEEP_DEFAULTS.keepMonths),
  backupDays: whole(1, 3650).nullable().catch(UPKEEP_DEFAULTS.backupDays),
  backupsKept: whole(1, 1000).catch(UPKEEP_DEFAULTS.backupsKept),
  secondFolder: z.string().nullable().catch(UPKEEP_DEFAULTS.secondFolder),
});

/** What cannot be read is as it was at first: the store must be looked after in any case. */
export function readUpkeepSettings(store: Pick<Store, 'setting'>): UpkeepSettings {
  const { data } = stored.safeParse(store.setting(NAME) ?? UPKEEP_DEFAULTS);
  return data ?? UPKEEP_DEFAULTS;
}

export function writeUpkeepSettings(store: Pick<Store, 'putSetting'>, settings: UpkeepSettings): void {
  store.putSetting(NAME, settings);
}
