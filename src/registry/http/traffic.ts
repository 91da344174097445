/** The kinds of requests that a registry's client makes. */
export type RequestKind =
  | 'ping'
  | 'token'
  | 'manifest-head'
  | 'manifest-get'
  | 'manifest-put'
  | 'blob-head'
  | 'blob-get'
  | 'blob-mount'
  | 'upload-start'
  | 'upload-patch'
  | 'upload-finish'
  | 'upload-cancel'
  | 'tags'
  | 'referrers';

/** What a run cost, counted where it happens. */
export class Traffic {
  readonly requests: Record<RequestKind, number> = {
    ping: 0,
    token: 0,
    'manifest-head': 0,
    'manifest-get': 0,
    'manifest-put': 0,
    'blob-head': 0,
    'blob-get': 0,
    'blob-mount': 0,
    'upload-start': 0,
    'upload-patch': 0,
    'upload-finish': 0,
    'upload-cancel': 0,
    tags: 0,
    referrers: 0,
  };
  /** bytes of blobs and manifests read from sources */
  bytesFromSources = 0;
  /** bytes of blobs sent to targets */
  bytesToTargets = 0;
  /** Manifests that sources served to a GET: what Docker Hub counts as pulls (docs.docker.com, "Docker Hub pull usage and limits"). */
  upstreamPulls = 0;
}
