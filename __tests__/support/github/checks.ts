import type { Description, Found, Operation, Parameter } from './description.js';
import type { Answer, Asked } from './exchange.js';

/** What a request has that GitHub's description does not allow. */
export function checkRequest(description: Description, found: Found, asked: Asked): readonly string[] {
  const parameters = (found.operation.parameters ?? []).map((parameter) => description.resolve(parameter));
  return [
    ...(asked.headers['user-agent'] === undefined ? ['no User-Agent, which GitHub refuses'] : []),
    ...checkParameters(description, parameters, 'path', found.parameters),
    ...checkParameters(description, parameters, 'query', new Map(asked.query)),
    ...checkBody(description, found.operation, asked),
  ];
}

function checkParameters(
  description: Description,
  all: readonly Parameter[],
  place: 'path' | 'query',
  given: ReadonlyMap<string, string>,
): readonly string[] {
  const known = new Map(
    all.filter((parameter) => parameter.in === place).map((parameter) => [parameter.name, parameter]),
  );
  const missing = [...known.values()].filter(({ name, required }) => required === true && !given.has(name));
  return [
    ...missing.map(({ name }) => `${place} parameter ${name} is missing`),
    ...[...given].flatMap(([name, text]) => {
      const parameter = known.get(name);
      if (parameter === undefined) return [`${place} parameter ${name} is unknown`];
      const problems = description.problemsOf(parameter.schema, toValue(parameter, text));
      return problems.map((problem) => `${place} parameter ${name} ${problem}`);
    }),
  ];
}

function toValue({ schema }: Parameter, text: string): unknown {
  const isNumber = schema.type === 'integer' || schema.type === 'number';
  if (isNumber && /^-?\d+(?:\.\d+)?$/.test(text)) return Number(text);
  return schema.type === 'boolean' && /^(?:true|false)$/.test(text) ? text === 'true' : text;
}

function checkBody(description: Description, { requestBody }: Operation, { body, headers }: Asked): readonly string[] {
  if (body === undefined) return requestBody?.required === true ? ['the body is missing'] : [];
  if (requestBody === undefined) return ['a body, where none is known'];
  if (!(headers['content-type'] ?? '').startsWith('application/json'))
    return ['the body is not called application/json'];
  const content = requestBody.content['application/json'];
  if (content === undefined) return ['a body of JSON, where another is known'];
  const problems = description.problemsOf(content.schema, body).map((problem) => `body ${problem}`);
  return [...problems, ...unknownProperties(description.resolve(content.schema), body)];
}

/** GitHub ignores a property that it does not know, and so would a misspelled one be. */
function unknownProperties(
  { properties, additionalProperties }: { properties?: object; additionalProperties?: unknown },
  body: unknown,
): readonly string[] {
  if (properties === undefined || additionalProperties !== undefined || typeof body !== 'object') return [];
  const names = Object.keys(body ?? {}).filter((name) => !(name in properties));
  return names.map((name) => `body /${name} is unknown`);
}

/**
 * What an answer of the double has that the description does not allow. Of failures it has few; those that it has not are all
 * `basic-error`.
 */
export function checkAnswer(description: Description, operation: Operation, answer: Answer): readonly string[] {
  const described = operation.responses[String(answer.status)];
  if (described === undefined && answer.status < 400)
    return [`${operation.operationId} does not answer ${answer.status}`];
  const schema =
    described === undefined
      ? { $ref: '#/components/schemas/basic-error' }
      : description.resolve(described).content?.['application/json']?.schema;
  if (schema === undefined) return [];
  return description.problemsOf(schema, answer.body).map((problem) => `${operation.operationId} answer ${problem}`);
}
