import type * as Needs from '../../src/flows/needs/index.ts';

/**
 * The files of the fake world's Slack.
 *
 * @param meet throws a trouble that was queued by that name
 * @param files their bytes, by id
 * @param read how a file is read, which a person may have handed over
 */
export function fakeFiles(meet: (name: string) => void, files: Map<string, Buffer>, read: Needs.Files['read']) {
  const shared: string[] = [];
  const looks: string[] = [];
  let made = 999;
  const pace = { unready: 0, lost: '' };

  const slackFiles: Needs.Files = {
    upload: async ({ bytes }) => {
      meet('upload');
      // Never the id of one that was deleted.
      const id = `F00FAKE${(made += 1)}`;
      files.set(id, bytes);
      return id;
    },
    read,
    share: async (record) => {
      meet('share');
      shared.push(record.id);
      return `F00SHARED${shared.length}`;
    },
    look: async (id) => {
      looks.push(id);
      meet('look');
      return { ready: looks.length > pace.unready, shared: id !== pace.lost };
    },
    remove: async (id) => {
      meet('remove file');
      files.delete(id);
    },
  };

  return { slackFiles, shared, looks, pace };
}
