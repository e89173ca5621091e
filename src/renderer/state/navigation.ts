import { useSyncExternalStore } from 'react';
import { formatRoute, parseRoute, type Route } from './routes.ts';

let current: { readonly hash: string; readonly route: Route } = { hash: '', route: parseRoute('') };

export function currentRoute(): Route {
  if (location.hash !== current.hash) current = { hash: location.hash, route: parseRoute(location.hash) };
  return current.route;
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}

export function navigate(route: Route, options: { readonly replace?: boolean } = {}): void {
  const hash = formatRoute(route);
  if (hash === location.hash) return;
  if (options.replace !== true) {
    location.hash = hash;
    return;
  }
  history.replaceState(null, '', hash);
  // replaceState tells nobody.
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}
