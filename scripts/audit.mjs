/** Known vulnerabilities of note in what the bot runs with. Not every registry can tell: then this says so, and fails. */
import { spawnSync } from 'node:child_process';

const LEVEL = 'high';
const { stdout, stderr, status } = spawnSync('npm', ['audit', '--omit=dev', `--audit-level=${LEVEL}`, '--json'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const report = parsed(stdout);
const counts = report?.metadata?.vulnerabilities;

if (counts === undefined) {
  const why = report?.message ?? report?.error?.summary ?? stderr.trim().split('\n').at(-1) ?? '';
  process.stderr.write(`Nothing is known: the registry gave no answer to an audit (${why}).\n`);
  process.stderr.write('Run it again where https://registry.npmjs.org or a mirror that audits can be reached.\n');
  process.exit(2);
}
const told = Object.entries(counts).map(([level, count]) => `${level} ${count}`);
process.stdout.write(
  `Known vulnerabilities in ${report.metadata.dependencies?.prod ?? '?'} packages: ${told.join(', ')}.\n`,
);
for (const { name, severity, range } of Object.values(report.vulnerabilities ?? {}))
  process.stdout.write(`  ${severity}: ${name} ${range}\n`);
process.exit(status ?? 1);

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
