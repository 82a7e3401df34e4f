/**
 * A part of the page.
 *
 * @template {Element} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
export function part(id, type) {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new Error(`the page has no ${id}`);
  return element;
}

/**
 * Says something to those who listen; it is not seen.
 *
 * @param {string} text
 */
export function speak(text) {
  part('spoken', HTMLElement).textContent = text;
}

/** @param {HTMLElement} element @param {boolean} is shown */
export function show(element, is) {
  element.hidden = !is;
}
