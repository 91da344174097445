import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { checkAnswer, checkRequest } from './checks.js';
import { type Description, type Found, type Product, loadDescription } from './description.js';
import { type Answer, type Asked, errorAnswer } from './exchange.js';
import { type Failure, Failures, failureAnswer } from './failures.js';
import { operations } from './operations.js';
import { Repository } from './repository.js';

export interface GithubOptions {
  readonly product?: Product;
  /** GitHub Enterprise Server's is `/api/v3`. */
  readonly basePath?: string;
  readonly owner?: string;
  readonly name?: string;
  readonly token?: string;
  /** Whose token it is. */
  readonly login?: string;
  /** What `Link` headers begin with; without it the address that was asked. */
  readonly linkOrigin?: string;
}

const notDescribed =
  "the description has no such request. If GitHub's own has it, add the operation to the list in " +
  'scripts/github-description.js and run `node scripts/github-description.js`';

/** What a GitHub is between a request and its answer. */
export class Double {
  readonly requests: string[] = [];
  readonly asked: Asked[] = [];
  readonly problems: string[] = [];
  readonly failures = new Failures();
  readonly repository: Repository;
  readonly token: string;
  readonly #options: GithubOptions;
  readonly #description: Description;

  constructor(options: GithubOptions) {
    this.#options = options;
    this.#description = loadDescription(options.product ?? 'api.github.com');
    this.repository = new Repository(options.owner ?? 'octo-org', options.name ?? 'octo-repo');
    this.token = options.token ?? 'ghs_0123456789abcdefghijABCDEFGHIJ012345';
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `http://${request.headers.host ?? ''}`;
    const asked = await this.#read(request, origin);
    const line = `${asked.method} ${asked.path}${asked.query.size === 0 ? '' : `?${asked.query.toString()}`}`;
    this.requests.push(line);
    this.asked.push(asked);
    const found = this.#description.find(asked.method, asked.path);
    const problems = found === undefined ? [notDescribed] : checkRequest(this.#description, found, asked);
    if (found === undefined || problems.length > 0) {
      this.problems.push(...problems.map((problem) => `${line}: ${problem}`));
      send(response, errorAnswer(501, problems.join('; ')));
      return;
    }
    const failure = this.failures.take(found.operation.operationId);
    if (failure === undefined) this.#send(response, found, this.#answer(asked, found, origin));
    else this.#fail(response, found, failure);
  }

  async #read(request: IncomingMessage, origin: string): Promise<Asked> {
    const url = new URL(request.url ?? '', origin);
    const { method = '', headers } = request;
    const body = await text(request);
    return { method, path: this.#pathOf(url), query: url.searchParams, headers, body: parseBody(body) };
  }

  /** What is not below the base is not the API: it is left as it is, and the description does not know it. */
  #pathOf({ pathname }: URL): string {
    const { basePath = '' } = this.#options;
    const { id, owner, name } = this.repository;
    if (!pathname.startsWith(`${basePath}/`)) return `(not below ${basePath})${pathname}`;
    return pathname
      .slice(basePath.length)
      .replace(new RegExp(`^/repositories/${String(id)}/`), `/repos/${owner}/${name}/`);
  }

  #answer(asked: Asked, { operation, parameters }: Found, origin: string): Answer {
    const { login = 'github-actions[bot]', linkOrigin = origin, basePath = '' } = this.#options;
    const authorization = asked.headers.authorization ?? '';
    if (authorization === '') return errorAnswer(401, 'Requires authentication');
    if (!new RegExp(`^(?:token|bearer) ${this.token}$`, 'i').test(authorization))
      return errorAnswer(401, 'Bad credentials');
    const { repository } = this;
    if (!repository.is(parameters.get('owner'), parameters.get('repo'))) return errorAnswer(404, 'Not Found');
    const operate = operations.get(operation.operationId);
    if (operate === undefined) {
      this.problems.push(`the double does not do ${operation.operationId} yet`);
      return errorAnswer(501, 'Not implemented');
    }
    const below = asked.path.split('/').slice(4).join('/');
    const pathOfLinks = `${linkOrigin}${basePath}/repositories/${String(repository.id)}/${below}`;
    return operate({ description: this.#description, repository, asked, parameters, pathOfLinks, login });
  }

  #fail(response: ServerResponse, found: Found, failure: Failure): void {
    switch (failure.kind) {
      case 'status':
      case 'secondary-rate-limit':
      case 'rate-limit':
        this.#send(response, found, failureAnswer(failure));
        return;
      case 'text':
        response.writeHead(failure.status, { 'content-type': failure.contentType }).end(failure.text);
        return;
      case 'hang':
        return;
      case 'stall':
      case 'cut':
        response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': '1000' });
        response.write('[{"filename":', () => failure.kind === 'cut' && response.destroy());
    }
  }

  #send(response: ServerResponse, { operation }: Found, answer: Answer): void {
    this.problems.push(...checkAnswer(this.#description, operation, answer));
    send(response, answer);
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(JSON.stringify(body));
}

function parseBody(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
