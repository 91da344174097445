/**
 * What registries and what stands before them answer to a HEAD though they answer a GET: a method that a gateway or a signed address of a
 * storage does not allow (403, 405), or that a server does not know (400, 406, 500, 501). Such an answer says nothing of the content.
 * Sources: docs/registries.md, "Lookups". A 404 is an answer: only a source that has not shown yet that it serves HEAD may mean something else
 * by it (`manifest-head.ts`).
 */
export const untrustedHeadStatuses: readonly number[] = [400, 403, 405, 406, 500, 501];
