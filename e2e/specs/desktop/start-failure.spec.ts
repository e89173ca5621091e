import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from '../../test.ts';
import { startDouble } from '../../hosts/electron-double.ts';
import { appFolder, findElectron } from '../../hosts/program.ts';

test.describe('a start that cannot succeed says why in a box and ends with the command line’s code', () => {
  test.beforeEach(async () => {
    test.skip(
      (await findElectron()) !== null,
      'a native box waits for a person: tested with the double alone',
    );
  });

  test('a store that a newer Dyno has written', async ({ dataFolder }) => {
    const database = new Database(join(dataFolder, 'dyno.db'));
    database.pragma('user_version = 9999');
    database.close();
    const program = await startDouble(appFolder, ['--data', dataFolder], {});
    expect(await program.exited).toEqual({ code: 2, signal: null });
    expect(program.errors()).toContain('[error box] Dyno cannot start\nA newer Dyno has written this store');
    expect(program.errors()).toContain('Update Dyno');
  });

  test('a data folder that is a file', async ({ dataFolder }) => {
    const file = join(dataFolder, 'not-a-folder');
    writeFileSync(file, '');
    const program = await startDouble(appFolder, ['--data', file], {});
    expect((await program.exited).code).toBe(2);
    expect(program.errors()).toContain('[error box] Dyno cannot start');
    expect(program.errors()).toContain(file);
  });
});
