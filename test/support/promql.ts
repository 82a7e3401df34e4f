/** As much of PromQL as it takes to hold our expressions against our metrics: which are named, and with which labels. */

export interface Selected {
  metric: string;
  /** In its braces. */
  labels: string[];
}

export interface Expression {
  metrics: Selected[];
  /** Behind `by`. */
  grouped: string[];
}

const TOKEN = /\s+|"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\d[\d.eE]*|\$?[a-zA-Z_:][\w:]*|=~|!~|!=|==|>=|<=|[-+*/%^<>=(){},]/y;
const WORDS = new Set(['and', 'or', 'unless', 'on', 'ignoring', 'bool', 'offset']);
const FUNCTIONS = new Set(['absent', 'histogram_quantile', 'increase', 'max', 'min', 'rate', 'sum']);

/** @throws Error at what is no token, at brackets that do not match, and at a function that is not known here */
export function parsePromql(text: string): Expression {
  const tokens = tokensOf(text);
  balanced(tokens, text);
  const found: Expression = { metrics: [], grouped: [] };
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    if (token === 'by') {
      const end = tokens.indexOf(')', at);
      found.grouped.push(...tokens.slice(at + 2, end).filter((one) => one !== ','));
      at = end;
    } else if (/^[a-zA-Z_]/.test(token) && !WORDS.has(token)) {
      const next = tokens[at + 1];
      if (next === '(' || next === 'by') {
        if (!FUNCTIONS.has(token)) throw new Error(`${token} is no function that is known here: ${text}`);
      } else {
        const end = next === '{' ? tokens.indexOf('}', at) : at;
        const labels = tokens
          .slice(at + 2, end)
          .filter((one, i, all) => /^\w+$/.test(one) && /^[=!]/.test(all[i + 1] ?? ''));
        found.metrics.push({ metric: token, labels });
        at = end;
      }
    }
  }
  return found;
}

export function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const { lastIndex } = TOKEN;
    const [token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`no token at "${text.slice(lastIndex)}"`);
    if (token.trim() !== '') tokens.push(token);
  }
  return tokens;
}

function balanced(tokens: readonly string[], text: string): void {
  const open: string[] = [];
  const closing: Record<string, string> = { ')': '(', '}': '{' };
  for (const token of tokens) {
    if (token === '(' || token === '{') open.push(token);
    else if (token in closing && open.pop() !== closing[token]) throw new Error(`brackets do not match: ${text}`);
  }
  if (open.length > 0) throw new Error(`brackets do not match: ${text}`);
}
