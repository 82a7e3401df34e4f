/**
 * Where a picture's bytes are: the page's own doors to Slack's files, and to Slack's copies of pictures elsewhere.
 *
 * @param {Record<string, any>} item an image block or element
 * @returns {string}
 */
export function sourceOf(item) {
  if (item.image_url !== undefined) return `/image?url=${encodeURIComponent(item.image_url)}`;
  const id = item.slack_file?.id ?? /\b(F[A-Z0-9]{8,})\b/.exec(item.slack_file?.url ?? '')?.[1];
  return id === undefined ? '' : `/file/${id}`;
}
