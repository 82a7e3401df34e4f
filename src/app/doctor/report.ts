import { type Area, type Finding, works } from './finding.ts';

const SIGNS = { well: '✓', remark: '!', problem: '✗' } as const;

const TITLES: Readonly<Record<Area, string>> = {
  machine: 'This machine',
  configuration: 'Configuration',
  Slack: 'Slack',
  gateway: 'Gateway',
  Redis: 'Redis',
};

/** What was found, to be read by a person. */
export function reportText(findings: readonly Finding[]): string {
  const areas = (Object.keys(TITLES) as Area[]).flatMap((area) => {
    const here = findings.filter((finding) => finding.area === area);
    return here.length === 0 ? [] : [[TITLES[area], ...here.flatMap(lines)].join('\n')];
  });
  return `${[...areas, verdict(findings)].join('\n\n')}\n`;
}

/** The same for programs: `works`, and `findings` with `area`, `state` (`well`, `remark`, `problem`), `what`, `details` and `todo`. */
export function reportJson(findings: readonly Finding[]): string {
  return `${JSON.stringify({ works: works(findings), findings }, null, 2)}\n`;
}

function lines(finding: Finding): string[] {
  return [
    `  ${SIGNS[finding.state]} ${finding.what}`,
    ...(finding.details ?? []).map((detail) => `      ${detail}`),
    ...('todo' in finding ? [`    → ${finding.todo}`] : []),
  ];
}

function verdict(findings: readonly Finding[]): string {
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  const [problems, remarks] = [count('problem'), count('remark')];
  const looks = remarks === 0 ? '' : ` ${remarks} to look at (!).`;
  if (problems === 0) return `The bot works with this.${looks}`;
  return `The bot would not work: ${problems} to mend (✗).${looks}`;
}

/** Slack's tokens, whosever they are. */
const TOKEN = /\bx(?:ox[a-z]|app)-[\w-]{4,}|\bxoxe\.[\w.-]+/g;
/** What is shorter would blot out ordinary words. */
const SHORTEST = 4;

/** Blots out what must not be printed: a gateway may quote the key that it refuses. */
export function hide(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length >= SHORTEST)
    .toSorted((a, b) => b.length - a.length)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((left, secret) => left.replaceAll(secret, '[hidden]'), text.replace(TOKEN, '[hidden]'));
}
