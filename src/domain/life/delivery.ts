/** The picture on its way into Slack. */

import { type Picture, type Submission } from '../submission.ts';
import { marked, type Step } from './mark.ts';

/** Before the picture is uploaded. A killed upload leaves at most a file that nobody sees. */
export function uploading(now: number): Step {
  return (r) => (r.mark === 'ended' || r.mark === 'uploading' ? marked(r, 'uploading', now) : r);
}

/** The picture is in Slack, or there will be none. What follows has tries of its own. */
export function uploaded(picture: Picture, now: number): Step {
  return (r) => {
    if (r.mark !== 'ended' && r.mark !== 'uploading' && r.mark !== 'uploaded') return r;
    const { uploads: _, ...rest } = r;
    return marked(rest, 'uploaded', now, { picture, deliveryTries: 0 });
  };
}

/** True when what the card shows now is the last it has to show. */
export function isFinal(record: Submission): boolean {
  return (
    record.end !== undefined && (record.end.kind === 'done' ? record.mark === 'uploaded' : record.mark === 'ended')
  );
}

/** The card's last face was seen to be shown. */
export function delivered(now: number): Step {
  return (r) => (isFinal(r) ? marked(r, 'delivered', now) : r);
}

/** The picture of a delivered card is gone from Slack: somebody deleted the file. */
export function pictureGone(): Step {
  return (r) =>
    r.mark === 'delivered' && r.picture?.fileId !== undefined
      ? { ...r, picture: { inThread: false, missing: 'gone' } }
      : r;
}

/** A delivery that failed on the way. */
export function deliveryFailed(): Step {
  return (r) => ({ ...r, deliveryTries: r.deliveryTries + 1 });
}

/** *Fetch again*: the picture of a done submission is tried once more. */
export function refetch(now: number): Step {
  return (r) => {
    if (r.end?.kind !== 'done' || r.picture?.missing === undefined) return r;
    const { picture: _, ...rest } = r;
    return marked(rest, 'ended', now, { deliveryTries: 0 });
  };
}
