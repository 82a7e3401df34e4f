import { readFileSync } from 'node:fs';
import path from 'node:path';
import express from 'express';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseConfig } from '../../../src/app/config.ts';
import { VARIABLE_NAMES } from '../../../src/app/config-variables.ts';
import { healthRoutes } from '../../../src/web/health.ts';

/** `docs/kubernetes.yaml` is held against the image and the code: there is no cluster here to try it on. */

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

const Probe = z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const Labels = z.record(z.string(), z.string());
const Container = z.object({
  image: z.string(),
  command: z.array(z.string()),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  envFrom: z.array(
    z.union([
      z.object({ configMapRef: z.object({ name: z.string() }) }),
      z.object({ secretRef: z.object({ name: z.string() }) }),
    ]),
  ),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  securityContext: z.object({
    readOnlyRootFilesystem: z.literal(true),
    allowPrivilegeEscalation: z.literal(false),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
  startupProbe: Probe.extend({ periodSeconds: z.number(), failureThreshold: z.number() }),
  livenessProbe: Probe,
  readinessProbe: Probe,
  resources: z.object({ requests: z.object({ memory: z.string() }), limits: z.object({ memory: z.string() }) }),
});
const Deployment = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    replicas: z.number(),
    selector: z.object({ matchLabels: Labels }),
    strategy: z.object({ rollingUpdate: z.object({ maxSurge: z.number(), maxUnavailable: z.number() }) }),
    template: z.object({
      metadata: z.object({ labels: Labels, annotations: Labels }),
      spec: z.object({
        terminationGracePeriodSeconds: z.number(),
        securityContext: z.object({ runAsNonRoot: z.literal(true), runAsUser: z.number() }),
        containers: z.tuple([Container]),
        volumes: z.array(z.object({ name: z.string(), emptyDir: z.object({}) })),
      }),
    }),
  }),
});

const documents = parseAllDocuments(read('docs/kubernetes.yaml'), { strict: true, uniqueKeys: true });
const objects = documents.map((document) => {
  if ('errors' in document && document.errors.length > 0) throw document.errors[0];
  return z.looseObject({ apiVersion: z.string(), kind: z.string() }).parse(document.toJS());
});
const ofKind = (kind: string) => objects.filter((one) => one.kind === kind);
const deployments = ofKind('Deployment').map((one) => Deployment.parse(one));
const named = new Map(deployments.map((one) => [one.metadata.name, one.spec]));
const specOf = (name: string) => {
  const spec = named.get(name);
  if (spec === undefined) throw new Error(`there is no Deployment ${name}`);
  return spec;
};
const Values = z.looseObject({ metadata: z.object({ name: z.string() }) });
const secret = Values.extend({ stringData: Labels }).parse(ofKind('Secret')[0]);
const settings = Values.extend({ data: Labels }).parse(ofKind('ConfigMap')[0]);

const dockerfile =
  read('Dockerfile')
    .split(/^FROM .*$/m)
    .at(-1) ?? '';
/** The user `node` of the official image. */
const NODE_UID = 1000;
const ROLES = ['web', 'worker'];

