/**
 * How well an entry of the palette answers what was typed, 0 (not at all) to 1. Every word must stand in it;
 * beginnings of words count more than their middles, and early ones more than late ones. No letters picked from
 * here and there: a run called "needle" must not come after "Open a model file".
 */
export function rank(entry: string, typed: string): number {
  const text = entry.toLowerCase();
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return 1;
  const scores = words.map((word) => rankWord(text, word));
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function rankWord(text: string, word: string): number {
  const beginning = ` ${text}`.search(new RegExp(`[^\\p{L}\\p{N}]${escapeForPattern(word)}`, 'u'));
  if (beginning >= 0) return 0.5 + 0.5 / (1 + beginning);
  return text.includes(word) ? 0.25 : 0;
}

function escapeForPattern(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
