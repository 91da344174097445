/** How a registry double can be told to be. */

export type Action = 'pull' | 'push' | 'delete';

/** `user` is undefined for anonymous. */
export type Permission = (user: string | undefined, repository: string, action: Action) => boolean;

export interface BasicAuth {
  readonly kind: 'basic';
  readonly username: string;
  readonly password: string;
  /** Default: everything. What it refuses is answered 403 DENIED. */
  readonly allow?: Permission;
}

export interface BearerAuth {
  readonly kind: 'bearer';
  /** Passwords by user name. */
  readonly users?: Readonly<Record<string, string>>;
  /** User names by identity token, for `grant_type=refresh_token`. */
  readonly identityTokens?: Readonly<Record<string, string>>;
  /** Default: everyone pulls, users do everything. */
  readonly allow?: Permission;
  /** Default true. False: the token endpoint answers 401 without credentials. */
  readonly anonymous?: boolean;
  /** How long a token is honoured. Default 300. */
  readonly lifetimeSeconds?: number;
  /** What `expires_in` says; default the truth. */
  readonly announcedSeconds?: number;
  /** As Azure's registry: no `expires_in` in the answer. */
  readonly omitExpiresIn?: boolean;
  readonly tokenField?: 'token' | 'access_token' | 'both';
  /** Only the first scope asked for is granted. */
  readonly onlyFirstScope?: boolean;
  /** A request for more than one scope is answered with this status. */
  readonly severalScopesStatus?: number;
  /** Tokens are JWTs that say what they grant (unsigned); default: nothing can be read from one. */
  readonly jwt?: boolean;
  /** The token endpoint listens on a port of its own. */
  readonly separateHost?: boolean;
  /** What POST to the token endpoint answers, if it is not supported (404 as Google, 405, 401 as old Artifactory). */
  readonly postStatus?: number;
  /** 401 insufficient_scope as distribution (default) or 403 DENIED as GHCR, for a good token with too few rights. */
  readonly deniedStatus?: 401 | 403;
  /**
   * The challenge: `full` (default); `no-scope`; `ping-only`: only the 401 of `/v2/` has the header, as on Google's;
   * `with-basic`: Basic is offered in the same header too.
   */
  readonly challenge?: 'full' | 'no-scope' | 'ping-only' | 'with-basic';
}

export type AuthOptions = { readonly kind: 'none' } | BasicAuth | BearerAuth;

export interface CdnOptions {
  /** A signed URL works once; the second GET is answered 403. */
  readonly singleUse?: boolean;
}

export interface RateLimit {
  /** Manifest GETs before 429. */
  readonly limit: number;
  readonly windowSeconds?: number;
  readonly retryAfterSeconds?: number;
}

export interface Quirks {
  /** No Docker-Content-Digest on any answer. */
  readonly noDigestHeader?: boolean;
  /** HEAD of a manifest → 405. */
  readonly headManifest405?: boolean;
  /** Manifests are served whatever `Accept` says. */
  readonly ignoreAccept?: boolean;
  /** As a server that knows no ranges: every GET of a blob is answered with all of it. */
  readonly noRanges?: boolean;
  /** Every mount becomes an upload (202), or `'401'` as Docker Hub does for a `from` that it does not know. */
  readonly refuseMounts?: boolean | '401';
  /**
   * A tag that exists cannot be put again: `ecr` 400 TAG_INVALID and `harbor` 412 PRECONDITION, even with the same
   * digest; `quay` 409 TAG_IMMUTABLE with another digest only.
   */
  readonly immutableTags?: 'ecr' | 'harbor' | 'quay';
  /** As ECR: uploads into a repository nobody created (`registry.createRepository`) → 404 NAME_UNKNOWN. */
  readonly preCreatedRepositories?: boolean;
  /** `ecr`: single separators, 2 to 256 characters, otherwise 400 NAME_INVALID. */
  readonly nameGrammar?: 'oci' | 'ecr';
  readonly location?: 'absolute' | 'relative' | 'without-tls';
  /** The query of every upload Location; a PATCH or PUT that does not repeat it byte by byte is refused. */
  readonly locationQuery?: string;
  /** Uploads go to a listener of their own, which refuses requests that carry Authorization. */
  readonly uploadHost?: boolean;
  /** An index may name manifests that are not there. */
  readonly sparseIndexes?: boolean;
  /** An image may name blobs that are not there. */
  readonly sparseImages?: boolean;
  /** As GitLab: a manifest with a subject that is not there → 400 MANIFEST_BLOB_UNKNOWN. */
  readonly refuseMissingSubject?: boolean;
  /** Content is kept under the digest that the client gives it, whatever it hashes to: only the client keeps wrong content out. */
  readonly believesDigests?: boolean;
  /** Manifests with layers that have `urls` are taken. distribution refuses them unless configured. */
  readonly acceptForeignLayers?: boolean;
  /** As ECR: an empty blob → 400 BLOB_UPLOAD_INVALID. */
  readonly refuseEmptyBlobs?: boolean;
  /** As ECR and Google: a PATCH → 405 UNSUPPORTED. */
  readonly refuseChunks?: boolean;
  /** As GHCR: a PATCH with more → 416 "request body is too large". */
  readonly maxChunkBytes?: number;
  /** As a proxy in front: a larger upload body → 413 with HTML. */
  readonly maxUploadBodyBytes?: number;
}

export interface RegistryOptions {
  readonly auth?: AuthOptions;
  /** Blobs are served by a second listener, reached by 307; it refuses requests that carry Authorization. */
  readonly cdn?: boolean | CdnOptions;
  /** The referrers API. Default true. */
  readonly referrers?: boolean;
  readonly rateLimit?: RateLimit;
  readonly quirks?: Quirks;
  /** Under which its answers name its own hosts. Default `localhost`. */
  readonly name?: string;
  /** Serve https. PEM. */
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer };
  /** Pushed blobs above this are hashed and measured, and their bytes dropped. Default: all are kept. */
  readonly keepBlobBytes?: number;
  /** Default 4 MiB, the least the specification lets a registry take. */
  readonly maxManifestBytes?: number;
  /** Milliseconds since 1970; for tokens that expire. */
  readonly now?: () => number;
}
