import { describe, expect, it } from 'vitest';
import { ShortcutReader, type KeyPress } from './shortcuts.ts';

const press = (key: string, extra: Partial<KeyPress> = {}): KeyPress => ({
  key,
  mod: false,
  shift: false,
  alt: false,
  typing: false,
  at: 0,
  ...extra,
});

describe('shortcuts', () => {
  const reader = (): ShortcutReader => new ShortcutReader(['mod+K', 'mod+O', 'mod+shift+O', 'G B', '?', '[']);

  it('are found with their modifier', () => {
    expect(reader().press(press('k', { mod: true }))).toBe('mod+K');
    expect(reader().press(press('k'))).toBeNull();
    expect(reader().press(press('?'))).toBe('?');
  });

  it('tell Shift beside the modifier apart', () => {
    expect(reader().press(press('o', { mod: true }))).toBe('mod+O');
    expect(reader().press(press('O', { mod: true, shift: true }))).toBe('mod+shift+O');
    expect(reader().press(press('K', { mod: true, shift: true }))).toBeNull();
  });

  it('of two keys need both, in time', () => {
    const keys = reader();
    expect(keys.press(press('g'))).toBeNull();
    expect(keys.press(press('b', { at: 500 }))).toBe('G B');
    expect(keys.press(press('g'))).toBeNull();
    expect(keys.press(press('b', { at: 5000 }))).toBeNull();
  });

  it('leave letters to whoever is typing, except with the modifier', () => {
    const keys = reader();
    expect(keys.press(press('?', { typing: true }))).toBeNull();
    expect(keys.press(press('g', { typing: true }))).toBeNull();
    expect(keys.press(press('b'))).toBeNull();
    expect(keys.press(press('K', { typing: true, mod: true }))).toBe('mod+K');
  });
});
