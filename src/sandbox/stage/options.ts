import { parseArgs } from 'node:util';

export const DIALECTS = ['plus', 'trueai', 'new-api', 'novicezk'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface SandboxOptions {
  /** Of the page; 0: any free one. */
  port: number;
  dialect: Dialect;
  /** From a task's start to its end, in milliseconds. */
  drawMs: number;
  /** Slack reaches the bot by signed HTTP instead of Socket Mode. */
  http: boolean;
}

export const HELP = `npm run sandbox -- [options]

Runs the whole bot with no account: a stand-in for Slack with a page to type in, a stand-in for the gateway, Redis, and the bot.

  --port N        port of the page (SANDBOX_PORT; default: any free one)
  --dialect NAME  how the gateway speaks: ${DIALECTS.join(', ')} (SANDBOX_DIALECT; default plus)
  --draw-ms N     how long a picture takes, in milliseconds (SANDBOX_DRAW_MS; default 8000)
  --http          Slack reaches the bot by HTTP instead of Socket Mode (SANDBOX_HTTP=1)
  --help          this text
`;

/**
 * Flags win over the environment.
 *
 * @returns `help` when it was asked for
 * @throws Error listing everything that is wrong
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): SandboxOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      dialect: { type: 'string' },
      'draw-ms': { type: 'string' },
      http: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return 'help';
  const problems: string[] = [];
  const whole = (name: string, text: string, least: number, most: number) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    problems.push(`${name} must be a whole number from ${least} to ${most}, not "${text}".`);
    return least;
  };
  const port = whole('--port', values.port ?? env['SANDBOX_PORT'] ?? '0', 0, 65_535);
  const drawMs = whole('--draw-ms', values['draw-ms'] ?? env['SANDBOX_DRAW_MS'] ?? '8000', 0, 600_000);
  const named = values.dialect ?? env['SANDBOX_DIALECT'] ?? 'plus';
  const dialect = DIALECTS.find((one) => one === named);
  if (dialect === undefined) problems.push(`--dialect must be one of ${DIALECTS.join(', ')}, not "${named}".`);
  const http = values.http ?? ['1', 'true'].includes(env['SANDBOX_HTTP'] ?? '');
  if (problems.length > 0 || dialect === undefined) throw new Error(problems.join('\n'));
  return { port, dialect, drawMs, http };
}
