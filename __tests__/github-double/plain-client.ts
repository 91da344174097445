import type { Github } from '../support/github/github.js';

/** A request by a client that knows nothing of GitHub; `path` as it is, with its query. */
export async function ask(
  github: Github,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${github.token}` },
): Promise<Response> {
  const url = path.startsWith('http') ? path : `${github.apiUrl}${path}`;
  if (body === undefined) return fetch(url, { method, headers });
  const withType = { ...headers, 'content-type': 'application/json' };
  return fetch(url, { method, headers: withType, body: JSON.stringify(body) });
}
