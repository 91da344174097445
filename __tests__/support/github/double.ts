import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { lookThroughRequest } from '../secret-search/looked-through.js';
import { secretFor } from '../secrets.js';
import { checkAnswer, checkRequest } from './checks.js';
import { type Description, type Found, type Operation, type Product, loadDescription } from './description.js';
import { type Answer, type Asked, errorAnswer } from './exchange.js';
import { type Failure, Failures, failureAnswer } from './failures.js';
import { answerQuery } from './graphql.js';
import { operations } from './operations.js';
import { type RateLimit, graphqlHeaders } from './rate-limit.js';
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

const graphqlPath = '/graphql';

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
  rateLimit: RateLimit | undefined;
  readonly #options: GithubOptions;
  readonly #description: Description;

  constructor(options: GithubOptions) {
    this.#options = options;
    this.#description = loadDescription(options.product ?? 'api.github.com');
    this.repository = new Repository(options.owner ?? 'octo-org', options.name ?? 'octo-repo');
    this.token = options.token ?? `ghs_${secretFor('github')}`;
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const origin = `http://${request.headers.host ?? ''}`;
    const asked = await this.#read(request, origin);
    const line = `${asked.method} ${asked.path}${asked.query.size === 0 ? '' : `?${asked.query.toString()}`}`;
    this.requests.push(line);
    this.asked.push(asked);
    this.#lookThrough(asked, line);
    if (asked.path === graphqlPath) {
      await this.#query(asked, response);
      return;
    }
    const found = this.#description.find(asked.method, asked.path);
    const problems = found === undefined ? [notDescribed] : checkRequest(this.#description, found, asked);
    if (found === undefined || problems.length > 0) {
      this.problems.push(...problems.map((problem) => `${line}: ${problem}`));
      send(response, errorAnswer(501, problems.join('; ')));
      return;
    }
    const limited = this.rateLimit?.take();
    if (limited !== undefined) {
      this.#send(response, limited, found.operation);
      return;
    }
    const failure = this.failures.take(found.operation.operationId);
    const answer = failure?.done === false ? undefined : this.#answer(asked, found, origin);
    if (failure !== undefined) this.#fail(response, failure.failure, found.operation);
    else if (answer !== undefined) this.#send(response, answer, found.operation);
  }

  #lookThrough({ headers, body }: Asked, line: string): void {
    try {
      lookThroughRequest('request to GitHub', { line, headers, body });
    } catch (error) {
      this.problems.push(String(error));
    }
  }

  /** GitHub's other API. Its failures are told by the REST API's statuses, as GitHub's gateway has them. */
  async #query(asked: Asked, response: ServerResponse): Promise<void> {
    const { problems, answer } = await answerQuery(asked, this.#login);
    this.problems.push(...problems.map((problem) => `${asked.method} ${asked.path}: ${problem}`));
    const failure = this.failures.take('graphql');
    if (failure !== undefined) this.#fail(response, failure.failure);
    else send(response, withHeaders(this.#refusalOf(asked) ?? answer, graphqlHeaders));
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
    // GitHub Enterprise Server's is beside the other API, and not below it.
    if (pathname === `${basePath.replace(/\/v3$/, '')}${graphqlPath}`) return graphqlPath;
    if (!pathname.startsWith(`${basePath}/`)) return `(not below ${basePath})${pathname}`;
    return pathname
      .slice(basePath.length)
      .replace(new RegExp(`^/repositories/${String(id)}/`), `/repos/${owner}/${name}/`);
  }

  #answer(asked: Asked, { operation, parameters }: Found, origin: string): Answer {
    const { linkOrigin = origin, basePath = '' } = this.#options;
    const refusal = this.#refusalOf(asked);
    if (refusal !== undefined) return refusal;
    const { repository } = this;
    if (!repository.is(parameters.get('owner'), parameters.get('repo'))) return errorAnswer(404, 'Not Found');
    const operate = operations.get(operation.operationId);
    if (operate === undefined) {
      this.problems.push(`the double does not do ${operation.operationId} yet`);
      return errorAnswer(501, 'Not implemented');
    }
    const below = asked.path.split('/').slice(4).join('/');
    const pathOfLinks = `${linkOrigin}${basePath}/repositories/${String(repository.id)}/${below}`;
    return operate({ description: this.#description, repository, asked, parameters, pathOfLinks, login: this.#login });
  }

  get #login(): string {
    return this.#options.login ?? 'github-actions[bot]';
  }

  #refusalOf({ headers: { authorization = '' } }: Asked): Answer | undefined {
    if (authorization === '') return errorAnswer(401, 'Requires authentication');
    const isKnown = new RegExp(`^(?:token|bearer) ${this.token}$`, 'i').test(authorization);
    return isKnown ? undefined : errorAnswer(401, 'Bad credentials');
  }

  #fail(response: ServerResponse, failure: Failure, operation?: Operation): void {
    switch (failure.kind) {
      case 'status':
      case 'secondary-rate-limit':
      case 'rate-limit':
        this.#send(response, failureAnswer(failure), operation);
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

  #send(response: ServerResponse, answer: Answer, operation?: Operation): void {
    if (operation !== undefined) this.problems.push(...checkAnswer(this.#description, operation, answer));
    send(response, withHeaders(answer, this.rateLimit?.headers));
  }
}

function withHeaders(answer: Answer, headers: Answer['headers'] = {}): Answer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
    .end(body === undefined ? undefined : JSON.stringify(body));
}

function parseBody(body: string): unknown {
  if (body === '') return undefined;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
