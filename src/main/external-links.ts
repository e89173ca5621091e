import { shell } from 'electron';

/** Sites that the interface links to. Everything else stays closed: a model's metadata may hold any address. */
const ALLOWED_HOSTS: ReadonlySet<string> = new Set(['onnx.ai', 'onnxruntime.ai', 'github.com']);

export function isAllowedLink(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  return (
    url.protocol === 'https:' &&
    url.port === '' &&
    url.username === '' &&
    url.password === '' &&
    ALLOWED_HOSTS.has(url.hostname)
  );
}

export function openLink(address: string): void {
  if (isAllowedLink(address)) void shell.openExternal(address);
}
