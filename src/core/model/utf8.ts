import { getTextEncoding } from '@bufbuild/protobuf/wire';

const encoding = getTextEncoding();

export function decodeUtf8(bytes: Uint8Array): string {
  return encoding.decodeUtf8(bytes);
}

export function encodeUtf8(text: string): Uint8Array {
  return encoding.encodeUtf8(text);
}
