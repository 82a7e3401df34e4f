/**
 * The words that the page fills in by itself, as the bot gave them (`PainterLiveWords`).
 *
 * @typedef {'share' | 'underOne' | 'adviceNone' | 'adviceLittle' | 'adviceGood' | 'adviceMuch' | 'adviceAll' | 'size' | 'sizeSpoken' | 'zoom'
 *   | 'cursor' | 'cornerSet' | 'lassoCorner' | 'shapeDropped' | 'undone' | 'redone' | 'sending' | 'selectFirst' | 'selectLess' | 'promptFirst'
 *   | 'offline' | 'pictureFailed'} WordName
 * @typedef {(name: WordName, fillings?: Record<string, string | number>) => string} Words
 */

/**
 * @param {string} json an object of sentences
 * @returns {Words}
 */
export function readWords(json) {
  /** @type {Record<string, string>} */
  const sentences = JSON.parse(json);
  return (name, fillings = {}) =>
    (sentences[name] ?? '').replace(/\{(\w+)\}/g, (_, filling) => String(fillings[filling] ?? ''));
}

/** Between these the gateway's painter does best (gateway.md section 3.3). */
const LITTLE = 0.2;
const MUCH = 0.5;

/**
 * @param {Words} words
 * @param {number} share of the picture, 0 to 1
 */
export function shareText(words, share) {
  const percent =
    share > 0 && share < 0.01 ? words('underOne') : Math.min(Math.round(share * 100), share < 1 ? 99 : 100);
  return words('share', { percent });
}

/**
 * @param {Words} words
 * @param {number} share of the picture, 0 to 1
 */
export function adviceText(words, share) {
  if (share === 0) return words('adviceNone');
  if (share === 1) return words('adviceAll');
  if (share < LITTLE) return words('adviceLittle');
  return words(share > MUCH ? 'adviceMuch' : 'adviceGood');
}
