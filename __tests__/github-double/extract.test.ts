import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type Document, extract } from '../../scripts/openapi-extract.js';
import { operations } from '../support/github/operations.js';

const folder = new URL('../support/github/description/', import.meta.url);

type Extract = Document & { readonly 'x-extract-of': unknown };

function read(product: string): Extract {
  return JSON.parse(readFileSync(new URL(`${product}.json`, folder), 'utf8')) as Extract;
}

function operationIds({ paths }: Document): readonly string[] {
  return Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId));
}

/** Apart from the script's own search, which it is to judge. */
function references(document: Document): readonly string[] {
  const found = JSON.stringify(document).matchAll(/"\$ref":"([^"]*)"|:"(#\/components\/[^"]*)"/g);
  return [...found].map(([, reference, mapped = '']) => reference ?? mapped);
}

function missing(document: Document): readonly string[] {
  return references(document).filter((reference) => {
    const [root, place, kind = '', name = '', ...more] = reference.split('/');
    const leadsThere = root === '#' && place === 'components' && more.length === 0;
    return !leadsThere || document.components[kind]?.[name] === undefined;
  });
}

function unused({ components }: Document, used: ReadonlySet<string>): readonly string[] {
  const all = Object.entries(components).flatMap(([kind, named]) =>
    Object.keys(named).map((name) => `${kind}/${name}`),
  );
  return all.filter((name) => !used.has(`#/components/${name}`));
}

describe.each([
  ['api.github.com', {}],
  ['ghes-3.19', { 'x-github-release': 3.19 }],
])('the extract of %s', (product, release) => {
  test('says what it was made of, and under which licence', () => {
    const { openapi, info, ...document } = read(product);
    const version = expect.stringMatching(/^\d+\.\d+\.\d+$/);
    expect(document['x-extract-of']).toEqual({
      package: '@octokit/openapi',
      version,
      path: `generated/${product}.json`,
    });
    expect(openapi).toMatch(/^3\.0\.\d$/);
    expect(info).toMatchObject({ version, license: { name: 'MIT' }, ...release });
  });

  test('has everything that it refers to, and nothing else', () => {
    const document = read(product);
    expect(references(document).length).toBeGreaterThan(50);
    expect(missing(document)).toEqual([]);
    expect(unused(document, new Set(references(document)))).toEqual([]);
  });

  test('has every operation that the double does', () => {
    expect(operationIds(read(product))).toEqual(expect.arrayContaining([...operations.keys()]));
  });
});

test('GitHub’s licence stands beside its extracts', () => {
  expect(readFileSync(new URL('LICENSE', folder), 'utf8')).toMatch(/^MIT License Copyright \(c\)/);
});

const refer = (kind: string, name: string): object => ({ schema: { $ref: `#/components/${kind}/${name}` } });
const operation = (operationId: string, more: object = {}): { operationId: string } => ({ operationId, ...more });

const whole: Document = {
  openapi: '3.0.3',
  info: { version: '1.0.0' },
  servers: [],
  paths: {
    '/a': { get: operation('a/list', { responses: [refer('schemas', 'a')] }), post: operation('a/create') },
    '/a/b': { get: operation('a/b'), put: operation('a/put-b') },
    '/a/{n}': { get: operation('a/get') },
    '/{x}/c': { get: operation('x/c') },
    '/broken': { get: operation('broken', refer('schemas', 'none')) },
  },
  components: {
    schemas: {
      m: {},
      z: { discriminator: { mapping: { m: '#/components/schemas/m' } } },
      a: refer('schemas', 'b'),
      b: { more: refer('schemas', 'z'), ...refer('schemas', 'a') },
      no: {},
    },
    examples: { no: {} },
  },
};

describe('to extract', () => {
  test('takes along what is referred to, from afar and in circles too, in the document’s order', () => {
    const extracted = extract(whole, ['a/list']);
    expect(extracted.paths).toEqual({ '/a': { get: whole.paths['/a']?.get } });
    expect(Object.keys(extracted.components)).toEqual(['schemas']);
    expect(Object.keys(extracted.components.schemas ?? {})).toEqual(['m', 'z', 'a', 'b']);
  });

  test('takes along what a path would hide', () => {
    expect(operationIds(extract(whole, ['a/get']))).toEqual(['a/b', 'a/get']);
    expect(operationIds(extract(whole, ['a/b']))).toEqual(['a/b']);
  });

  test.each([
    ['no operation', 'a/gone', 'no operation a/gone'],
    ['a reference to nothing', 'broken', '#/components/schemas/none is no component'],
  ])('fails at %s', (_name, operationId, message) => {
    expect(() => extract(whole, [operationId])).toThrow(message);
  });
});
