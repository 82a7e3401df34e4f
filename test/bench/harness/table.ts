import type { Row } from './figure.ts';

/** A run as it is written down. */
export interface Run {
  mode: 'full' | 'quick' | 'some';
  commit: string;
  /** ISO 8601, UTC. */
  date: string;
  machine: { cores: number; cpu: string; memoryGb: number; node: string; platform: string };
  seconds: number;
  rows: readonly Row[];
}

const BEGIN = '<!-- bench:begin (npm run bench -- --write) -->';
const END = '<!-- bench:end -->';

/** The table of a run in Markdown, with a line on where it comes from. */
export function markdown({ mode, commit, date, machine, seconds, rows }: Run): string {
  const head = ['| what | must reach | measured | beside | |', '|---|---|---|---|---|'];
  const lines = rows.map(
    (row) => `| ${[row.figure, row.must, row.measured, row.beside, mark(row)].map(cell).join(' | ')} |`,
  );
  const from = `${mode} run of ${date.slice(0, 10)} at ${commit}, ${machine.cores} cores (${machine.cpu}), ${machine.memoryGb} GB, Node ${machine.node}, ${minutes(seconds)}`;
  return [...head, ...lines, '', from].join('\n');
}

/** The same for a terminal: a paragraph for each row. */
export function plain({ rows }: Pick<Run, 'rows'>): string {
  return rows
    .map((row) =>
      [
        `${mark(row).padEnd(6)} ${row.figure}`,
        `       must      ${row.must}`,
        `       measured  ${row.measured}`,
        ...(row.beside === '' ? [] : [`       beside    ${row.beside}`]),
      ].join('\n'),
    )
    .join('\n');
}

/**
 * Puts a table between the markers of a page.
 * @throws Error when the page has no markers
 */
export function filled(page: string, table: string): string {
  const [before, rest] = split(page, BEGIN);
  const [, after] = split(rest, END);
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

function split(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  if (index < 0) throw new Error(`the page has no line ${at}`);
  return [text.slice(0, index), text.slice(index + at.length)];
}

function mark({ ok }: Row): string {
  return ok === undefined ? '' : ok ? 'ok' : 'missed';
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function minutes(seconds: number): string {
  return seconds < 120 ? `${Math.round(seconds)} s` : `${(seconds / 60).toFixed(1)} min`;
}
