import type { ChartPalette } from '../chart.ts';
import type { GraphPen } from './graph-pen.ts';

export interface SvgPen extends GraphPen {
  document(width: number, height: number, title: string): string;
}

/** Writes the same drawing as SVG with real text; names are strangers' and are escaped. */
export function svgPen(palette: ChartPalette): SvgPen {
  const parts: string[] = [];
  let hatching: string | null = null;
  return {
    box(x, y, width, height, look) {
      if (look.fill === null) hatching = look.hatching;
      if (look.fill === null)
        parts.push(rectangle(x, y, width, height, look.radius, ` fill="${look.ground}"`));
      const fill = look.fill === null ? 'url(#unknown)' : look.fill;
      const stroke =
        look.stroke === null
          ? ''
          : ` stroke="${look.stroke}" stroke-width="${short(look.strokeWidth)}"${look.dashed ? ' stroke-dasharray="4 3"' : ''}`;
      parts.push(rectangle(x, y, width, height, look.radius, ` fill="${fill}"${stroke}`));
    },
    line(points, look) {
      const steps = [`M${short(points[0] as number)} ${short(points[1] as number)}`];
      for (let at = 2; at < points.length; at += 2) {
        const [fromX, fromY] = [points[at - 2] as number, points[at - 1] as number];
        const [x, y] = [points[at] as number, points[at + 1] as number];
        const middle = (fromY + y) / 2;
        steps.push(
          fromX === x
            ? `V${short(y)}`
            : `C${short(fromX)} ${short(middle)} ${short(x)} ${short(middle)} ${short(x)} ${short(y)}`,
        );
      }
      const dashes = look.dashed ? ' stroke-dasharray="5 4"' : '';
      parts.push(
        `<path d="${steps.join('')}" fill="none" stroke="${look.colour}" stroke-width="${short(look.width)}"${dashes}/>`,
      );
    },
    head(x, y, size, colour) {
      const half = size / 2;
      parts.push(
        `<path d="M${short(x)} ${short(y)}L${short(x - half)} ${short(y - size)}L${short(x + half)} ${short(y - size)}Z" fill="${colour}"/>`,
      );
    },
    text(x, y, text, look) {
      if (text === '') return;
      const anchor = look.align === 'left' ? 'start' : look.align === 'right' ? 'end' : 'middle';
      parts.push(
        `<text x="${short(x)}" y="${short(y)}" dominant-baseline="central" text-anchor="${anchor}" font-size="${short(look.size)}" font-weight="${look.strong ? 600 : 400}" fill="${look.colour}">${escapeMarkup(text)}</text>`,
      );
    },
    document(width, height, title) {
      const pattern =
        hatching === null
          ? ''
          : `<defs><pattern id="unknown" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V8" stroke="${hatching}" stroke-width="3"/></pattern></defs>`;
      return [
        `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}" font-family="${escapeMarkup(palette.fontFamily)}">`,
        `<title>${escapeMarkup(title)}</title>${pattern}<rect width="100%" height="100%" fill="${palette.surface}"/>`,
        ...parts,
        '</svg>\n',
      ].join('\n');
    },
  };
}

function rectangle(
  x: number,
  y: number,
  width: number,
  height: number,
  radius: number,
  rest: string,
): string {
  const round = radius > 0 ? ` rx="${short(radius)}"` : '';
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${round}${rest}/>`;
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

const MARKUP: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Also drops what XML 1.0 cannot hold at all: a lone half of a surrogate pair, and control characters. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (letter) => MARKUP[letter] as string)
    .replaceAll(/[\p{Cs}\ufffe\uffff\u0000-\u0008\u000b\u000c\u000e-\u001f]/gu, '\ufffd');
}
