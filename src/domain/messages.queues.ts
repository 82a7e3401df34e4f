/** The door to the queue dashboard, `/admin/queues`. Plain text. */
export interface QueuesMessages {
  title: string;
  /** Above the field, for whoever has no token. */
  intro: string;
  /** The field's label. */
  token: string;
  /** On the button. */
  open: string;
  /** What was typed is not the token. */
  wrong: string;
}
