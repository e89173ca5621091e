import type { Session, WebContents, WebPreferences } from 'electron';
import { APP_ORIGIN } from './app-protocol.ts';
import { openLink } from './external-links.ts';

/** Said out loud, although some are defaults today: a default can change, and a test looks at each. */
export const SECURE_PREFERENCES = {
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
} as const satisfies WebPreferences;

/** What a page may do beyond drawing: put text on the clipboard ("copy as command"). */
const ALLOWED_PERMISSIONS: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

export function hardenSession(session: Session): void {
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    decide(isAllowed(permission, details.requestingUrl));
  });
}

function isAllowed(permission: string, requester: string): boolean {
  return ALLOWED_PERMISSIONS.has(permission) && isOwnAddress(requester);
}

/** Node gives addresses of unknown schemes no origin, so the parts are compared. */
export function isOwnAddress(address: string): boolean {
  return address === APP_ORIGIN || address.startsWith(`${APP_ORIGIN}/`);
}

export function hardenContents(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    openLink(url);
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event) => {
    if (isOwnAddress(event.url)) return;
    event.preventDefault();
    openLink(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
