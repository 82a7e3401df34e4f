/** An upload that was announced by files.getUploadURLExternal and not yet completed. */
export interface Upload {
  fileId: string;
  filename: string;
  length: number;
  altText: string | undefined;
  bytes: Uint8Array | undefined;
}

/** Uploads under way, by the path of their URL and by file id. */
export class Uploads {
  readonly #byPath = new Map<string, Upload>();

  announce(path: string, upload: Upload): void {
    this.#byPath.set(path, upload);
  }

  at(path: string): Upload | undefined {
    return this.#byPath.get(path);
  }

  of(fileId: string): Upload | undefined {
    return [...this.#byPath.values()].find((upload) => upload.fileId === fileId);
  }

  finish(fileId: string): void {
    for (const [path, upload] of this.#byPath) if (upload.fileId === fileId) this.#byPath.delete(path);
  }
}
