import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** What a child process can be asked for: the methods of `A`, each by a message and its answer. */
export type Remote<A> = {
  readonly [K in keyof A]: A[K] extends (...args: infer P) => infer R ? (...args: P) => Promise<Awaited<R>> : never;
};

export interface Child<A> {
  readonly ask: Remote<A>;
  readonly pid: number;
  close(): Promise<void>;
}

interface Question {
  n: number;
  method: string;
  args: readonly unknown[];
}
type Answer = { n: number; value: unknown } | { n: number; error: string };

/** Answers the parent's questions with `api`, for as long as the parent lives. For the child's side. */
export function serve(api: object): void {
  const methods = api as Record<string, (...args: readonly unknown[]) => unknown>;
  const tell = (answer: Answer) => process.send?.(answer);
  process.on('message', ({ n, method, args }: Question) => {
    Promise.resolve()
      .then(() => methods[method]?.(...args))
      .then(
        (value) => tell({ n, value }),
        (error: unknown) => tell({ n, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.once('disconnect', () => process.exit());
}

/**
 * Starts a program of this folder as a process of its own.
 * @param file its name, such as `gateway-process.ts`; it must call `serve` with an `A`
 */
export async function startChild<A extends object>(file: string): Promise<Child<A>> {
  const child: ChildProcess = fork(path.join(import.meta.dirname, '..', file), { serialization: 'advanced' });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let gone: Error | undefined;
  child.on('message', (answer: Answer) => {
    const question = waiting.get(answer.n);
    waiting.delete(answer.n);
    if ('error' in answer) question?.reject(new Error(`${file}: ${answer.error}`));
    else question?.resolve(answer.value);
  });
  child.once('exit', (code, signal) => {
    gone = new Error(`${file} ended with ${signal ?? code}`);
    for (const { reject } of waiting.values()) reject(gone);
  });
  await once(child, 'spawn');

  function ask(method: string, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (gone !== undefined) {
        reject(gone);
        return;
      }
      asked += 1;
      waiting.set(asked, { resolve, reject });
      child.send({ n: asked, method, args } satisfies Question);
    });
  }
  return {
    ask: new Proxy({} as Remote<A>, {
      // A proxy that is awaited must not look like a promise.
      get: (_, method) => (method === 'then' ? undefined : (...args: readonly unknown[]) => ask(String(method), args)),
    }),
    pid: child.pid ?? 0,
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, 'exit');
      child.disconnect();
      await exit;
    },
  };
}
