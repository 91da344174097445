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

/** What stands at the beginning of what is left of a header. */
export const challengePatterns = {
  parameter: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/,
  scheme: /^[\s,]*([!#$%&'*+.^_`|~\w-]+)(?=[\s,]|$)/,
};

/**
 * Reads every challenge of every header, in order. Several may stand in one header, a scheme may have no parameters, values
 * may be quoted with escapes or bare, where registries write characters that RFC 9110 has not in a token. What cannot be read is passed over.
 */
export function parseChallenges(
  headers: string | readonly string[] | undefined,
  patterns = challengePatterns,
): readonly Challenge[] {
  const list = headers === undefined ? [] : typeof headers === 'string' ? [headers] : headers;
  return list.flatMap((header) => readChallenges(header.slice(0, maxHeaderLength), patterns));
}

function readChallenges(header: string, patterns: typeof challengePatterns): readonly Challenge[] {
  const challenges: { scheme: string; parameters: Map<string, string> }[] = [];
  let rest = header;
  while (rest !== '') {
    const parameter = patterns.parameter.exec(rest);
    const scheme = parameter === null ? patterns.scheme.exec(rest) : null;
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
