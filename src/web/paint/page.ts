/** The painter page and the notices that stand in its place, as HTML. No script and no style is written into it: the policy forbids both. */
import type { PainterMessages, PainterNotice } from '../../domain/messages.painter.ts';
import { PROMPT_MAX } from '../../domain/prompt.ts';
import { type Html, html } from '../html.ts';
import type { PaintPage } from '../painter.ts';
import { icon } from './icons.ts';

const TOOLS = ['brush', 'rectangle', 'lasso', 'eraser', 'move'] as const;
const KEYS: Readonly<Record<(typeof TOOLS)[number], string>> = {
  brush: 'B',
  rectangle: 'R',
  lasso: 'L',
  eraser: 'E',
  move: 'H',
};

/** @param modules of the page, e.g. `js/view.js`: named so that the browser fetches them all at once */
export function paintPage(words: PainterMessages, page: PaintPage, modules: readonly string[]): string {
  return document(
    words,
    words.title(page.button),
    html`${modules.map((name) => html`<link rel="modulepreload" href="assets/${name}" />`)}<script type="module" src="assets/js/page.js"></script>`,
    html`<main id="painter" class="painter" data-width="${page.width}" data-height="${page.height}" data-words="${JSON.stringify(words.live)}">
  <header class="head">
    <div>
      <h1>${words.heading}</h1>
      <p class="lead">${words.lead}</p>
    </div>
    <button type="button" id="help-open" class="plain-button" aria-label="${words.help.open}" title="${words.help.open}">${icon('help')}</button>
  </header>
  ${stage(words)}
  ${toolbar(words)}
  ${finish(words, page)}
</main>
${help(words)}
<main id="done" class="notice" tabindex="-1" hidden>
  <div class="notice-sign">${icon('check')}</div>
  <h1 id="done-title"></h1>
  <p id="done-text"></p>
</main>
<noscript><p class="no-script">${words.noScript}</p></noscript>`,
  );
}

/** A page that says one thing. */
export function noticePage(words: PainterMessages, notice: PainterNotice): string {
  return document(
    words,
    notice.title,
    html``,
    html`<main class="notice">
  <h1>${notice.title}</h1>
  <p>${notice.text}</p>
</main>`,
  );
}

function document(words: PainterMessages, title: string, head: Html, body: Html): string {
  return html`<!doctype html>
<html lang="${words.lang}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content" />
<meta name="color-scheme" content="light dark" />
<meta name="robots" content="noindex" />
<title>${title}</title>
<link rel="icon" href="assets/icon.svg" type="image/svg+xml" />
<link rel="stylesheet" href="assets/css/base.css" />
<link rel="stylesheet" href="assets/css/stage.css" />
<link rel="stylesheet" href="assets/css/controls.css" />
<link rel="stylesheet" href="assets/css/layout.css" />
${head}
</head>
<body>
${body}
</body>
</html>
`.text;
}

function stage(words: PainterMessages): Html {
  return html`<section class="stage-frame" aria-label="${words.picture}">
    <div id="stage" class="stage" role="application" tabindex="0" aria-label="${words.stage}" aria-describedby="stage-help" data-tool="brush">
      <img id="picture" class="picture" alt="${words.picture}" draggable="false" hidden />
      <canvas id="overlay" class="layer" aria-hidden="true"></canvas>
      <canvas id="draft" class="layer" aria-hidden="true"></canvas>
      <div id="ring" class="ring" aria-hidden="true" hidden></div>
      <div id="cross" class="cross" aria-hidden="true" hidden></div>
      <p id="hint" class="hint" hidden>${words.hint}</p>
      <p id="loading" class="hint loading" role="status">${words.loading}</p>
    </div>
    <p id="stage-help" class="unseen">${words.stageHelp}</p>
    <p id="spoken" class="unseen" role="status"></p>
  </section>`;
}

function toolbar(words: PainterMessages): Html {
  return html`<section id="toolbar" class="toolbar" aria-label="${words.tools.name}">
    <div class="group group-brush">
      <div class="tools" role="radiogroup" aria-label="${words.tools.name}">
        ${TOOLS.map(
          (tool, place) => html`<label class="tool" title="${words.tools[tool]} (${KEYS[tool]})">
          <input type="radio" name="tool" value="${tool}"${place === 0 ? ' checked' : ''} />
          <span class="tool-face">${icon(tool)}<span>${words.tools[tool]}</span></span>
        </label>`,
        )}
      </div>
      <div class="size">
        <label for="size">${words.tools.size}</label>
        <input id="size" type="range" min="0" max="100" step="1" value="50" />
        <output id="size-now" for="size" aria-live="off"></output>
      </div>
    </div>
    <div class="group">
      <div class="edits" role="group" aria-label="${words.edits.name}">
        ${iconButton('undo', 'undo', words.edits.undo, 'Ctrl Z')}
        ${iconButton('redo', 'redo', words.edits.redo, 'Shift Ctrl Z')}
        ${iconButton('invert', 'invert', words.edits.invert, 'I')}
        ${iconButton('clear', 'clear', words.edits.clear)}
      </div>
      <div class="zoom" role="group" aria-label="${words.zoom.name}">
        ${iconButton('zoom-out', 'out', words.zoom.out, '−')}
        <output id="zoom-now" class="zoom-now" aria-live="off"></output>
        ${iconButton('zoom-in', 'in', words.zoom.in, '+')}
        ${iconButton('zoom-fit', 'fit', words.zoom.fit, '0')}
      </div>
    </div>
  </section>`;
}

function finish(words: PainterMessages, page: PaintPage): Html {
  return html`<form id="finish" class="finish" novalidate>
    <div class="share">
      <div class="share-words">
        <p id="share" class="share-now"></p>
        <p id="advice" class="advice"></p>
      </div>
      <div class="meter" aria-hidden="true"><div class="meter-best"></div><div id="meter" class="meter-fill"></div></div>
    </div>
    <label class="field">
      <span class="field-name">${words.prompt}</span>
      <textarea id="prompt" name="prompt" rows="2" maxlength="${PROMPT_MAX}" placeholder="${words.promptHint}" aria-describedby="problem" autocomplete="off" spellcheck="true">${page.prompt}</textarea>
    </label>
    <p id="problem" class="problem" role="alert"></p>
    <div class="actions">
      ${page.canReturn ? html`<button type="submit" id="return" name="then" value="return" class="button" disabled>${words.useMask}</button>` : html``}
      <button type="submit" id="redraw" name="then" value="redraw" class="button button-main" disabled>${words.redraw}</button>
    </div>
    <p class="actions-hint">${words.redrawHint}${page.canReturn ? ` ${words.useMaskHint}` : ''}</p>
  </form>`;
}

function help(words: PainterMessages): Html {
  return html`<dialog id="help" class="help" aria-labelledby="help-title">
  <div class="help-head">
    <h2 id="help-title">${words.help.title}</h2>
    <button type="button" id="help-close" class="plain-button" aria-label="${words.help.close}">${icon('close')}</button>
  </div>
  <dl class="keys">
    ${words.help.keys.map(([keys, does]) => html`<div><dt><kbd>${keys}</kbd></dt><dd>${does}</dd></div>`)}
  </dl>
</dialog>`;
}

function iconButton(id: string, sign: Parameters<typeof icon>[0], name: string, key?: string): Html {
  return html`<button type="button" id="${id}" class="plain-button" aria-label="${name}" title="${key === undefined ? name : `${name} (${key})`}">${icon(sign)}</button>`;
}
