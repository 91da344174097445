import type { Side } from '../../src/image/registry-error.js';
import type { ListenerName, RequestKind, RequestRecord } from '../support/registry/types.js';

export type { Side };

/** One request of a copy, known again in another run by what it asks for and not by when it came. */
export interface SweptRequest {
  readonly side: Side;
  /** Its place among those of its side, from 1. */
  readonly number: number;
  readonly kind: RequestKind;
  readonly listener: ListenerName;
  /** `app: index` */
  readonly what: string;
  /** Which of those that ask for the same, from 1. */
  readonly nth: number;
  /** What those that it stands for have in common, beside kind and side: `of a tag`. */
  readonly sort: string;
  readonly status: number;
  /** Bytes of the bodies of request and answer. */
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** What a request is called: names for digests, and a repository's without what stands before those of this run. */
export interface Naming {
  /** With the slash at its end; may be empty. */
  readonly prefix: string;
  readonly labels: ReadonlyMap<string, string>;
}

/** In the order in which a copy comes to them, so that the numbers are the same each time. */
const order: readonly RequestKind[] = [
  'ping',
  'token',
  'tags',
  'manifest-head',
  'manifest-get',
  'blob-head',
  'blob-get',
  'cdn',
  'upload-post',
  'upload-put',
  'upload-delete',
  'manifest-put',
];

/** The requests of a run without a fault. */
export function sweptRequests(side: Side, records: readonly RequestRecord[], naming: Naming): readonly SweptRequest[] {
  const seen = new Map<string, number>();
  const requests = records.map((record) => {
    const what = whatOf(record, naming);
    const key = `${record.listener} ${record.kind} ${what}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const { kind, listener, status, bytesIn, bytesOut } = record;
    return { side, number: 0, kind, listener, what, nth, sort: sortOf(record), status, bytesIn, bytesOut };
  });
  return requests.sort(byOrder).map((request, index) => ({ ...request, number: index + 1 }));
}

/** Whether a record is of what the request asked for, whenever it came. */
export function asksTheSame(request: SweptRequest, record: RequestRecord, naming: Naming): boolean {
  return (
    record.listener === request.listener && record.kind === request.kind && whatOf(record, naming) === request.what
  );
}

/** Whether a record is one of those that the request stands for. */
export function isOfItsSort(request: SweptRequest, record: RequestRecord): boolean {
  return record.listener === request.listener && record.kind === request.kind && sortOf(record) === request.sort;
}

function whatOf({ kind, repository, reference, digest }: RequestRecord, { prefix, labels }: Naming): string {
  // Whether it may write, a run asks in the repository that comes first.
  if (kind.startsWith('upload-') && digest === undefined) return '';
  const name = repository?.replace(prefix, '');
  const content = digest === undefined ? reference : (labels.get(digest) ?? 'unknown content');
  return [name, content].filter((part) => part !== undefined).join(': ');
}

/** A tag and a digest, a session that is opened by itself and one that is opened by a mount are looked at by other parts of the client. */
function sortOf({ kind, reference, digest }: RequestRecord): string {
  if (kind.startsWith('manifest-')) return digest === undefined && reference !== undefined ? 'of a tag' : 'by digest';
  if (kind === 'upload-post') return digest === undefined ? 'without a mount' : 'by a mount';
  return '';
}

function byOrder(one: SweptRequest, other: SweptRequest): number {
  return (
    order.indexOf(one.kind) - order.indexOf(other.kind) ||
    one.listener.localeCompare(other.listener) ||
    one.what.localeCompare(other.what) ||
    one.nth - other.nth
  );
}
