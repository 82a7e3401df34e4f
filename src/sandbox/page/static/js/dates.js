/** How times are written. Pure: the zone and the present moment are arguments; times are milliseconds since 1970. */

const DAY = 86_400_000;

/** @param {string} ts Slack's `seconds.micros` */
export function msOf(ts) {
  return Math.floor(Number(ts) * 1000);
}

/** @param {number} ms @param {string} [zone] IANA name */
export function clockTime(ms, zone) {
  return new Intl.DateTimeFormat('en-US', { hour: 'numeric', minute: '2-digit', timeZone: zone }).format(ms);
}

/** @param {number} ms @param {string} [zone] */
export function fullTime(ms, zone) {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'medium', timeZone: zone }).format(ms);
}

/**
 * @param {number} ms
 * @param {number} now
 * @param {string} [zone]
 * @returns {string} `Today`, `Yesterday`, or the date in words
 */
export function dayLabel(ms, now, zone) {
  const day = dayKey(ms, zone);
  if (day === dayKey(now, zone)) return 'Today';
  if (day === dayKey(now - DAY, zone)) return 'Yesterday';
  return new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric', timeZone: zone }).format(
    ms,
  );
}

/** @param {number} ms @param {string} [zone] @returns {string} the same for all moments of one day */
export function dayKey(ms, zone) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(ms);
}

/**
 * The text of `<!date^…>`: Slack's placeholders in braces.
 *
 * @param {number} seconds
 * @param {string} format e.g. `{date_short} at {time}`
 * @param {number} now
 * @param {string} [zone]
 */
export function slackDate(seconds, format, now, zone) {
  const ms = seconds * 1000;
  /** @param {Intl.DateTimeFormatOptions} options */
  const write = (options) => new Intl.DateTimeFormat('en-US', { ...options, timeZone: zone }).format(ms);
  /** @param {() => string} otherwise */
  const pretty = (otherwise) => {
    const day = dayLabel(ms, now, zone);
    return day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : otherwise();
  };
  const long = () => write({ weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });
  const middle = () => write({ month: 'long', day: 'numeric', year: 'numeric' });
  const short = () => write({ month: 'short', day: 'numeric', year: 'numeric' });
  /** @type {Record<string, () => string>} */
  const parts = {
    date: middle,
    date_long: long,
    date_short: short,
    date_num: () => dayKey(ms, zone),
    date_pretty: () => pretty(middle),
    date_long_pretty: () => pretty(long),
    date_short_pretty: () => pretty(short),
    time: () => clockTime(ms, zone),
    time_secs: () => write({ hour: 'numeric', minute: '2-digit', second: '2-digit' }),
    ago: () => ago(ms, now),
  };
  return format.replace(/\{([a-z_]+)\}/g, (whole, name) => parts[name]?.() ?? whole);
}

/** @param {number} ms @param {number} now */
export function ago(ms, now) {
  const seconds = Math.round((now - ms) / 1000);
  if (Math.abs(seconds) < 60) return 'just now';
  if (Math.abs(seconds) < 3600) return relative(seconds / 60, 'minute');
  if (Math.abs(seconds) < 86_400) return relative(seconds / 3600, 'hour');
  return relative(seconds / 86_400, 'day');
}

/** @param {number} count in the past @param {Intl.RelativeTimeFormatUnit} unit */
function relative(count, unit) {
  return new Intl.RelativeTimeFormat('en').format(-Math.round(count), unit);
}

/** @param {number} bytes */
export function sizeLabel(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} kB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
