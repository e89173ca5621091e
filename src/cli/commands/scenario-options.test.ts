import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import type { ScenarioWish } from '../../contract/scenario.ts';
import { addScenarioOptions, scenarioWish, type ScenarioOptions } from './scenario-options.ts';

function wishOf(...argv: string[]): ScenarioWish | undefined {
  const command = addScenarioOptions(new Command('bench').exitOverride().argument('<model>'));
  command.parse(['demo:mlp-tiny', ...argv], { from: 'user' });
  return scenarioWish(command.opts<ScenarioOptions>());
}

describe('the options of a scenario', () => {
  it('are none where none was given', () => {
    expect(wishOf()).toBeUndefined();
  });

  it('say what was asked and leave the rest to the plan', () => {
    expect(wishOf('--scenario', 'server', '--qps', '12.5', '--max-batch', '8', '--batch-delay', '2')).toEqual(
      {
        kind: 'server',
        queriesPerSecond: 12.5,
        maxBatch: 8,
        batchDelayMs: 2,
      },
    );
  });

  it('sweep the values that were given, or of their own accord', () => {
    expect(wishOf('--scenario', 'offline', '--sweep', '1,2, 4')?.sweep).toEqual([1, 2, 4]);
    expect(wishOf('--scenario', 'offline', '--sweep')?.sweep).toBe('auto');
    expect(() => wishOf('--scenario', 'offline', '--sweep', '1,,2')).toThrow(/commas/);
    expect(() => wishOf('--scenario', 'offline', '--sweep', '0')).toThrow(/above 0/);
  });

  it('belong to a scenario, and name the one that was meant', () => {
    expect(() => wishOf('--batch-delay', '2')).toThrow('--batch-delay belongs to a scenario.');
    expect(() => wishOf('--qps', '2')).toThrow(
      expect.objectContaining({ nextStep: 'Add --scenario server.' }),
    );
  });

  it('know the four kinds', () => {
    expect(() => wishOf('--scenario', 'burst')).toThrow(/burst/);
  });
});
