import type { Use } from './task.js';

/** `images/quay.io/a/b/Dockerfile:3`, as editors and compilers write it. */
export function formatLocation({ file, line }: Pick<Use, 'file' | 'line'>): string {
  return line === undefined ? file : `${file}:${line}`;
}
