/** The pages on which the app is added to a workspace. They need no script. */
import { createHash } from 'node:crypto';
import type { InstallMessages } from '../../domain/messages.install.ts';
import { Html, html } from '../html.ts';

/** Midnight is the app's own colour (its manifest), the button's that of pressed ones; both schemes keep 4.5 to 1 and more. */
const STYLE = `
  :root {
    color-scheme: light dark;
    --ground: #f4f4f8; --card: #fff; --text: #1a1a2e; --soft: #55556b; --line: #dfdfe8; --go: #4752c4; --go-over: #3c45a5; --on-go: #fff; --tile: #1a1a2e;
  }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #12121f; --card: #1c1c2e; --text: #f2f2f7; --soft: #b4b4c7; --line: #34344b; --go: #5865f2; --go-over: #4752c4; --tile: #3a3a58; }
  }
  * { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; min-height: 100dvh; display: grid; place-content: center; padding: 1.5rem;
    font: 1rem/1.6 system-ui, sans-serif; color: var(--text); background: var(--ground);
  }
  main {
    max-width: 30rem; padding: clamp(1.5rem, 6vw, 2.75rem); border: 1px solid var(--line); border-radius: 1rem;
    background: var(--card); overflow-wrap: anywhere;
  }
  svg { display: block; width: 3rem; height: 3rem; margin-bottom: 1.25rem; }
  .tile { fill: var(--tile); }
  h1 { margin: 0 0 0.75rem; font-size: 1.5rem; line-height: 1.25; text-wrap: balance; }
  p { margin: 0 0 1.5rem; color: var(--soft); }
  p:last-child { margin-bottom: 0; font-size: 0.875rem; }
  a {
    display: inline-block; margin-bottom: 1.5rem; padding: 0.7rem 1.4rem; border-radius: 0.6rem;
    font-weight: 600; text-decoration: none; color: var(--on-go); background: var(--go);
  }
  a:last-child { margin-bottom: 0; }
  a:hover { background: var(--go-over); }
  a:focus-visible { outline: 3px solid var(--go); outline-offset: 3px; }
  @media (forced-colors: active) { a { border: 1px solid LinkText; } }
`;

/** Nothing but its own style. Its links lead away, which no policy has to allow. */
export const INSTALL_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What a page says: `go` leads on. */
export type Shown =
  | { page: 'start'; go: string }
  | { page: 'done'; name: string; go: string }
  | { page: 'not-allowed'; id: string }
  | { page: 'cancelled' | 'stale' | 'refused' | 'failed'; go: string };

/** @param lang of the words, for the browser */
export function installPage(shown: Shown, words: InstallMessages, lang: string): string {
  const { title, text, button, small } = saidOn(shown, words);
  return html`<!doctype html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${title}</title>
    <style>${new Html(STYLE)}</style>
  </head>
  <body>
    <main>
      <svg viewBox="0 0 48 48" aria-hidden="true"><rect class="tile" width="48" height="48" rx="11"/><rect x="9" y="12" width="30" height="24" rx="3" fill="none" stroke="#fff" stroke-width="2.5"/><circle cx="17" cy="19.5" r="2.75" fill="#fff"/><path d="M12 33l8-8 5 5 6-7 6 10z" fill="#fff"/></svg>
      <h1>${title}</h1>
      <p>${text}</p>
      ${'go' in shown && button !== undefined ? html`<a href="${shown.go}" rel="noreferrer">${button}</a>` : ''}
      ${small === undefined ? '' : html`<p>${small}</p>`}
    </main>
  </body>
</html>`.text;
}

function saidOn(
  shown: Shown,
  words: InstallMessages,
): { title: string; text: string; button?: string; small?: string } {
  switch (shown.page) {
    case 'start': {
      const { title, intro, go, admin } = words.start;
      return { title, text: intro, button: go, small: admin };
    }
    case 'done':
      return { title: words.done.title(shown.name), text: words.done.text, button: words.done.go };
    case 'not-allowed':
      return { title: words[shown.page].title, text: words[shown.page].text(shown.id) };
    default: {
      const { title, text, again } = words[shown.page];
      return { title, text, button: again };
    }
  }
}
