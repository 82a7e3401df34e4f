/** @typedef {import('./vnode.js').VNode} VNode */

const SVG = 'http://www.w3.org/2000/svg';
/** These live on the element, not in its attributes, and a person changes them: they are compared with the element itself. */
const PROPERTIES = new Set(['value', 'checked', 'indeterminate', 'muted']);

/** @type {WeakMap<Node, VNode | string>} */
const drawn = new WeakMap();

/**
 * Makes `root` show `vnode`, touching only what differs from the last drawing: elements keep their identity (and with it focus, caret,
 * scroll position, a loaded picture) wherever tag and key stay the same.
 *
 * @param {Element} root
 * @param {VNode} vnode
 */
export function draw(root, vnode) {
  patchChildren(root, [vnode], false);
}

/**
 * @param {VNode | string} vnode
 * @param {boolean} svg
 * @returns {Node}
 */
function create(vnode, svg) {
  if (typeof vnode === 'string') {
    const text = document.createTextNode(vnode);
    drawn.set(text, vnode);
    return text;
  }
  const inSvg = svg || vnode.tag === 'svg';
  const el = inSvg ? document.createElementNS(SVG, vnode.tag) : document.createElement(vnode.tag);
  patchChildren(el, vnode.children, inSvg);
  for (const [name, value] of Object.entries(vnode.attrs)) setAttr(el, name, value);
  drawn.set(el, vnode);
  return el;
}

/**
 * @param {Element} parent
 * @param {Array<VNode | string>} children
 * @param {boolean} svg
 */
function patchChildren(parent, children, svg) {
  const kept = keyedChildren(parent, children);
  /** @type {Element[]} */
  const added = [];
  let at = parent.firstChild;
  for (const child of children) {
    const key = typeof child === 'string' ? undefined : child.key;
    const node = key === undefined ? at : (kept.get(key) ?? null);
    if (node !== null && patchable(node, child)) {
      if (node === at) at = node.nextSibling;
      else parent.insertBefore(node, at);
      patch(node, child, svg);
      continue;
    }
    const made = create(child, svg);
    if (at !== null && key === undefined && keyOf(at) === undefined) {
      const old = at;
      at = at.nextSibling;
      old.replaceWith(made);
    } else parent.insertBefore(made, at);
    if (made instanceof Element) added.push(made);
  }
  while (at !== null) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
  if (parent.isConnected) for (const el of added) mounted(el);
}

/**
 * The children that stay because of their key. Those whose key is gone leave at once, so that their neighbours need not be moved (a moved
 * element loses focus, scroll position and a playing film).
 *
 * @param {Element} parent
 * @param {Array<VNode | string>} children
 * @returns {Map<string, ChildNode>}
 */
function keyedChildren(parent, children) {
  const wanted = new Set(children.map((child) => (typeof child === 'string' ? undefined : child.key)));
  /** @type {Map<string, ChildNode>} */
  const kept = new Map();
  for (const node of Array.from(parent.childNodes)) {
    const key = keyOf(node);
    if (key === undefined) continue;
    if (wanted.has(key)) kept.set(key, node);
    else node.remove();
  }
  return kept;
}

/** @param {Node} node @returns {string | undefined} */
function keyOf(node) {
  const vnode = drawn.get(node);
  return typeof vnode === 'object' ? vnode.key : undefined;
}

/**
 * @param {Node} node
 * @param {VNode | string} vnode
 */
function patchable(node, vnode) {
  const old = drawn.get(node);
  if (old === undefined || typeof old !== typeof vnode) return false;
  if (typeof old === 'string' || typeof vnode === 'string') return true;
  return old.tag === vnode.tag && old.key === vnode.key && old.attrs.type === vnode.attrs.type;
}

/**
 * @param {Node} node
 * @param {VNode | string} vnode
 * @param {boolean} svg
 */
function patch(node, vnode, svg) {
  const old = drawn.get(node);
  if (old === vnode) return;
  drawn.set(node, vnode);
  if (typeof vnode === 'string') {
    node.nodeValue = vnode;
    return;
  }
  if (!(node instanceof Element) || typeof old !== 'object') return;
  for (const name of Object.keys(old.attrs)) if (!(name in vnode.attrs)) setAttr(node, name, undefined);
  patchChildren(node, vnode.children, svg || vnode.tag === 'svg');
  for (const [name, value] of Object.entries(vnode.attrs)) {
    const present = PROPERTIES.has(name) ? /** @type {any} */ (node)[name] : old.attrs[name];
    if (present !== value) setAttr(node, name, value);
  }
}

/**
 * @param {Element} el
 * @param {string} name
 * @param {any} value
 */
function setAttr(el, name, value) {
  if (name === 'onmount') return;
  if (name.startsWith('on')) /** @type {any} */ (el)[name] = value ?? null;
  else if (PROPERTIES.has(name)) /** @type {any} */ (el)[name] = value ?? (name === 'value' ? '' : false);
  else if (value === undefined) el.removeAttribute(name);
  else el.setAttribute(name, value === true ? '' : String(value));
}

/** @param {Element} el */
function mounted(el) {
  for (const inner of el.children) mounted(inner);
  const vnode = drawn.get(el);
  if (typeof vnode === 'object') vnode.attrs.onmount?.(el);
}
