/**
 * Sizes and counts that Slack enforces. Sources: slack.md section 2 unless a line says otherwise. Lengths are counted in
 * UTF-16 units, the strictest reading of "characters".
 */
export const limits = {
  message: {
    blocks: 50,
    attachments: 100,
    /** chat.postMessage cuts longer text and warns. */
    postText: 40_000,
    /** chat.update refuses longer text. */
    updateText: 4_000,
    /** All text of all blocks together: undocumented, staff say 12,000 and a buffer (bolt-js#2509, #2867). */
    blocksText: 13_200,
    /** All markdown blocks together, and the markdown_text argument. */
    markdown: 12_000,
    /** Not documented beyond "exceeds size limit"; taken low on purpose. */
    metadataBytes: 8_000,
    eventType: 255,
  },
  view: {
    blocks: 100,
    bytes: 250_000,
    title: 24,
    callbackId: 255,
    privateMetadata: 3_000,
    externalId: 255,
    stack: 3,
  },
  block: {
    id: 255,
    sectionText: 3_000,
    fields: 10,
    fieldText: 2_000,
    header: 150,
    contextElements: 10,
    contextActions: 5,
    actions: 25,
    label: 2_000,
    hint: 2_000,
    tableRows: 100,
    tableColumns: 20,
    containerChildren: 10,
    carousel: 10,
    alert: 200,
    cardTitle: 150,
    cardBody: 200,
    videoTitle: 199,
  },
  text: 3_000,
  /** How long Slack waits for an `image_url` is not documented; taken low on purpose. */
  image: { alt: 2_000, title: 2_000, url: 3_000, types: ['png', 'jpg', 'jpeg', 'gif'], fetchMs: 2_000 },
  button: { text: 75, value: 2_000, url: 3_000, accessibilityLabel: 75 },
  actionId: 255,
  option: { text: 75, value: 75, description: 75, url: 3_000 },
  /** Option values are 150 in newer docs, 75 in older ones and in slack.md; the lower holds. */
  overflow: { min: 1, max: 5 },
  select: { options: 100, groups: 100, placeholder: 150 },
  choices: 10,
  confirm: { title: 100, text: 300, button: 30 },
  input: { maxLength: 3_000 },
  fileInput: { maxFiles: 10, bytes: 10 * 1024 * 1024 },
  file: { alt: 1_000, channels: 100 },
  /** slack.md section 4. */
  sockets: 10,
  responseUrl: { uses: 5, ms: 30 * 60_000 },
} as const;
