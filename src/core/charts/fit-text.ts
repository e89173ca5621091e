/** At 11 px, of the interface's typeface; a little wide, so that a label never leaves its rectangle. */
const WIDE_PX = 10.5;
const MIDDLE_PX = 6.9;
const NARROW_PX = 3.9;
const FULL_PX = 12;

const NARROW = new Set([..."iljtfrI.,:;|!'`()[]{}/\\ -"]);
const WIDE = new Set([...'mwMW@%']);

function widthOf(letter: string): number {
  if (NARROW.has(letter)) return NARROW_PX;
  if (WIDE.has(letter)) return WIDE_PX;
  if (letter >= 'A' && letter <= 'Z') return 8;
  return (letter.codePointAt(0) ?? 0) > 0x2e7f ? FULL_PX : MIDDLE_PX;
}

const ELLIPSIS = '…';
const ELLIPSIS_PX = 9;
/** With less than that, an end says nothing. */
const LEAST_END_PX = 32;

/**
 * As much of a text as there is room for: cut in its middle, since the names of a model's nodes differ at their end.
 * Looks at no more letters than can be shown, however long the text is.
 */
export function fitText(text: string, widthPx: number): string {
  let whole = 0;
  let at = 0;
  while (at < text.length && whole <= widthPx) {
    whole += widthOf(text.charAt(at));
    at += 1;
  }
  if (whole <= widthPx) return clean(text);
  const room = widthPx - ELLIPSIS_PX;
  if (room < MIDDLE_PX) return '';
  const isRoomForBoth = room >= 2 * LEAST_END_PX;
  const head = taken(text, isRoomForBoth ? room / 2 : room, 1);
  const tail = isRoomForBoth ? taken(text, room / 2, -1) : 0;
  if (head === 0 && tail === 0) return '';
  return (
    clean(sliceLetters(text, 0, head)) + ELLIPSIS + clean(sliceLetters(text, text.length - tail, text.length))
  );
}

/** The same for a path such as "/encoder/layer.11/MatMul": where it does not fit whole, its last part says most. */
export function fitPath(path: string, widthPx: number): string {
  const whole = fitText(path, widthPx);
  const last = path.slice(path.lastIndexOf('/') + 1);
  return last === '' || !whole.includes(ELLIPSIS) ? whole : fitText(last, widthPx);
}

/** How many letters from one end fit. */
function taken(text: string, roomPx: number, step: 1 | -1): number {
  let left = roomPx;
  let count = 0;
  while (count < text.length) {
    left -= widthOf(text.charAt(step === 1 ? count : text.length - 1 - count));
    if (left < 0) break;
    count += 1;
  }
  return count;
}

/** Never half of a letter that takes two places. */
function sliceLetters(text: string, from: number, to: number): string {
  const isLow = (at: number): boolean => /[\uDC00-\uDFFF]/.test(text.charAt(at));
  return text.slice(isLow(from) ? from + 1 : from, isLow(to) ? to - 1 : to);
}

/** A label is one line. */
function clean(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ');
}
