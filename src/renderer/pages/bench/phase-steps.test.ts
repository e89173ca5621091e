import { describe, expect, it } from 'vitest';
import type { RunPhases } from '../../../contract/run.ts';
import { phaseSteps } from './phase-steps.ts';

const none: RunPhases = { loadMs: null, firstRunMs: null, warmupMs: null, measuredMs: null };
const states = (steps: ReturnType<typeof phaseSteps>): string => steps.map(({ state }) => state[0]).join('');

describe('the steps of a run', () => {
  it('are behind, here or ahead while it runs', () => {
    expect(states(phaseSteps('queued', 'waiting', none))).toBe('caaaaaa');
    expect(states(phaseSteps('running', 'warm-up', none))).toBe('ddddcaa');
    expect(states(phaseSteps('running', null, none))).toBe('caaaaaa');
  });

  it('are all passed once it is done, with their times', () => {
    const steps = phaseSteps('done', null, { ...none, loadMs: 12, measuredMs: 3000 });
    expect(states(steps)).toBe('ddddddd');
    expect(steps.map(({ time }) => time).filter(Boolean)).toEqual(['12.0 ms', '3.00 s']);
  });

  it('of a run that broke off are passed up to the last one that was timed', () => {
    expect(states(phaseSteps('failed', null, { ...none, loadMs: 12 }))).toBe('dddssss');
    expect(states(phaseSteps('crashed', null, { ...none, loadMs: 12, measuredMs: 5 }))).toBe('dddddds');
    expect(states(phaseSteps('stopped', null, { ...none, measuredMs: 5 }))).toBe('ddddddd');
    expect(states(phaseSteps('stopped', null, none))).toBe('sssssss');
  });
});
