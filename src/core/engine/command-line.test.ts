import { describe, expect, it } from 'vitest';
import { commandLineOf } from './command-line.ts';

const model = { kind: 'file', location: '/data/it is/model.onnx' } as const;

describe('the command for a request', () => {
  it('names the model, and nothing that was left open', () => {
    expect(commandLineOf({ model: { kind: 'demo', location: 'demo:cnn-tiny' } })).toBe(
      'dyno bench demo:cnn-tiny',
    );
  });

  it('is that of a profile where one was asked for', () => {
    expect(commandLineOf({ model: { kind: 'demo', location: 'demo:cnn-tiny' }, batch: 2, profile: {} })).toBe(
      'dyno profile demo:cnn-tiny --batch 2',
    );
  });

  it('says every wish, quoted where a shell would take it apart', () => {
    expect(
      commandLineOf({
        model,
        level: 'expert',
        provider: 'webgpu',
        batch: 2,
        sequence: 64,
        shapes: { x: [1, 3, 224, 224] },
        iterations: 10,
        warmup: 0,
        durationMs: 1500,
        precision: 0.01,
        coldCache: true,
        threads: 1,
        graphLevel: 'basic',
        seed: 7,
        name: "it's $HOME",
        tags: ['a', 'b c'],
        wait: false,
      }),
    ).toBe(
      "dyno bench '/data/it is/model.onnx' --level expert --provider webgpu --batch 2 --seq 64 " +
        '--shape x=1x3x224x224 --iterations 10 --warmup 0 --duration 1.5 --precision 0.01 ' +
        "--cold-cache --threads 1 --graph-level basic --seed 7 --name 'it'\\''s $HOME' --tag a --tag 'b c' --no-wait",
    );
  });

  it('asks for a scenario as it was asked for', () => {
    const scenario = { kind: 'server', queriesPerSecond: 12.5, maxBatch: 8, durationMs: 2000 } as const;
    expect(commandLineOf({ model, scenario })).toBe(
      "dyno bench '/data/it is/model.onnx' --duration 2 --scenario server --qps 12.5 --max-batch 8",
    );
    const swept = { kind: 'offline', sweep: [1, 2] } as const;
    expect(commandLineOf({ model, scenario: swept })).toMatch(/--scenario offline --sweep 1,2$/);
    expect(commandLineOf({ model, scenario: { ...swept, sweep: 'auto' } })).toMatch(/ --sweep$/);
  });
});
