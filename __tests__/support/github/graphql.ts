import type { Answer, Asked } from './exchange.js';

/** What the double can be asked, as it is written without blanks that mean nothing. */
const answers: Readonly<Record<string, (login: string) => unknown>> = {
  'query { viewer { login } }': (login) => ({ viewer: { login } }),
};

/** Answers a query as GitHub does, and holds it against GitHub's own published schema, which its description of the REST API has not. */
export async function answerQuery(
  { method, body }: Asked,
  login: string,
): Promise<{ readonly problems: readonly string[]; readonly answer: Answer }> {
  const query = queryOf(body);
  if (method !== 'POST' || query === undefined) return refuse(['no query']);
  // It has its thousands of types read for every process that imports it.
  const { validate } = await import('@octokit/graphql-schema');
  const problems = validate(query).map(({ message }) => message);
  if (problems.length > 0) return refuse(problems);
  const answer = answers[query.replace(/\s+/g, ' ').trim()];
  if (answer === undefined) return refuse(['the double does not answer this query yet']);
  return { problems: [], answer: { status: 200, body: { data: answer(login) } } };
}

function queryOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('query' in body)) return undefined;
  return typeof body.query === 'string' ? body.query : undefined;
}

function refuse(problems: readonly string[]): { readonly problems: readonly string[]; readonly answer: Answer } {
  return { problems, answer: { status: 200, body: { errors: problems.map((message) => ({ message })) } } };
}
