/**
 * Hooks that change the compiled bot as it is loaded.
 *
 * @param {Record<string, [from: string, to: string][]>} changes by the end of the module's path; each must fit
 */
export function rewriting(changes) {
  return async (url, context, nextLoad) => {
    const loaded = await nextLoad(url, context);
    const found = Object.entries(changes).find(([file]) => url.endsWith(file));
    if (found === undefined) return loaded;
    let source = String(loaded.source);
    for (const [from, to] of found[1]) {
      if (!source.includes(from)) throw new Error(`the plant no longer fits: ${url} has changed`);
      source = source.replace(from, to);
    }
    return { ...loaded, source };
  };
}
