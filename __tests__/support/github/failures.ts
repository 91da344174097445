import { type Answer, errorAnswer } from './exchange.js';

export type Failure =
  | {
      readonly kind: 'status';
      readonly status: 401 | 403 | 404 | 410 | 422 | 500 | 502 | 503;
      readonly message?: string;
    }
  | { readonly kind: 'secondary-rate-limit'; readonly status?: 403 | 429; readonly retryAfterSeconds?: number }
  | { readonly kind: 'rate-limit'; readonly resetsInSeconds: number }
  /** A page of a proxy's, or anything that is not GitHub's. */
  | { readonly kind: 'text'; readonly status: number; readonly contentType: string; readonly text: string }
  /** No answer at all. */
  | { readonly kind: 'hang' }
  /** The beginning of an answer, and no more of it. */
  | { readonly kind: 'stall' }
  /** The connection is ended in the middle of an answer. */
  | { readonly kind: 'cut' };

export interface FailureScope {
  /** `issues/create-comment`; without it any. The other API is `graphql`. */
  readonly operationId?: string;
  /** How often; without it always. */
  readonly times?: number;
  /** Whether what was asked for is done all the same, and only the answer is lost. */
  readonly done?: boolean;
}

export interface PlannedFailure {
  readonly failure: Failure;
  readonly done: boolean;
}

/** Failures to come, in the order in which they were asked for. */
export class Failures {
  readonly #planned: (PlannedFailure & { readonly operationId: string | undefined; left: number })[] = [];

  plan(failure: Failure, { operationId, times = Infinity, done = false }: FailureScope): void {
    this.#planned.push({ failure, operationId, left: times, done });
  }

  take(operationId: string): PlannedFailure | undefined {
    const next = this.#planned.find((plan) => plan.left > 0 && (plan.operationId ?? operationId) === operationId);
    if (next !== undefined) next.left -= 1;
    return next;
  }
}

/** GitHub's own words for what it refuses. */
const messages = {
  401: 'Bad credentials',
  403: 'Resource not accessible by integration',
  404: 'Not Found',
  410: 'Gone',
  422: 'Validation Failed',
  500: 'Server Error',
  502: 'Server Error',
  503: 'Service unavailable',
} as const;

/** Source: docs.github.com, "Rate limits for the REST API", of which the first is told by its message alone. */
export function failureAnswer(
  failure: Extract<Failure, { kind: 'status' | 'secondary-rate-limit' | 'rate-limit' }>,
): Answer {
  switch (failure.kind) {
    case 'status': {
      const errors =
        failure.status === 422 ? { errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data' }] } : {};
      return errorAnswer(failure.status, failure.message ?? messages[failure.status], errors);
    }
    case 'secondary-rate-limit': {
      const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
      const { retryAfterSeconds: seconds, status = 403 } = failure;
      return {
        ...errorAnswer(status, message),
        headers: seconds === undefined ? {} : { 'retry-after': String(seconds) },
      };
    }
    case 'rate-limit': {
      const reset = Math.ceil(Date.now() / 1_000) + failure.resetsInSeconds;
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
      return { ...errorAnswer(403, 'API rate limit exceeded for installation ID 1.'), headers };
    }
  }
}
