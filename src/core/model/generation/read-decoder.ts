import { DynoError } from '../../../contract/errors.ts';
import { roleOfDimension } from '../dimension-role.ts';
import type { TensorPort, TensorType } from '../../../contract/model.ts';

/** One tensor of past keys or values, and the output that is its continuation. */
export interface CachePort {
  readonly input: string;
  readonly output: string;
  readonly type: TensorType;
  /** Sizes with null where the batch goes, and the length of the past on `pastAxis`. */
  readonly shape: readonly (number | null)[];
  readonly pastAxis: number;
}

/** How a model that writes text is spoken to. */
export interface DecoderInterface {
  readonly ids: string;
  readonly idsType: 'int64' | 'int32';
  readonly attentionMask: string | null;
  readonly positions: string | null;
  readonly tokenTypes: string | null;
  /** Optimum's merged decoders: whether the past that is given counts. */
  readonly useCache: string | null;
  readonly logits: string;
  /** Empty: a model that sees the whole text again for each token. */
  readonly caches: readonly CachePort[];
}

type Port = Pick<TensorPort, 'name' | 'type' | 'shape' | 'kind'>;

const IDS = /(^|[._/])(decoder_)?(input_?ids|ids|tokens|input)(:\d+)?$/i;
const MASK = /(^|[._/])(attention_?mask|input_?mask|mask)(:\d+)?$/i;
const POSITIONS = /(^|[._/])position_?ids?(:\d+)?$/i;
const TOKEN_TYPES = /(^|[._/])(token_type_ids?|segment_ids?)(:\d+)?$/i;
const USE_CACHE = /use_cache(_branch)?$/i;
const PAST = /past|cache/i;
const LOGITS = /logit|scores|lm_?head/i;

/** Throws INPUT_INVALID with what is missing, where the model is no decoder that can be driven token by token. */
export function readDecoder(
  inputs: readonly Port[],
  outputs: readonly Port[],
  subject: string,
): DecoderInterface {
  const isWhole = ({ type }: Port): boolean => type === 'int64' || type === 'int32';
  const named = (pattern: RegExp): Port | undefined => inputs.find(({ name }) => pattern.test(name));
  const ids = inputs.find((port) => isWhole(port) && IDS.test(port.name) && !PAST.test(port.name));
  if (ids === undefined) throw noDecoder(subject, 'it has no input of token ids, such as input_ids', inputs);
  if (ids.shape !== null && ids.shape.length !== 2)
    throw noDecoder(subject, `${ids.name} is not batch × sequence`, inputs);
  if (typeof ids.shape?.[1] === 'number' && ids.shape[1] !== 1)
    throw noDecoder(subject, `${ids.name} has its length fixed at ${ids.shape[1]}`, inputs);
  const logits = logitsAmong(outputs);
  if (logits === undefined)
    throw noDecoder(subject, 'it has no output of logits, batch × sequence × vocabulary', outputs);
  const mask = named(MASK);
  const positions = named(POSITIONS);
  const tokenTypes = named(TOKEN_TYPES);
  const useCache = named(USE_CACHE);
  const known = new Set([ids, mask, positions, tokenTypes, useCache].map((port) => port?.name));
  const rest = inputs.filter(({ name }) => !known.has(name));
  const stranger = rest.find(({ name }) => !PAST.test(name));
  if (stranger !== undefined)
    throw noDecoder(subject, `nobody can tell what ${stranger.name} should be`, inputs);
  const presents = outputs.filter(({ name }) => name !== logits.name);
  return {
    ids: ids.name,
    idsType: ids.type as 'int64' | 'int32',
    attentionMask: mask?.name ?? null,
    positions: positions?.name ?? null,
    tokenTypes: tokenTypes?.name ?? null,
    useCache: useCache?.name ?? null,
    logits: logits.name,
    caches: rest.map((port) => cacheOf(port, presents, subject)),
  };
}

/** How it can write text; undefined where it cannot. */
export function howItGenerates(
  inputs: readonly Port[],
  outputs: readonly Port[],
): 'with-cache' | 'without-cache' | undefined {
  try {
    return readDecoder(inputs, outputs, '').caches.length > 0 ? 'with-cache' : 'without-cache';
  } catch {
    return undefined;
  }
}

function logitsAmong(outputs: readonly Port[]): Port | undefined {
  const float = ({ type }: Port): boolean => type === 'float32' || type === 'float16';
  const suits = (port: Port): boolean => float(port) && [2, 3].includes(port.shape?.length ?? 3);
  const called = outputs.find((port) => suits(port) && LOGITS.test(port.name));
  return (
    called ??
    outputs.find((port) => float(port) && port.shape?.length === 3 && !/hidden|present/i.test(port.name))
  );
}

function cacheOf(port: Port, presents: readonly Port[], subject: string): CachePort {
  const output = presentOf(port.name, presents);
  if (output === undefined)
    throw noDecoder(subject, `no output continues the past input ${port.name}`, presents);
  const roles = port.shape?.map((_dimension, axis) => roleOfDimension({ ...port }, axis)) ?? [];
  const pastAxis = roles.findIndex((role, axis) => {
    return (role === 'past' || role === 'total') && typeof port.shape?.[axis] !== 'number';
  });
  if (port.shape === null || pastAxis < 0)
    throw noDecoder(subject, `the length of ${port.name} is fixed, or not named as a past`, [port]);
  const batchAxis = port.shape.findIndex(
    (dimension, axis) => axis !== pastAxis && (roles[axis] === 'batch' || /batch/i.test(String(dimension))),
  );
  const shape = port.shape.map((dimension, axis) => {
    if (axis === batchAxis) return null;
    if (axis === pastAxis) return 0;
    if (typeof dimension === 'number') return dimension;
    throw noDecoder(subject, `${port.name} does not say how large its axis ${axis} is`, [port]);
  });
  return { input: port.name, output: output.name, type: port.type, shape, pastAxis };
}

/** past_key_values.3.key → present.3.key, past_3 → present_3, past_key_3 → present_key_3, as exporters call them. */
function presentOf(past: string, presents: readonly Port[]): Port | undefined {
  const wanted = [
    past.replace(/past_key_values/i, 'present'),
    past.replace(/past_key_values/i, 'present_key_values'),
    past.replace(/past/i, 'present'),
    past.replace(/past_?/i, ''),
    past.replace(/^(.*)_in$/i, '$1_out'),
    `updated_${past}`,
  ];
  return presents.find(({ name }) => name !== past && wanted.includes(name));
}

function noDecoder(subject: string, why: string, ports: readonly Port[]): DynoError {
  const names = ports.map(({ name }) => name).join(', ');
  return new DynoError({
    code: 'INPUT_INVALID',
    message: `This model cannot generate text here: ${why}.`,
    subject,
    nextStep: `Export a decoder with input_ids, logits and past_key_values.N.key/value; this one has ${names || 'none'}.`,
  });
}
