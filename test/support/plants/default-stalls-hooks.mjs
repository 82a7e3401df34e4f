const OURS = /\n\s*(?:lockDuration|stalledInterval|maxStalledCount): \w+,/g;

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith('/dist/queue/workers.js')) return loaded;
  const source = String(loaded.source);
  if (source.match(OURS)?.length !== 3) throw new Error('the plant no longer fits: queue/workers.ts has changed');
  return { ...loaded, source: source.replace(OURS, '') };
}
