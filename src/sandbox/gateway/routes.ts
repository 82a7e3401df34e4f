import type { RequestKind } from './call.ts';
import type { Dialect, Settings } from './options.ts';

interface Route {
  readonly method: 'GET' | 'POST';
  /** Path after `/mj`; `{id}` stands for one segment. */
  readonly path: string;
  readonly kind: RequestKind;
  readonly of: readonly (Dialect | 'newer')[];
}

const ALL = ['novicezk', 'plus', 'trueai', 'new-api'] as const;
const MODERN = ['plus', 'trueai', 'new-api'] as const;

/** Who has what: gateway.md 1.1. `newer` are builds of new-api with `newerRoutes`. */
const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/submit/imagine', kind: 'imagine', of: ALL },
  { method: 'POST', path: '/submit/blend', kind: 'blend', of: ALL },
  { method: 'POST', path: '/submit/describe', kind: 'describe', of: ALL },
  { method: 'POST', path: '/submit/shorten', kind: 'shorten', of: MODERN },
  { method: 'POST', path: '/submit/change', kind: 'change', of: ['novicezk', 'plus', 'new-api'] },
  { method: 'POST', path: '/submit/simple-change', kind: 'simple-change', of: ['novicezk', 'plus', 'new-api'] },
  { method: 'POST', path: '/submit/action', kind: 'action', of: MODERN },
  { method: 'POST', path: '/submit/modal', kind: 'modal', of: MODERN },
  { method: 'POST', path: '/submit/edits', kind: 'edits', of: ['plus', 'trueai', 'newer'] },
  { method: 'POST', path: '/submit/edit', kind: 'edits', of: ['trueai', 'newer'] },
  { method: 'POST', path: '/submit/video', kind: 'video', of: ['plus', 'trueai', 'newer'] },
  { method: 'POST', path: '/submit/upload-discord-images', kind: 'upload-discord-images', of: MODERN },
  { method: 'POST', path: '/insight-face/swap', kind: 'swap', of: MODERN },
  { method: 'GET', path: '/task/{id}/fetch', kind: 'fetch', of: ALL },
  { method: 'POST', path: '/task/list-by-condition', kind: 'list-by-condition', of: ALL },
  { method: 'POST', path: '/task/list-by-ids', kind: 'list-by-ids', of: ['trueai'] },
  { method: 'GET', path: '/task/list', kind: 'list', of: ['novicezk', 'plus', 'trueai'] },
  { method: 'GET', path: '/account/list', kind: 'accounts', of: ['novicezk', 'plus'] },
  { method: 'GET', path: '/task/queue', kind: 'queue', of: ['novicezk', 'plus'] },
  { method: 'GET', path: '/task/{id}/image-seed', kind: 'image-seed', of: MODERN },
  { method: 'POST', path: '/task/{id}/cancel', kind: 'cancel', of: ['plus', 'trueai'] },
  { method: 'GET', path: '/image/{id}', kind: 'image', of: ['new-api'] },
];

const NAMED_MODES = ['mj-fast', 'mj-turbo', 'mj-relax'];

/** What a request is about, in the eyes of the dialect that is played. */
export function routeOf(
  method: string,
  path: string,
  settings: Pick<Settings, 'dialect' | 'modePrefixes' | 'newerRoutes' | 'midjourney'>,
): { readonly kind: RequestKind; readonly id: string; readonly mode: string | null } {
  const nothing = { kind: 'nothing', id: '', mode: null } as const;
  if (/^\/(?:ephemeral-)?attachments\//.test(path))
    return { ...nothing, kind: method === 'GET' ? 'picture' : 'nothing' };
  if (!settings.midjourney) return nothing;
  const [, mode, rest] = /^(?:\/([^/]+))?\/mj(\/.*)$/.exec(path) ?? [];
  if (rest === undefined || !knowsMode(mode, settings.modePrefixes)) return nothing;
  const has = (route: Route) =>
    route.of.includes(settings.dialect) ||
    (settings.dialect === 'new-api' && settings.newerRoutes && route.of.includes('newer'));
  for (const route of ROUTES) {
    if (route.method !== method || !has(route)) continue;
    const [head = '', tail] = route.path.split('{id}');
    if (tail === undefined) {
      if (rest === head) return { kind: route.kind, id: '', mode: mode ?? null };
      continue;
    }
    if (!rest.startsWith(head) || !rest.endsWith(tail)) continue;
    const id = rest.slice(head.length, rest.length - tail.length);
    if (id !== '' && !id.includes('/')) return { kind: route.kind, id: decodeURIComponent(id), mode: mode ?? null };
  }
  return nothing;
}

function knowsMode(mode: string | undefined, prefixes: Settings['modePrefixes']): boolean {
  if (mode === undefined) return true;
  return prefixes === 'any' || (prefixes === 'named' && NAMED_MODES.includes(mode));
}
