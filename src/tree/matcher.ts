import picomatch from 'picomatch';

/** What a glob for Dockerfiles says of paths below the images folder. */
export interface Matcher {
  readonly matches: (path: string) => boolean;
  /** Whether it would with other capitals: on some systems the two are one name. */
  readonly nearlyMatches: (path: string) => boolean;
  /** Whether the glob names something that begins with a dot; without that, `.git` and its like are passed over. */
  readonly namesDots: boolean;
  /** Whether the glob says anything of a file's name; where it does not, a folder that it matches is no fault. */
  readonly namesFiles: boolean;
}

/** Docker's and Podman's lists of what a build leaves out stand beside the file, under its name. */
const ignoreLists = ['**/*.dockerignore', '**/*.containerignore'];

export function createMatcher(dockerfiles: string): Matcher {
  // A name may have a line break in it, which is a character as any other.
  const options = { ignore: ignoreLists, flags: 's' };
  return {
    matches: picomatch(dockerfiles, options),
    nearlyMatches: picomatch(dockerfiles, { ...options, flags: 'si' }),
    namesDots: /(?:^|[/{,(|])\.[^/]/.test(dockerfiles),
    namesFiles: !/(?:^|\/)\*+$/.test(dockerfiles),
  };
}
