import { cutToSlack } from '../../text.ts';

/** A person or a channel as a mention; any other word as it is, escaped. */
export function named(id: string): string {
  if (/^[UW][A-Z0-9]{2,}$/.test(id)) return `<@${id}>`;
  return /^[CG][A-Z0-9]{2,}$/.test(id) ? `<#${id}>` : cutToSlack(id, 100);
}

/** Ids behind one another, as many as there is room for. */
export function mentions(ids: readonly string[], most = 30): string {
  const more = ids.length > most ? ' …' : '';
  return `${ids.slice(0, most).map(named).join(' ')}${more}`;
}

/** Shown by Slack in the reader's own time zone; behind the bar what stands where it cannot. */
export function when(ms: number): string {
  return `<!date^${Math.floor(ms / 1000)}^{date_short_pretty} {time}|${new Date(ms).toISOString()}>`;
}
