/** The page that asks for the token. */
import { createHash } from 'node:crypto';
import type { QueuesMessages } from '../../domain/messages.queues.ts';
import { Html, html } from '../html.ts';

const STYLE = `
  body { margin: 0; min-height: 100vh; display: grid; place-content: center; font: 16px/1.5 system-ui, sans-serif; color-scheme: light dark; }
  main { max-width: 22rem; padding: 1rem; }
  label, input, button { display: block; width: 100%; box-sizing: border-box; font: inherit; }
  input, button { padding: 0.5rem; margin: 0.25rem 0 1rem; }
  [role='alert'] { font-weight: 600; }
`;

/** Nothing but its own style, and a form that goes back to where it came from. */
export const DOOR_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** @param wrong after a token that was none */
export function doorPage(words: QueuesMessages, action: string, wrong: boolean): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <title>${words.title}</title>
    <style>${new Html(STYLE)}</style>
  </head>
  <body>
    <main>
      <h1>${words.title}</h1>
      <p>${words.intro}</p>
      ${wrong ? html`<p role="alert">${words.wrong}</p>` : ''}
      <form method="post" action="${action}">
        <label for="token">${words.token}</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
        <button>${words.open}</button>
      </form>
    </main>
  </body>
</html>`.text;
}
