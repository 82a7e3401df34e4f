/**
 * A description of a piece of the page. Rendering functions are pure and return these, so they can be read in a test without a browser;
 * patch.js turns them into elements.
 *
 * @typedef {{ tag: string, attrs: Record<string, any>, key: string | undefined, children: Array<VNode | string> }} VNode
 * @typedef {VNode | string | number | false | null | undefined | Child[]} Child
 */

/**
 * Describes one element. Attributes named `on…` are listeners, `onmount(el)` runs once after insertion, `key` keeps an element's
 * identity among its siblings, `class` may be a list with falsy entries. Attributes that are undefined, null or false are left out.
 *
 * @param {string} tag
 * @param {Record<string, any> | null} [attrs]
 * @param {...Child} children
 * @returns {VNode}
 */
export function h(tag, attrs, ...children) {
  /** @type {Record<string, any>} */
  const clean = {};
  for (const [name, value] of Object.entries(attrs ?? {})) {
    if (name === 'key' || value === undefined || value === null || value === false) continue;
    if (name === 'class' && Array.isArray(value)) {
      const joined = value.filter(Boolean).join(' ');
      if (joined !== '') clean[name] = joined;
    } else clean[name] = value;
  }
  return {
    tag,
    attrs: clean,
    key: attrs?.key === undefined ? undefined : String(attrs.key),
    children: flatten(children),
  };
}

/**
 * @param {Child[]} children
 * @returns {Array<VNode | string>}
 */
function flatten(children) {
  /** @type {Array<VNode | string>} */
  const flat = [];
  for (const child of children) {
    if (Array.isArray(child)) flat.push(...flatten(child));
    else if (typeof child === 'object' && child !== null) flat.push(child);
    // What is absent keeps its place with an empty text, so that its neighbours are not taken for it.
    else flat.push(typeof child === 'string' || typeof child === 'number' ? String(child) : '');
  }
  return flat;
}

/**
 * The text that a person would read in a description, as `textContent` would give it.
 *
 * @param {VNode | string} node
 * @returns {string}
 */
export function textOf(node) {
  return typeof node === 'string' ? node : node.children.map(textOf).join('');
}

/**
 * Every element in a description for which `test` holds, outermost first.
 *
 * @param {VNode | string} node
 * @param {(node: VNode) => boolean} test
 * @returns {VNode[]}
 */
export function findAll(node, test) {
  if (typeof node === 'string') return [];
  return [...(test(node) ? [node] : []), ...node.children.flatMap((child) => findAll(child, test))];
}
