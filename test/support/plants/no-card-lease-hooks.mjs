const HELD = "if (held !== 'OK')";

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith('/dist/queue/leases.js')) return loaded;
  const source = String(loaded.source);
  if (!source.includes(HELD)) throw new Error('the plant no longer fits: queue/leases.ts has changed');
  return { ...loaded, source: source.replace(HELD, "if (held === 'never')") };
}
