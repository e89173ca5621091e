import { firstSchema } from './001-first-schema.ts';
import { measuringInFull } from './002-measuring-in-full.ts';
import { hardwareOnOneClock } from './003-hardware-on-one-clock.ts';
import { operatorProfiles } from './004-operator-profiles.ts';
import { runsAtScale } from './005-runs-at-scale.ts';
import type { Migration } from './types.ts';

/** In order, numbered from 1 without a gap. */
export const MIGRATIONS: readonly Migration[] = [
  firstSchema,
  measuringInFull,
  hardwareOnOneClock,
  operatorProfiles,
  runsAtScale,
];

/** The schema that this program writes; kept in the file as SQLite's user_version. */
export const SCHEMA_VERSION = MIGRATIONS.length;
