import type { Base } from './base.ts';
import { address } from './base.ts';

const IMAGE_ROUTE = /\/mj\/image\/([^/?#]+)$/;

/**
 * The link under which a picture can really be had, or undefined where the text is no http link.
 *
 * new-api links its own image route with whatever address its operator configured, often `http://localhost:3000` (gateway.md 6, new-api#144):
 * such a link is led to the gateway that we know, and its cache buster `rand` is dropped. Every other link stays as it is, to the letter: the
 * query of a Discord link is its signature, the trailing `&` included.
 */
export function pictureLink(base: Base, text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text, base.origin)) return undefined;
  const url = new URL(text, base.origin);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  const image = IMAGE_ROUTE.exec(url.pathname)?.[1];
  if (image === undefined) return URL.canParse(text) ? text : url.href;
  const query = url.search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('rand='));
  return `${address(base, `/image/${image}`, '')}${query.length === 0 ? '' : `?${query.join('&')}`}`;
}
