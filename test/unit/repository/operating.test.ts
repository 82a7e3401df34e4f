import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createMeters } from '../../../src/app/telemetry/meters.ts';
import { rows } from '../../../src/app/telemetry/table.ts';
import { parsePromql } from '../../support/promql.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const guide = read('docs/operating.md');

interface Panel {
  title: string;
  description?: string;
  type: string;
  gridPos: { x: number; y: number; w: number; h: number };
  datasource?: { uid: string };
  targets?: { expr: string; datasource: { uid: string } }[];
}
const dashboard = JSON.parse(read('docs/grafana-dashboard.json')) as {
  panels: Panel[];
  templating: { list: { name: string; type: string }[] };
};
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; description: string; runbook: string };
}
const alerts = (parse(read('docs/alerts.yml')) as { groups: { rules: Rule[] }[] }).groups.flatMap(({ rules }) => rules);

/** What Prometheus makes of each metric, with the labels that it has there. */
const series = new Map<string, readonly string[]>(
  rows.flatMap(([name, { type, labels }]): [string, readonly string[]][] =>
    type === 'histogram'
      ? [
          [`${name}_bucket`, [...labels, 'le']],
          [`${name}_sum`, labels],
          [`${name}_count`, labels],
        ]
      : [[name, labels]],
  ),
);
/** Prometheus adds them to each series. */
const SCRAPED = ['instance', 'job'];

async function known(): Promise<Map<string, readonly string[]>> {
  const text = await createMeters().text();
  const ofProcess = [...text.matchAll(/^# TYPE (\w+) /gm)]
    .map((found) => found[1] ?? '')
    .filter((name) => !name.startsWith('mj_'));
  return new Map([...series, ...ofProcess.map((name) => [name, []] as const)]);
}

const shown = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ where: title, expr })));
const watched = alerts.map(({ alert, expr }) => ({ where: alert, expr }));

test.each([...shown, ...watched])('$where asks for metrics and labels that there are: $expr', async ({ expr }) => {
  const names = await known();
  const { metrics, grouped } = parsePromql(expr);

  expect(metrics.length).toBeGreaterThan(0);
  const labelsOf = (metric: string) => [...(names.get(metric) ?? []), ...SCRAPED];
  for (const { metric, labels } of metrics) {
    expect([...names.keys()]).toContain(metric);
    for (const label of labels) expect(labelsOf(metric)).toContain(label);
  }
  for (const label of grouped) expect(metrics.flatMap(({ metric }) => labelsOf(metric))).toContain(label);
});

test('the dashboard shows every metric, but for those whose row says why not', () => {
  const asked = shown.flatMap(({ expr }) => parsePromql(expr).metrics.map(({ metric }) => metric));
  const isShown = (name: string) =>
    asked.some((metric) => metric.replace(/_(bucket|sum|count)$/, '') === name || metric === name);

  expect(rows.filter(([name, { unshown }]) => unshown === undefined && !isShown(name)).map(([name]) => name)).toEqual(
    [],
  );
  expect(rows.filter(([name, { unshown }]) => unshown !== undefined && isShown(name)).map(([name]) => name)).toEqual(
    [],
  );
});

describe('the dashboard', () => {
  test('can be imported anywhere: its data source is a variable', () => {
    expect(dashboard.templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    );
    for (const { datasource, targets = [] } of panels)
      for (const { uid } of [datasource, ...targets.map((target) => target.datasource)].filter(
        (one) => one !== undefined,
      ))
        expect(uid).toBe('${datasource}');
  });

  test('says of every panel what it means, and lays none over another', () => {
    for (const panel of panels) expect(panel.description, `panel ${panel.title}`).toMatch(/\.$/);
    const taken = new Set<string>();
    for (const { gridPos, title } of dashboard.panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect(taken.has(`${x} ${y}`), `panel ${title}`).toBe(false);
          taken.add(`${x} ${y}`);
        }
  });
});

describe('every alert', () => {
  test.each(alerts)('$alert says what to do, here and in docs/operating.md', ({ alert, labels, annotations }) => {
    expect(labels.severity).toBe('page');
    expect(annotations.summary.length).toBeGreaterThan(10);
    expect(annotations.description.length).toBeGreaterThan(80);
    expect(annotations.runbook).toBe(`docs/operating.md#${alert.toLowerCase()}`);
    expect(guide).toContain(`\n### ${alert}\n`);
  });

  test('has a section, and no section is left of one that is gone', () => {
    const section = guide.split('\n## Alerts')[1]?.split('\n## ')[0] ?? '';

    expect([...section.matchAll(/^### (\w+)$/gm)].map((found) => found[1])).toEqual(alerts.map(({ alert }) => alert));
  });
});

test('docs/operating.md has a row for each metric, with its labels, and for no other', () => {
  const section = guide.split('\n## Metrics')[1]?.split('\n## ')[0] ?? '';
  const told = [...section.matchAll(/^\| `(mj_\w+)` \| (\w+) \| (.*?) \|/gm)].map(([, name, type, labels = '']) => ({
    name,
    type,
    labels: [...labels.matchAll(/`(\w+)`/g)].map((found) => found[1]),
  }));

  expect(told).toEqual(rows.map(([name, { type, labels }]) => ({ name, type, labels: [...labels] })));
});

describe('the reader of expressions', () => {
  test('finds metrics, labels and groups', () => {
    expect(parsePromql('sum by (a, le) (rate(x_total{b="c d",e!~"f"}[5m])) > 0.5 * y')).toEqual({
      metrics: [
        { metric: 'x_total', labels: ['b', 'e'] },
        { metric: 'y', labels: [] },
      ],
      grouped: ['a', 'le'],
    });
  });

  test.each(['sum(x', 'rate(x{a="b")}', 'summ(x)', 'x ; y'])('%s is none', (text) => {
    expect(() => parsePromql(text)).toThrow(/brackets|no function|no token/);
  });
});
