import { stage } from './actions.js';
import { segments, toggle } from './controls.js';
import { icon } from './icons.js';
import { get, redraw, ui } from './store.js';
import { h } from './vnode.js';

/** @typedef {import('./store.js').Json} Json */

/** How long an answer of the gateway may take, in milliseconds. */
const LATENCIES = [0, 2000, 6000];

/** @param {boolean} [open] */
export function toggleDrawer(open = !ui.drawer) {
  ui.drawer = open;
  localStorage.setItem('drawer', open ? 'open' : 'closed');
  redraw();
}

/** @returns {import('./vnode.js').Child} what a stage hand can do: the dialect, the weather, the log of both sides */
export function drawer() {
  const sandbox = get('sandbox');
  if (!ui.drawer || sandbox === undefined) return null;
  return h(
    'aside',
    { class: 'pane drawer', 'data-testid': 'drawer', 'aria-label': 'Behind the scenes', key: 'drawer' },
    h(
      'header',
      { class: 'pane-head' },
      h('div', null, h('h2', null, 'Behind the scenes')),
      h(
        'button',
        { class: 'icon-button', type: 'button', 'aria-label': 'Close', onclick: () => toggleDrawer(false) },
        icon('close'),
      ),
    ),
    h(
      'div',
      { class: 'drawer-body' },
      bot(sandbox),
      gateway(sandbox),
      faults(sandbox.faults),
      violations(get('violations') ?? []),
      traffic('Gateway', 'gateway', get('gatewayTraffic') ?? []),
      traffic('Slack', 'slack', get('slackTraffic') ?? []),
    ),
  );
}

/** @param {Json} sandbox */
function bot({ bot: state, publicAddress }) {
  /** @type {string[]} */
  const log = get('botLog') ?? [];
  const words = /** @type {Record<string, string>} */ ({
    starting: 'Starting…',
    ready: 'Running',
    dead: 'Stopped',
    stopping: 'Stopping…',
  });
  return h(
    'section',
    { class: 'stage' },
    h('h3', null, 'The bot'),
    h(
      'div',
      { class: 'stage-row' },
      h('span', { class: `lamp lamp-${state.state}` }),
      h(
        'span',
        { class: 'grow' },
        h('strong', { 'data-testid': 'bot-state', 'data-state': state.state }, words[state.state] ?? state.state),
        state.pid && h('span', { class: 'muted' }, ` pid ${state.pid}`),
      ),
      state.state === 'ready' &&
        h(
          'button',
          {
            class: 'button button-small button-danger',
            type: 'button',
            'data-testid': 'bot-kill',
            onclick: () => void stage('bot', { id: 'kill' }),
          },
          'kill -9',
        ),
      state.state !== 'starting' &&
        h(
          'button',
          {
            class: 'button button-small',
            type: 'button',
            'data-testid': 'bot-restart',
            onclick: () => void stage('bot', { id: 'restart' }),
          },
          state.state === 'dead' ? 'Start' : 'Restart',
        ),
    ),
    state.note && h('p', { class: 'note' }, state.note),
    toggle({
      label: 'Public address',
      on: publicAddress,
      testid: 'public-address',
      disabled: state.state === 'starting' || state.state === 'stopping',
      explain: publicAddress
        ? 'The bot can be reached: regions are painted on its own page, and the gateway calls back.'
        : 'The bot cannot be reached: regions are chosen by squares, and nothing calls back.',
      turn: (on) => void stage('publicAddress', { on }),
    }),
    log.length > 0 &&
      h('details', { class: 'log' }, h('summary', null, 'Log'), h('pre', { 'data-testid': 'bot-log' }, log.join('\n'))),
  );
}

