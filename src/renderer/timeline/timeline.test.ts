import { describe, expect, it } from 'vitest';
import { NewestAsked } from '../flame/newest-asked.ts';
import { readableRows } from './readable-rows.ts';

describe('what the source says of a span', () => {
  it('is a line for each thing, whatever lies inside of what', () => {
    expect(
      readableRows('{"name":"k","args":{"stream":7,"Input Dims":[[1,2],[]],"deep":{"a":null}}}'),
    ).toEqual([
      { key: 'name', value: 'k' },
      { key: 'args.stream', value: '7' },
      { key: 'args.Input Dims', value: '[[1,2],[]]' },
      { key: 'args.deep.a', value: 'null' },
    ]);
  });

  it('keeps every digit of a time', () => {
    expect(readableRows('{"ts":1712195495701466.237}')).toEqual([
      { key: 'ts', value: '1712195495701466.237' },
    ]);
  });

  it('stands as it is where it is no JSON, and is cut where it is too long', () => {
    expect(readableRows('not json')).toEqual([{ key: 'text', value: 'not json' }]);
    expect(readableRows(JSON.stringify('x'.repeat(1e6)))[0]?.value.length).toBeLessThan(5_000);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`k${at}`, at]));
    expect(readableRows(JSON.stringify(many)).length).toBe(200);
  });
});

describe('questions at every frame', () => {
  it('are asked one at a time, the newest next', async () => {
    const asked: number[] = [];
    const answered: number[] = [];
    const waiting: (() => void)[] = [];
    const asks = new NewestAsked<number, number>(
      (question) => {
        asked.push(question);
        return new Promise((resolve) => waiting.push(() => resolve(question)));
      },
      (answer) => answered.push(answer),
      () => undefined,
    );
    for (const question of [1, 2, 3]) asks.ask(question);
    expect(asked).toEqual([1]);
    waiting[0]?.();
    await expect.poll(() => asked).toEqual([1, 3]);
    asks.close();
    waiting[1]?.();
    await Promise.resolve();
    expect(answered).toEqual([1]);
  });

  it('go on after one that failed', async () => {
    const failed: unknown[] = [];
    const answered: number[] = [];
    const asks = new NewestAsked<number, number>(
      (question) => (question === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(question)),
      (answer) => answered.push(answer),
      (error) => failed.push(error),
    );
    asks.ask(1);
    asks.ask(2);
    await expect.poll(() => answered).toEqual([2]);
    expect(failed).toHaveLength(1);
  });
});
