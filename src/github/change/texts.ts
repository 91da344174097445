import PQueue from 'p-queue';
import { messageOf } from '../../runtime/errors.js';
import { type ReadResult, readProblem } from '../../tree/read.js';
import { createGithubCircuitBreaker } from '../api/github-circuit-breaker.js';
import type { ChangedFilesDeps, ChangingEvent } from './changed-files.js';
import { findBase } from './checkout-files.js';
import { readCheckedFile, readCheckout, readGithub } from './text-sources.js';

/** Of what a change has more files than this, most are no Dockerfiles; each may cost one of a thousand requests an hour. */
const maxTexts = 300;

/** What is only compared does not take the last of those from the comment and from other jobs: a tenth of what all have an hour. */
const requestsReservedBefore = 100;

/** Without its text a file fails, so that no more is spared than a comment takes: some pages of others, and the write. */
const requestsReservedNow = 20;

/** A process, or a request, each. */
const textsAtOnce = 4;

/** All of it: copies wait for it. What is not read by then is not compared, and its registries are not known to have been named. */
const maxReadingMs = 60_000;

/** The texts that files had before an event. */
interface TextsBefore {
  /** By the checkout where it has the file, and else by GitHub; undefined where it cannot be read. Never fails. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** Sentences: what was asked for until now, and was not read. */
  readonly warnings: () => readonly string[];
}

/** @param maxMs from the first question to GitHub on, for all of them */
export function createTextsBefore(event: ChangingEvent, deps: ChangedFilesDeps, maxMs = maxReadingMs): TextsBefore {
  const queue = new PQueue({ concurrency: textsAtOnce });
  const { git, signal, mergeSha } = deps;
  /** The commit that files are compared with. */
  let base: Promise<string> | undefined;
  const failures: string[] = [];
  const texts = new Map<string, Promise<string | undefined>>();
  const circuitBreaker = createGithubCircuitBreaker(maxMs, deps);
  let count = 0;
  const read = async (path: string): Promise<string | undefined> => {
    // If the checkout does not tell the base, it may still have the one that the event names.
    base ??=
      event.kind === 'commit-range'
        ? Promise.resolve(event.baseSha)
        : findBase(event, git, signal, mergeSha).catch(() => event.baseSha);
    const inCheckout = await readCheckout({ sha: await base, path }, deps);
    const file = { sha: event.baseSha, path };
    const result =
      inCheckout ?? (await circuitBreaker.ask(async () => readGithub(file, event, deps, requestsReservedBefore)));
    if (result.kind !== 'text') throw new Error(result.message);
    return result.text;
  };
  const readOnce = async (path: string): Promise<string | undefined> => {
    count += 1;
    if (count > maxTexts) return undefined;
    return queue.add(async () =>
      read(path).catch((error: unknown) => {
        failures.push(messageOf(error));
        return undefined;
      }),
    );
  };
  return {
    read: async (path) => {
      const text = texts.get(path) ?? readOnce(path);
      texts.set(path, text);
      return text;
    },
    warnings: () => warnOfUnread(failures, count),
  };
}

/** What became of the images of such files is in no row, and a reader might take them for looked at. */
function warnOfUnread([first, ...others]: readonly string[], count: number): readonly string[] {
  const files = others.length === 0 ? 'a file was' : `${others.length + 1} files were`;
  const failed = first === undefined ? [] : [`What ${files} before cannot be read, and is not compared: ${first}`];
  if (count <= maxTexts) return failed;
  return [
    ...failed,
    `Of ${count} files that changed, ${maxTexts} were read as they were before: the images of the others are not compared.`,
  ];
}

/** Gives the texts that files have in a pull request whose checkout is not there. Never fails. */
export function createTextsNow(
  event: ChangingEvent,
  blobs: ReadonlyMap<string, string>,
  deps: ChangedFilesDeps,
): (path: string) => Promise<ReadResult> {
  const queue = new PQueue({ concurrency: textsAtOnce });
  let count = 0;
  const read = async (path: string): Promise<ReadResult> => {
    count += 1;
    if (count > maxTexts) throw new Error(`more than ${maxTexts} are not read in one run.`);
    const file = { sha: event.headSha, path, blob: blobs.get(path) };
    return (await readCheckedFile(file, deps)) ?? readGithub(file, event, deps, requestsReservedNow);
  };
  return async (path) =>
    queue.add(async () =>
      read(path).catch((error: unknown) =>
        readProblem(`This file could not be read by GitHub’s API: ${messageOf(error)}`),
      ),
    );
}
