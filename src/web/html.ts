/** HTML written as template strings: what is filled in is escaped, unless it is HTML already. */

/** HTML that needs no more escaping. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Filling = string | number | Html | readonly Html[];

/** Marks a template as HTML; fillings may stand between tags and within quoted attributes. */
export function html(parts: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return new Html(parts.map((part, i) => part + (i < fillings.length ? textOf(fillings[i] ?? '') : '')).join(''));
}

function textOf(filling: Filling): string {
  if (filling instanceof Html) return filling.text;
  if (typeof filling === 'object') return filling.map((one) => one.text).join('');
  return String(filling).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
