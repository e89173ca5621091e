import { parseDimension, symbolsOf } from './dimension-expression.ts';
import type { TensorPort } from '../../contract/model.ts';

/** What a free dimension means: batch and sequence follow the user's wish, the others have defaults. */
export type DimensionRole = 'batch' | 'sequence' | 'past' | 'total' | 'pixels' | 'other';

const BATCH = /^(n|b|bs|nb|bsz|batch|num_?batch(es)?|.*batch_?(size|dim)?.*|n_samples|num_samples|samples)$/i;
const PAST = /past|cache|history|previous|prev_/i;
const TOTAL = /total|past.*(and|plus|with|\+).*|^(kv_len|kv_seq_len|kv_sequence_length|all_seq_len|key_len)/i;
const SEQUENCE =
  /^(s|t|l|seq|len|length|time|times|time_?steps?|frames?|tokens?|words?|src_len|tgt_len|max_len)$|seq|n_?tokens|num_tokens|ids_len|text_len/i;
const PIXELS = /^(h|w|height|width|img_?size|image_?size)$|height|width/i;
const TOKEN_INPUT =
  /(^|[_./])(input_?ids?|ids|tokens?|token_type_ids?|segment_ids?|attention_?mask|input_mask|position_?ids?|mask)(_\d+)?(:\d+)?$/i;

export function roleOfSymbol(symbol: string): DimensionRole {
  if (symbolsOf(parseDimension(symbol)).length > 1) return 'other';
  if (TOTAL.test(symbol)) return 'total';
  if (PAST.test(symbol)) return 'past';
  if (PIXELS.test(symbol)) return 'pixels';
  if (SEQUENCE.test(symbol) && !/^batch|batch_?size/i.test(symbol)) return 'sequence';
  if (BATCH.test(symbol)) return 'batch';
  return 'other';
}

/** The role of a dimension by what it is called or, where that says nothing, by where it stands. */
export function roleOfDimension(port: TensorPort, axis: number): DimensionRole {
  const shape = port.shape ?? [];
  const dimension = shape[axis];
  if (typeof dimension === 'string') {
    const role = roleOfSymbol(dimension);
    if (role !== 'other' || symbolsOf(parseDimension(dimension)).length !== 1) return role;
  }
  if (looksLikeTokens(port) && shape.length <= 2) {
    if (axis === 0 && shape.length === 2) return 'batch';
    if (axis === shape.length - 1) return 'sequence';
  }
  if (axis === 0 && shape.length >= 2 && !shape.slice(1).some(isBatchSymbol)) return 'batch';
  if (shape.length === 4 && axis >= 2 && looksLikeImage(port)) return 'pixels';
  if (shape.length === 4 && looksLikeChannelsLast(port) && (axis === 1 || axis === 2)) return 'pixels';
  return 'other';
}

export function looksLikeTokens(port: TensorPort): boolean {
  return (
    TOKEN_INPUT.test(port.name) ||
    ((port.type === 'int64' || port.type === 'int32') && port.indexLimit !== undefined)
  );
}

/** Four axes, of which the second (or, channels last, the fourth) counts colours. */
export function looksLikeImage(port: TensorPort): boolean {
  const shape = port.shape;
  if (shape?.length !== 4) return false;
  return isColours(shape[1]) || looksLikeChannelsLast(port);
}

export function looksLikeChannelsLast(port: TensorPort): boolean {
  const shape = port.shape;
  return shape?.length === 4 && !isColours(shape[1]) && isColours(shape[3]);
}

function isColours(size: unknown): boolean {
  return size === 1 || size === 3 || size === 4;
}

function isBatchSymbol(dimension: unknown): boolean {
  return typeof dimension === 'string' && roleOfSymbol(dimension) === 'batch';
}
