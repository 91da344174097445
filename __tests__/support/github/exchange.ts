import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  /** Below the API's base, encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** undefined where there was none, a string where it was no JSON. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const documentation = 'https://docs.github.com/rest';

/** An error as GitHub words it. */
export function errorAnswer(status: number, message: string, more: object = {}): Answer {
  return { status, body: { message, documentation_url: documentation, status: String(status), ...more } };
}