describe.each(ROLES)('the Deployment of the role %s', (role) => {
  const { selector, template, strategy } = specOf(`midjourney-${role}`);
  const [container] = template.spec.containers;

  test('runs what the image runs, as its user, on a tree that it cannot change', () => {
    expect(JSON.stringify(container.command)).toBe(
      JSON.stringify(JSON.parse(/^CMD (\[.*\])$/m.exec(dockerfile)?.[1] ?? '[]')),
    );
    expect(dockerfile).toMatch(/^USER node$/m);
    expect(template.spec.securityContext.runAsUser).toBe(NODE_UID);
    const folders = container.volumeMounts.map(({ name }) => name);
    expect(template.spec.volumes.map(({ name }) => name)).toEqual(folders);
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toEqual(['/tmp']);
  });

  test('sets only variables that the bot reads, and they make a bot of that role', () => {
    expect(container.envFrom).toEqual([
      { configMapRef: { name: settings.metadata.name } },
      { secretRef: { name: secret.metadata.name } },
    ]);
    const own = Object.fromEntries(container.env.map(({ name, value }) => [name, value]));
    const env = { ...settings.data, ...secret.stringData, ...own };
    expect(Object.keys(env).filter((name) => !VARIABLE_NAMES.some((known) => known === name))).toEqual([]);
    const parsed = parseConfig(env);
    expect(parsed).toMatchObject({ ok: true, config: { role, http: { port: 3000, host: '0.0.0.0' } } });
  });

  test('is asked where the bot answers', async () => {
    const [port] = container.ports;
    expect(port).toEqual({ name: 'http', containerPort: Number(settings.data['PORT']) });
    expect(dockerfile).toMatch(new RegExp(`^EXPOSE ${port?.containerPort}$`, 'm'));
    expect(template.metadata.annotations['prometheus.io/port']).toBe(settings.data['PORT']);
    const routes = express().use(healthRoutes({ alive: {}, ready: {}, clock: () => 0, withinMs: 100 }));
    const server = routes.listen(0, '127.0.0.1');
    try {
      await new Promise((resolve) => server.once('listening', resolve));
      const address = server.address();
      const at = typeof address === 'object' && address !== null ? address.port : 0;
      for (const { httpGet } of [container.startupProbe, container.livenessProbe, container.readinessProbe]) {
        expect(httpGet.port).toBe('http');
        expect((await fetch(`http://127.0.0.1:${at}${httpGet.path}`)).status).toBe(200);
      }
    } finally {
      server.close();
    }
    expect(container.livenessProbe.httpGet.path).toBe('/healthz');
    expect(container.readinessProbe.httpGet.path).toBe('/readyz');
    // A start waits 30 s for Redis and 30 s for Slack.
    const { periodSeconds, failureThreshold } = container.startupProbe;
    expect(periodSeconds * failureThreshold).toBeGreaterThan(60);
  });

  test('is given the time that a stop takes, and the memory that the heap may take and more', () => {
    const grace = template.spec.terminationGracePeriodSeconds;
    expect(`${grace}s`).toBe(/stop_grace_period: (\S+)/.exec(read('compose.yaml'))?.[1]);
    expect(grace).toBeGreaterThan(10);
    const heap = Number(/--max-old-space-size=(\d+)/.exec(dockerfile)?.[1]);
    const { limits, requests } = container.resources;
    expect(Number(/^(\d+)Mi$/.exec(limits.memory)?.[1])).toBeGreaterThanOrEqual(heap * 1.5);
    expect(Number(/^(\d+)Mi$/.exec(requests.memory)?.[1])).toBeLessThanOrEqual(heap);
  });

  test('finds its own pods, and a deploy leaves some that work', () => {
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    const budget = ofKind('PodDisruptionBudget').map((one) =>
      Values.extend({
        spec: z.object({ minAvailable: z.number(), selector: z.object({ matchLabels: Labels }) }),
      }).parse(one),
    );
    const mine = budget.filter(({ spec }) => spec.selector.matchLabels['role'] === role);
    expect(mine).toHaveLength(1);
    expect(mine[0]?.spec.minAvailable).toBeLessThan(specOf(`midjourney-${role}`).replicas);
    // Slack allows an app ten connections; a web process has two.
    const { replicas } = specOf(`midjourney-${role}`);
    if (role === 'web') expect((replicas + strategy.rollingUpdate.maxSurge) * 2).toBeLessThanOrEqual(10);
  });
});

test('there is a Deployment for each role, a Service that leads to the web processes, and nothing unknown', () => {
  expect(deployments.map(({ metadata }) => metadata.name)).toEqual(ROLES.map((role) => `midjourney-${role}`));
  const service = Values.extend({
    spec: z.object({ selector: Labels, ports: z.array(z.object({ targetPort: z.string() })) }),
  }).parse(ofKind('Service')[0]);
  expect(service.spec.selector).toEqual(specOf('midjourney-web').selector.matchLabels);
  expect(service.spec.ports.map(({ targetPort }) => targetPort)).toEqual(['http']);
  expect(new Set(objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(
    new Set(['v1 Secret', 'v1 ConfigMap', 'apps/v1 Deployment', 'v1 Service', 'policy/v1 PodDisruptionBudget']),
  );
});
