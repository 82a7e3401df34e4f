const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};
const SILENT = new Set(['level', 'time', 'msg', 'pid', 'hostname']);

/**
 * A line of the bot's log as a person likes to read it: pino's JSON becomes `10:42:07 info  message key=value`, anything else stays.
 */
export function readableLine(line: string): string {
  const entry = parse(line);
  if (entry === undefined) return line;
  const { level, time, msg } = entry;
  const at = new Date(typeof time === 'number' || typeof time === 'string' ? time : Number.NaN);
  const clock = Number.isNaN(at.getTime()) ? '        ' : at.toTimeString().slice(0, 8);
  const word = typeof level === 'number' ? (LEVELS[level] ?? `${level}`) : typeof level === 'string' ? level : '';
  const rest = Object.entries(entry)
    .filter(([key]) => !SILENT.has(key))
    .map(([key, value]) =>
      key === 'err' ? `\n${errorText(value)}` : ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
    );
  return `${clock} ${word.padEnd(5)} ${typeof msg === 'string' ? msg : ''}${rest.join('')}`;
}

function parse(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** pino writes an error as an object whose stack is the part to read. */
function errorText(value: unknown): string {
  const stack = typeof value === 'object' && value !== null && 'stack' in value ? value.stack : undefined;
  return typeof stack === 'string' ? stack : JSON.stringify(value);
}
