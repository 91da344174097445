import type { Digest } from '../image/digest.js';
import { matchesDigest } from '../image/hash.js';
import { LruMap } from './lru-map.js';

/** What a host was found to do. Absent is not known. */
export interface HostFacts {
  /** Its token service grants a token for several repositories. */
  readonly severalScopes?: boolean;
  /** It makes a blob of one repository appear in another without its bytes being sent. */
  readonly mounts?: boolean;
}

/** Where a blob was seen. */
interface Holders {
  readonly registry: string;
  readonly digest: Digest;
  /** the newest first */
  readonly repositories: readonly string[];
}

/** All that is known, each kind from the oldest use to the newest: what is kept between runs. */
export interface CacheContents {
  readonly contents: Iterable<readonly [digest: Digest, bytes: Uint8Array]>;
  readonly holders: Iterable<Holders>;
  readonly hosts: Iterable<readonly [registry: string, facts: HostFacts]>;
}

/** Manifests and configs have some KiB each. A larger one is rare, and would push hundreds of others out. */
export const maxContentBytes = 1024 * 1024;

/** Some hundred images with all their platforms. */
const maxContentsBytes = 16 * 1024 * 1024;

/** Some 50,000 blobs, with a name or two each: a mirror of a few thousand images. */
const maxHoldersBytes = 6 * 1024 * 1024;

/** No mirror reads from more; a hostile list of hosts ends here. */
const maxHosts = 1_000;

/** One would do. The second is there for the run in which the first was deleted. */
export const maxHoldersOfBlob = 2;

/**
 * What earlier runs learned and this one may save a request by. All of it is hints: content is checked against its digest, a holder is one
 * repository to try, and a host's facts one way to begin. It holds no credentials, no tokens, no addresses and no tags: which digest
 * a tag leads to is asked anew each time.
 */
export class RunCache {
  readonly #contents = new LruMap<Digest, Uint8Array>(
    maxContentsBytes,
    (digest, bytes) => digest.length + bytes.length,
  );
  readonly #holders = new LruMap<string, Holders>(maxHoldersBytes, (key, { repositories }) =>
    repositories.reduce((sum, repository) => sum + repository.length, key.length),
  );
  readonly #hosts = new LruMap<string, HostFacts>(maxHosts, () => 1);
  #changed = false;

  /** Whether there is something that is worth keeping and was not there at `markSaved`. */
  get isChanged(): boolean {
    return this.#changed;
  }

  /** What is known now was read from where it is kept, or written there. */
  markSaved(): void {
    this.#changed = false;
  }

  get contents(): CacheContents {
    return { contents: this.#contents.entries(), holders: this.#holders.values(), hosts: this.#hosts.entries() };
  }

  /** A manifest or a config, which has this digest. What does not is forgotten. */
  getContent(digest: Digest): Uint8Array | undefined {
    const bytes = this.#contents.get(digest);
    if (bytes === undefined || matchesDigest(bytes, digest)) return bytes;
    this.#contents.delete(digest);
    this.#changed = true;
    return undefined;
  }

  /** Drops content that turned out to be refused. */
  dropContent(digest: Digest): void {
    if (this.#contents.delete(digest)) this.#changed = true;
  }

  /** Does nothing where the bytes are too many to be worth it. */
  addContent(digest: Digest, bytes: Uint8Array): void {
    if (bytes.length > maxContentBytes) return;
    const known = this.#contents.get(digest);
    if (known !== undefined && Buffer.compare(known, bytes) === 0) return;
    // A view would keep all that it was cut from, and see what is written there later.
    this.#contents.set(digest, Uint8Array.from(bytes));
    this.#changed = true;
  }

  /** Repositories of a registry that held a blob when they were last asked, the newest first. */
  holders(registry: string, digest: Digest): readonly string[] {
    return this.#holders.get(keyOf(registry, digest))?.repositories ?? [];
  }

  recordHolder(registry: string, digest: Digest, repository: string): void {
    const key = keyOf(registry, digest);
    const known = this.#holders.peek(key)?.repositories ?? [];
    const others = known.filter((other) => other !== repository);
    const repositories = [repository, ...others].slice(0, maxHoldersOfBlob);
    this.#holders.set(key, { registry, digest, repositories });
    if (others.length === known.length) this.#changed = true;
  }

  /** The repository does not hold it any more. */
  dropHolder(registry: string, digest: Digest, repository: string): void {
    const key = keyOf(registry, digest);
    const known = this.#holders.peek(key)?.repositories ?? [];
    if (!known.includes(repository)) return;
    const repositories = known.filter((other) => other !== repository);
    if (repositories.length === 0) this.#holders.delete(key);
    else this.#holders.set(key, { registry, digest, repositories });
    this.#changed = true;
  }

  host(registry: string): HostFacts {
    return this.#hosts.get(registry) ?? {};
  }

  /** Adds to what is known of a host; what was found before and is found otherwise now is replaced. */
  recordHost(registry: string, facts: HostFacts): void {
    const known = this.#hosts.get(registry) ?? {};
    const all = { ...known, ...facts };
    if (all.mounts === known.mounts && all.severalScopes === known.severalScopes) return;
    this.#hosts.set(registry, all);
    this.#changed = true;
  }
}

function keyOf(registry: string, digest: Digest): string {
  return `${registry} ${digest}`;
}
