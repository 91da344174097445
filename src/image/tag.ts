/** Its first number has three parts or more: `1.2.3`, `v1.2.3-alpine`, `jdk-17.0.1`; `20-alpine3.19.1` goes by its `20`. */
const version = /^\D*\d+\.\d+\.\d+/;

/** `20240506`, `bookworm-2024-05-06`, `RELEASE.2024-05-01T01-11-10Z` */
const date = /(?<!\d)(?:19|20)\d\d([-._]?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)/;

/** They move by their own word. */
const rolling =
  /(?:^|[^a-z])(?:latest|nightly|snapshot|edge|dev|devel|canary|main|master|head|rolling|unstable)(?![a-z])/i;

/** Says whether a tag looks as if it stayed with its image: a full version or a date, and not `14` or `3.19`, which roll by design. */
export function looksLikeVersion(tag: string): boolean {
  return (version.test(tag) || date.test(tag)) && !rolling.test(tag);
}
