import { isAbsolute } from 'node:path';
import { z } from 'zod';

export const text = (most: number) => z.string().max(most);
export const whole = (least: number, most: number) => z.number().int().min(least).max(most);
export const namesOf = <Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] =>
  Object.keys(record) as Name[];
export const path = text(4096).refine((value) => isAbsolute(value) && !value.includes('\0'), {
  error: 'must be an absolute path',
});
export const inputName = text(1000).min(1);
export const runId = text(200).min(1);
export const traceId = z.string().regex(/^[0-9a-f]{16,64}$/, { error: 'is no id of a trace' });
