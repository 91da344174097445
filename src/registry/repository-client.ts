import type { OperationContext, Side } from '../image/registry-error.js';
import type { RegistryConnection, RegistryRequest } from './http/connection.js';
import { HostLog } from './http/host-log.js';

interface Manner {
  /** Each request is sent once, whatever comes of it. */
  readonly isSentOnce?: true;
  /** It answers 403 for a manifest that it does not have. */
  readonly deniesAbsent?: true;
}

const usual: Manner = {};

/** One repository of one registry, as its requests need to know it. */
export class RepositoryClient {
  /**
   * @param hostLog of an image's other repositories, where it is one of them
   * @param writable a push scope is asked for along with the pull scope, so that one token serves the whole copy
   */
  constructor(
    readonly connection: RegistryConnection,
    readonly repository: string,
    readonly side: Side,
    private readonly writable: boolean,
    readonly hostLog = new HostLog(),
    private readonly manner = usual,
  ) {}

  /** The same repository for one who tries again as a whole. */
  get once(): RepositoryClient {
    return this.#with({ isSentOnce: true });
  }

  /** The same repository, as one that answers 403 for a manifest that it does not have. */
  get denyingAbsent(): RepositoryClient {
    return this.#with({ deniesAbsent: true });
  }

  get deniesAbsent(): boolean {
    return this.manner.deniesAbsent === true;
  }

  /** How the bodies of blobs go to it, or come from it. */
  get bodyKind(): 'upload-finish' | 'blob-get' {
    return this.writable ? 'upload-finish' : 'blob-get';
  }

  /** `docker.io/library/postgres` */
  get name(): string {
    return `${this.connection.registry}/${this.repository}`;
  }

  /** The push scope stands first: some registries honour only the first. */
  get scopes(): readonly string[] {
    return [`repository:${this.repository}:${this.writable ? 'pull,push' : 'pull'}`];
  }

  /** @param path below the repository: `manifests/14` */
  request(
    kind: RegistryRequest['kind'],
    method: RegistryRequest['method'],
    path: string,
    context: OperationContext,
    signal: AbortSignal,
  ): RegistryRequest {
    return {
      kind,
      method,
      url: `/v2/${this.repository}/${path}`,
      headers: {},
      repository: this.repository,
      scopes: this.scopes,
      context,
      signal,
      hostLog: this.hostLog,
      isSentOnce: this.manner.isSentOnce === true,
    };
  }

  /** @param reference a tag or digest; absent where the whole repository is meant */
  context(operation: string, reference?: string): OperationContext {
    const separator = reference?.includes(':') === true ? '@' : ':';
    return {
      operation,
      reference: reference === undefined ? this.name : `${this.name}${separator}${reference}`,
      side: this.side,
    };
  }

  #with(manner: Manner): RepositoryClient {
    const { connection, repository, side, writable, hostLog } = this;
    return new RepositoryClient(connection, repository, side, writable, hostLog, { ...this.manner, ...manner });
  }
}
