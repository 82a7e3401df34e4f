/** What the peers' pollers have in common. */

export interface PeerGateway {
  /** Without `/mj`. */
  url: string;
  key: string;
}

/** The fields of a task that the peers look at. */
export interface PeerTask {
  id: string;
  status: string;
  progress: string | null;
  imageUrl: string | null;
}

/** An end that was seen. */
export interface Noticed {
  task: string;
  at: number;
}

export interface Loop {
  readonly noticed: readonly Noticed[];
  add(tasks: readonly string[]): void;
  stop(): void;
}

export function isEnd({ status }: PeerTask): boolean {
  return status === 'SUCCESS' || status === 'FAILURE' || status === 'CANCEL';
}
