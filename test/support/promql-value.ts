/**
 * What one of our expressions is worth, given what was scraped: the part of PromQL that they use, by the rules of prometheus.io/docs/prometheus/latest/querying.
 * An alert fires where its expression has an element.
 */
import { tokensOf } from './promql.ts';

export interface Series {
  metric: string;
  labels?: Readonly<Record<string, string>>;
  /** As it is now. */
  is: number;
  /** As it was when the range began, where the expression looks back; absent: it was not there, so that nothing is known of its rise. */
  was?: number;
}

interface Element {
  labels: Readonly<Record<string, string>>;
  value: number;
}
type Value = number | readonly Element[];

const UNIT_S: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
/** Binary operators, the loosest first. */
const LEVELS = [['or'], ['and', 'unless'], ['>', '<', '>=', '<=', '==', '!='], ['+', '-'], ['*', '/']] as const;

/** @throws Error at what is not known here */
export function evaluate(expression: string, scraped: readonly Series[]): readonly Element[] {
  const tokens = tokensOf(expression);
  let at = 0;
  const peek = () => tokens[at] ?? '';
  const take = (wanted?: string): string => {
    const token = tokens[at++] ?? '';
    if (wanted !== undefined && token !== wanted) throw new Error(`"${wanted}" was expected, not "${token}"`);
    return token;
  };

  function binary(level: number): Value {
    const operators: readonly string[] | undefined = LEVELS[level];
    if (operators === undefined) return operand();
    let left = binary(level + 1);
    while (operators.includes(peek())) {
      const operator = take();
      left = combine(operator, left, binary(level + 1));
    }
    return left;
  }

  function operand(): Value {
    const token = take();
    if (token === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (/^\d/.test(token)) return Number(token);
    if (token === 'absent') return bracketed(absent);
    if (token === 'max' || token === 'min' || token === 'sum') return aggregate(token);
    if (token === 'increase' || token === 'rate') return risen(token);
    if (peek() === '(') throw new Error(`${token}() is not known here`);
    return select(token).map(({ labels = {}, is }) => ({ labels, value: is }));
  }

  function bracketed(of: (inner: readonly Element[]) => readonly Element[]): readonly Element[] {
    take('(');
    const inner = vector(binary(0));
    take(')');
    return of(inner);
  }

  function aggregate(how: 'max' | 'min' | 'sum'): readonly Element[] {
    const by: string[] = [];
    if (peek() === 'by') {
      take();
      take('(');
      for (; peek() !== ')'; )
        if (peek() === ',') take();
        else by.push(take());
      take(')');
    }
    return bracketed((inner) => {
      const groups = new Map<string, Element[]>();
      for (const one of inner) {
        const labels = Object.fromEntries(
          by.flatMap((name) => (one.labels[name] === undefined ? [] : [[name, one.labels[name]]])),
        );
        groups.set(keyOf(labels), [...(groups.get(keyOf(labels)) ?? []), { labels, value: one.value }]);
      }
      return [...groups.values()].map((group) => {
        const values = group.map(({ value }) => value);
        const value = how === 'sum' ? values.reduce((sum, one) => sum + one, 0) : Math[how](...values);
        return { labels: group[0]?.labels ?? {}, value };
      });
    });
  }

  function risen(how: 'increase' | 'rate'): readonly Element[] {
    take('(');
    const found = select(take());
    const [, count, unit = ''] = /^\[(\d+)([smh])\]$/.exec(take()) ?? [];
    take(')');
    const seconds = Number(count) * (UNIT_S[unit] ?? Number.NaN);
    return found.flatMap(({ labels = {}, is, was }) =>
      was === undefined ? [] : [{ labels, value: (is - was) / (how === 'rate' ? seconds : 1) }],
    );
  }

  function select(metric: string): Series[] {
    const matchers: ((labels: Readonly<Record<string, string>>) => boolean)[] = [];
    if (peek() === '{') {
      take();
      while (peek() !== '}') {
        const [label, operator, quoted] = [take(), take(), take()];
        const wanted = JSON.parse(quoted) as string;
        const fits = operator.endsWith('~')
          ? (has: string) => new RegExp(`^(?:${wanted})$`).test(has)
          : (has: string) => has === wanted;
        matchers.push((labels) => fits(labels[label] ?? '') !== operator.startsWith('!'));
        if (peek() === ',') take();
      }
      take('}');
    }
    return scraped.filter((one) => one.metric === metric && matchers.every((fits) => fits(one.labels ?? {})));
  }

  const value = vector(binary(0));
  if (at < tokens.length) throw new Error(`"${peek()}" is left over in ${expression}`);
  return value;
}

function vector(value: Value): readonly Element[] {
  if (typeof value === 'number') throw new Error('a number is no vector');
  return value;
}

function absent(inner: readonly Element[]): readonly Element[] {
  return inner.length === 0 ? [{ labels: {}, value: 1 }] : [];
}

function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function combine(operator: string, left: Value, right: Value): Value {
  if (operator === 'or' || operator === 'and' || operator === 'unless') {
    const [ours, theirs] = [vector(left), vector(right)];
    const has = (among: readonly Element[], { labels }: Element) =>
      among.some((one) => keyOf(one.labels) === keyOf(labels));
    if (operator === 'or') return [...ours, ...theirs.filter((one) => !has(ours, one))];
    return ours.filter((one) => has(theirs, one) === (operator === 'and'));
  }
  if (typeof left === 'number' && typeof right === 'number') return arithmetic(operator, left, right);
  if (typeof left === 'number')
    return vector(right).map(({ labels, value }) => ({ labels, value: arithmetic(operator, left, value) }));
  return left.flatMap(({ labels, value }) => {
    const others =
      typeof right === 'number'
        ? [right]
        : right.filter((one) => keyOf(one.labels) === keyOf(labels)).map((one) => one.value);
    return others.flatMap((other) => {
      if ('+-*/'.includes(operator)) return [{ labels, value: arithmetic(operator, value, other) }];
      return holds(operator, value, other) ? [{ labels, value }] : [];
    });
  });
}

function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      throw new Error(`${operator} of two numbers is not known here`);
  }
}

function holds(operator: string, a: number, b: number): boolean {
  switch (operator) {
    case '>':
      return a > b;
    case '<':
      return a < b;
    case '>=':
      return a >= b;
    case '<=':
      return a <= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}
