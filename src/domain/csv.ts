/**
 * A table as CSV: RFC 4180, in UTF-8 with a byte order mark, without which Excel reads it as something else. A cell that a spreadsheet would run
 * as a formula is quoted with an apostrophe, as OWASP advises ("CSV Injection"): foreign text must not act on whoever opens it.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@＝＋－＠\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
