import type { Answer, Asked } from './exchange.js';

const defaultPerPage = 30;
const maxPerPage = 100;

/**
 * A page of a list with GitHub's `Link`, which names the repository by its number, whatever it was asked by.
 * Source: docs.github.com, "Using pagination in the REST API".
 */
export function pageAnswer(items: readonly unknown[], asked: Asked, pathOfLinks: string): Answer {
  const perPage = Math.min(Number(asked.query.get('per_page') ?? defaultPerPage), maxPerPage);
  const page = Number(asked.query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const links = linksOf(page, last).map(([relation, target]) => {
    const query = new URLSearchParams(asked.query);
    query.set('page', String(target));
    return `<${pathOfLinks}?${query.toString()}>; rel="${relation}"`;
  });
  const body = items.slice((page - 1) * perPage, page * perPage);
  return { status: 200, body, headers: links.length === 0 ? {} : { link: links.join(', ') } };
}

function linksOf(page: number, last: number): readonly (readonly [string, number])[] {
  const back = [
    ['prev', page - 1],
    ['first', 1],
  ] as const;
  const forth = [
    ['next', page + 1],
    ['last', last],
  ] as const;
  return [...(page > 1 ? back : []), ...(page < last ? forth : [])];
}
