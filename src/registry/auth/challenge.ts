/** One challenge of a `WWW-Authenticate` header. Source: RFC 9110 §11.6.1; parameter names in lower case. */
export interface Challenge {
  /** lower case: `bearer`, `basic`, `negotiate` */
  readonly scheme: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/**
 * What to answer of all that a registry offers. Bearer goes first where it is offered; once it was, Basic is not switched to: Harbor offers it to a
 * token that lacks rights.
 */
export function chosenChallenge(
  challenges: readonly Challenge[],
  before: Challenge | undefined,
): Challenge | undefined {
  const bearer = challenges.find(({ scheme, parameters }) => scheme === 'bearer' && parameters.has('realm'));
  return bearer ?? before ?? challenges.find(({ scheme }) => scheme === 'basic');
}

/** A header longer than this is no challenge, and is cut. */
const maxHeaderLength = 8_192;

/**
 * Reads every challenge of every header, in order. Several may stand in one header, a scheme may have no parameters, values
 * may be quoted with escapes or bare, where registries write characters that RFC 9110 has not in a token. What cannot be read is passed over.
 */
export function parseChallenges(headers: string | readonly string[] | undefined): readonly Challenge[] {
  const list = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
  return list.flatMap((header) => readChallenges(header.slice(0, maxHeaderLength)));
}

const parameterPattern = /^[\s,]*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/;
const schemePattern = /^[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[\s,]|$)/;

function readChallenges(header: string): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header;
  while (rest !== '') {
    const parameter = parameterPattern.exec(rest);
    const scheme = parameter === null ? schemePattern.exec(rest) : null;
    if (parameter !== null) challenges.at(-1)?.parameters.set((parameter[1] ?? '').toLowerCase(), valueOf(parameter));
    if (scheme !== null) challenges.push({ scheme: (scheme[1] ?? '').toLowerCase(), parameters: new Map() });
    rest = rest.slice((parameter ?? scheme)?.[0].length ?? 1);
  }
  return challenges;
}

function valueOf(match: RegExpExecArray): string {
  const [, , quoted, bare] = match;
  return bare ?? (quoted ?? '').replace(/\\(.)/g, '$1');
}
