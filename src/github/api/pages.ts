import type { GithubClient } from './octokit.js';

/** Ten thousand entries: more than any list that is read here, and an end to links that lead in a circle. */
const maxPages = 100;

/**
 * The pages of a list, each as it came, along GitHub's `Link` headers. Source: docs.github.com, "Using pagination in the REST API". Not by
 * octokit's own plugin, to which an answer without content, or a 409, is a last page that is empty.
 * @throws what octokit throws, of whichever page
 */
export async function* readPages(
  client: GithubClient,
  route: string,
  parameters: Readonly<Record<string, string | number>>,
): AsyncGenerator<unknown, void, undefined> {
  let answer = await client.request(route, { ...parameters, per_page: 100 });
  for (let page = 1; ; page += 1) {
    yield answer.data;
    const next = nextOf(answer.headers.link ?? '');
    if (next === undefined) return;
    if (page === maxPages) throw new Error(`the list has more than ${maxPages} pages`);
    answer = await client.request({ method: 'GET', url: next });
  }
}

/** Four addresses, as a list's first page has them, take some hundred characters; what is longer leads nowhere. */
const maxLinkLength = 8_192;

/**
 * The address of the next page in a `Link` header, as GitHub writes them; undefined: there is none. Source: docs.github.com, "Using pagination
 * in the REST API"; RFC 8288 §3.
 */
export function nextOf(header: string): string | undefined {
  return /<([^<>\s]+)>\s*;\s*rel="next"/.exec(header.slice(0, maxLinkLength))?.[1];
}
