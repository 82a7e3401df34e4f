import { encodeMask } from './png.js';

/**
 * Sends the selection to the bot.
 *
 * @import { Mask } from './mask.js'
 * @typedef {{ title: string, text: string }} Taken
 * @typedef {{ taken: Taken } | { error: string, field?: string, isOver: boolean }} Answer
 */

/** The link is over or used: no second try can succeed. */
const OVER = 410;

/**
 * @param {{ mask: Mask, prompt: string, reworded: boolean, then: string }} painted
 * @returns {Promise<Answer>}
 * @throws {TypeError} when the bot cannot be reached
 */
export async function send({ mask, prompt, reworded, then }) {
  const body = JSON.stringify({ prompt, reworded, then, mask: await dataUrl(await encodeMask(mask)) });
  const response = await fetch(location.pathname, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  /** @type {{ taken?: Taken, error?: string, field?: string }} */
  const answer = await response.json().catch(() => ({}));
  if (response.ok && answer.taken !== undefined) return { taken: answer.taken };
  // What stands between us and the bot answers in its own way.
  if (answer.error === undefined) throw new TypeError(`answered ${response.status}`);
  const { error, field } = answer;
  return { error, ...(field === undefined ? {} : { field }), isOver: response.status === OVER };
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>} `data:image/png;base64,…`
 */
function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => (typeof reader.result === 'string' ? resolve(reader.result) : reject()));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
}