/** @param {Json} sandbox */
function gateway(sandbox) {
  return h(
    'section',
    { class: 'stage' },
    h('h3', null, 'The gateway'),
    segments({
      label: 'Dialect',
      options: sandbox.dialects.map((/** @type {string} */ name) => ({
        value: name,
        label: name,
        testid: `dialect-${name}`,
      })),
      value: sandbox.dialect,
      disabled: sandbox.bot.state === 'starting',
      choose: (name) => void stage('dialect', { id: name }),
    }),
    h(
      'label',
      { class: 'stage-row' },
      h('span', { class: 'grow' }, 'Drawing takes'),
      h('output', { class: 'number' }, `${(sandbox.drawMs / 1000).toFixed(sandbox.drawMs < 10_000 ? 1 : 0)} s`),
    ),
    h('input', {
      type: 'range',
      class: 'range',
      min: 500,
      max: 60_000,
      step: 500,
      'aria-label': 'Drawing time in milliseconds',
      'data-testid': 'draw-ms',
      value: String(sandbox.drawMs),
      onchange: (/** @type {Event} */ event) =>
        void stage('drawMs', { id: Number(/** @type {HTMLInputElement} */ (event.target).value) }),
    }),
    h(
      'p',
      { class: 'note' },
      'Another dialect restarts gateway and bot, another time the gateway: what it is drawing is lost.',
    ),
    h('h4', { class: 'stage-label' }, 'Every answer takes'),
    segments({
      label: 'Time for every answer',
      options: LATENCIES.map((ms) => ({ value: ms, label: `${ms / 1000} s`, testid: `latency-${ms}` })),
      value: sandbox.latencyMs,
      choose: (ms) => void stage('latency', { id: ms }),
    }),
    toggle({
      label: 'Remix on the account',
      on: sandbox.remix,
      testid: 'remix',
      explain: 'With Remix, the gateway asks for a prompt before it varies, pans or runs a picture again.',
      turn: (on) => void stage('remix', { on }),
    }),
  );
}

/** @param {Json[]} list */
function faults(list) {
  return h(
    'section',
    { class: 'stage' },
    h('h3', null, 'Bad weather'),
    ['gateway', 'slack'].map((side) =>
      h(
        'div',
        { class: 'faults' },
        h('h4', null, side === 'gateway' ? 'Gateway' : 'Slack'),
        list
          .filter((fault) => fault.side === side)
          .map((fault) =>
            h(
              'button',
              {
                class: ['fault', fault.on && 'fault-on'],
                type: 'button',
                title: fault.explain,
                'aria-pressed': fault.on ? 'true' : 'false',
                'aria-busy': ui.busy[`fault:${fault.id}`] ? 'true' : undefined,
                'data-testid': `fault-${fault.id}`,
                onclick: () => void stage('fault', { id: fault.id, on: !fault.on }),
              },
              fault.label,
              fault.once && h('small', null, 'once'),
            ),
          ),
      ),
    ),
    list.some((fault) => fault.on) &&
      h(
        'button',
        {
          class: 'button button-small',
          type: 'button',
          'data-testid': 'faults-clear',
          onclick: () => void stage('clearFaults', {}),
        },
        'Clear sky',
      ),
  );
}

/** @param {string[]} list */
function violations(list) {
  if (list.length === 0) return null;
  return h(
    'section',
    { class: 'stage' },
    h('h3', null, 'Broken rules'),
    h(
      'ul',
      { class: 'violations', 'data-testid': 'violations' },
      list.map((text) => h('li', null, text)),
    ),
  );
}

/** @param {string} title @param {string} side @param {Json[]} list newest first */
function traffic(title, side, list) {
  return h(
    'section',
    { class: 'stage' },
    h('h3', null, `Last requests: ${title}`),
    list.length === 0 && h('p', { class: 'note' }, 'None yet.'),
    h(
      'ol',
      { class: 'traffic', 'data-testid': `traffic-${side}` },
      list.map((one) => {
        const open = ui.opened.has(one.key);
        return h(
          'li',
          { key: one.key },
          h(
            'button',
            {
              class: 'traffic-line',
              type: 'button',
              'aria-expanded': open ? 'true' : 'false',
              onclick: () => toggleDetail(one.key),
            },
            h('time', { class: 'muted' }, one.time),
            h('span', { class: 'traffic-name' }, one.name),
            h('span', { class: ['traffic-status', one.ok ? 'ok' : 'bad'] }, one.status),
          ),
          open && h('pre', null, one.detail),
        );
      }),
    ),
  );
}

/** @param {string} key of a request */
function toggleDetail(key) {
  if (!ui.opened.delete(key)) ui.opened.add(key);
  redraw();
}
