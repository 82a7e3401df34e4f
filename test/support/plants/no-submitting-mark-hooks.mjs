const STORED = "marked(r, 'submitting', now)";

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith('/dist/domain/life/sending.js')) return loaded;
  const source = String(loaded.source);
  if (!source.includes(STORED)) throw new Error('the plant no longer fits: domain/life/sending.ts has changed');
  return { ...loaded, source: source.replace(STORED, '{ ...r }') };
}
