import { Packr } from 'msgpackr';
import { DynoError, isErrorCode } from './errors.ts';

/**
 * Errors lose their fields on every channel (structured clone keeps the message only, msgpack nothing), so a
 * frame's error travels as plain data and is raised again on the other side.
 */
const ERROR_MARK = '$dynoError';

interface WireError {
  readonly [ERROR_MARK]: true;
  readonly name: string;
  readonly message: string;
  readonly code: string;
  readonly subject: string;
  readonly nextStep: string;
}

export function encodeError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const known = error instanceof DynoError ? error : null;
  const wire: WireError = {
    [ERROR_MARK]: true,
    name: error.name,
    message: error.message,
    code: known?.code ?? '',
    subject: known?.subject ?? '',
    nextStep: known?.nextStep ?? '',
  };
  return wire;
}

export function decodeError(value: unknown): unknown {
  if (!isWireError(value)) return value;
  if (isErrorCode(value.code)) {
    return new DynoError({
      code: value.code,
      message: value.message,
      subject: value.subject,
      nextStep: value.nextStep,
    });
  }
  const error = new Error(value.message);
  error.name = value.name;
  return error;
}

function isWireError(value: unknown): value is WireError {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, ERROR_MARK);
}

/** birpc puts a rejected call's error into the field "e" of its answer. */
export function encodeFrame(frame: unknown): unknown {
  if (typeof frame !== 'object' || frame === null || !('e' in frame)) return frame;
  return { ...frame, e: encodeError(frame.e) };
}

export function decodeFrame(frame: unknown): unknown {
  if (typeof frame !== 'object' || frame === null || !('e' in frame)) return frame;
  return { ...frame, e: decodeError(frame.e) };
}

/**
 * Bytes for the WebSocket. `structuredClone` keeps typed arrays typed; without it a Float64Array comes back as a
 * view of msgpackr's own, reused memory. `moreTypes` would let a peer name classes: off.
 */
export function createByteCodec(): { pack(frame: unknown): Uint8Array; unpack(bytes: Uint8Array): unknown } {
  const packr = new Packr({ structuredClone: true, useRecords: false });
  return {
    pack: (frame) => packr.pack(encodeFrame(frame)),
    unpack: (bytes) => decodeFrame(packr.unpack(bytes)),
  };
}
