import type { Chromium } from './cdp.ts';
import { sessionProtocol, toChromium } from './protocol.ts';
import { strict } from './strict.ts';

type Check = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type Ask = (
  contents: unknown,
  permission: string,
  decide: (granted: boolean) => void,
  details: { readonly requestingUrl: string; readonly isMainFrame: boolean },
) => void;

/** Electron's names for permissions, and Chromium's. */
const PERMISSIONS: readonly (readonly [electron: string, chromium: string])[] = [
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['idle-detection', 'idle-detection'],
  ['local-fonts', 'local-fonts'],
  ['window-management', 'window-management'],
  ['screen-wake-lock', 'screen-wake-lock'],
  ['persistent-storage', 'persistent-storage'],
];

let check: Check | null = null;
let ask: Ask | null = null;

/** Without a handler Electron grants everything; so does the double, so that a missing handler is seen. */
function isGranted(permission: string, address: string): boolean {
  if (check && !check(null, permission, address, {})) return false;
  let granted = true;
  ask?.(null, permission, (decision) => (granted = decision), { requestingUrl: address, isMainFrame: true });
  return granted;
}

/** Says to Chromium what the handlers say, for the origin that is about to be shown. */
export async function applyPermissions(chromium: Chromium, address: string): Promise<void> {
  const origin = new URL(toChromium(address)).origin;
  await Promise.all(
    PERMISSIONS.map(([electron, name]) =>
      chromium.send('Browser.setPermission', {
        permission: { name },
        setting: isGranted(electron, address) ? 'granted' : 'denied',
        origin,
      }),
    ),
  );
}

export const defaultSession = strict('Session', {
  protocol: sessionProtocol,
  setPermissionCheckHandler(handler: Check | null): void {
    check = handler;
  },
  setPermissionRequestHandler(handler: Ask | null): void {
    ask = handler;
  },
});

export const session = strict('session', { defaultSession });
