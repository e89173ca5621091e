import type { OpenRows } from './index-building.ts';

/** SQLite is loaded for those alone who read of it. */
export const openRows: OpenRows = async (path) => {
  const { openRowSource } = await import('../core/store/traces/row-source.ts');
  return openRowSource(path);
};
