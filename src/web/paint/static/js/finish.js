import { part, show, speak } from './dom.js';
import { send } from './send.js';
import { adviceText, shareText } from './words.js';

/**
 * The part of the page that ends it: the share, the prompt and the buttons.
 *
 * @import { Mask } from './mask.js'
 * @import { Words } from './words.js'
 */

/**
 * @param {Mask} mask
 * @param {Words} words
 */
export function createFinish(mask, words) {
  const form = part('finish', HTMLFormElement);
  const prompt = part('prompt', HTMLTextAreaElement);
  const problem = part('problem', HTMLElement);
  const buttons = [...form.querySelectorAll('button')];
  const meter = part('meter', HTMLElement);
  let isSending = false;
  let isDone = false;

  const sentence = () => `${shareText(words, mask.share)} ${adviceText(words, mask.share)}`;

  /** @param {string} text @param {string} [field] that holds the mistake */
  const complain = (text, field) => {
    problem.textContent = text;
    prompt.setAttribute('aria-invalid', String(field === 'prompt'));
    if (field === 'prompt') prompt.focus();
    if (field === 'mask') part('stage', HTMLElement).focus();
  };

  /** @returns {boolean} whether it may be sent */
  const check = () => {
    if (mask.chosen === 0) complain(words('selectFirst'), 'mask');
    else if (mask.share === 1) complain(words('selectLess'), 'mask');
    else if (prompt.value.trim() === '') complain(words('promptFirst'), 'prompt');
    else {
      complain('');
      return true;
    }
    return false;
  };

  /** @param {boolean} is */
  const setSending = (is) => {
    isSending = is;
    form.setAttribute('aria-busy', String(is));
    for (const button of buttons) button.setAttribute('aria-disabled', String(is || isDone));
    if (is) speak(words('sending'));
  };

  /** @param {string} then */
  const submit = async (then) => {
    if (isSending || isDone || !check()) return;
    setSending(true);
    try {
      const reworded = prompt.value !== prompt.defaultValue;
      const answer = await send({ mask, prompt: prompt.value, reworded, then });
      isDone = 'taken' in answer || answer.isOver;
      if ('taken' in answer) return finishWith(answer.taken);
      complain(answer.error, answer.field);
      // The window in Slack is closed, and will not open again.
      if (answer.field === 'then') part('return', HTMLButtonElement).hidden = true;
    } catch {
      complain(words('offline'));
    } finally {
      setSending(false);
    }
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const then = event.submitter instanceof HTMLButtonElement ? event.submitter.value : 'redraw';
    submit(then).catch(() => complain(words('offline')));
  });
  prompt.addEventListener('input', () => prompt.setAttribute('aria-invalid', 'false'));
  window.addEventListener('beforeunload', (event) => {
    if (mask.chosen > 0 && !isDone) event.preventDefault();
  });

  for (const button of buttons) button.disabled = false;
  return {
    /** Shows how much is selected. */
    refresh() {
      part('share', HTMLElement).textContent = shareText(words, mask.share);
      part('advice', HTMLElement).textContent = adviceText(words, mask.share);
      meter.style.transform = `scaleX(${mask.share})`;
    },
    /** Says it. @param {string} [before] what happened */
    tell(before = '') {
      speak(`${before} ${sentence()}`.trim());
      problem.textContent = '';
    },
  };
}

/** The page is done, and says what to do now. @param {{ title: string, text: string }} taken */
function finishWith({ title, text }) {
  const done = part('done', HTMLElement);
  part('done-title', HTMLElement).textContent = title;
  part('done-text', HTMLElement).textContent = text;
  document.title = title;
  show(part('painter', HTMLElement), false);
  show(done, true);
  done.focus();
}
