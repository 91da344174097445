/** An image that a Dockerfile names. */
export interface BaseImage {
  /** As the file spells it, variables unexpanded: what reports show. */
  readonly written: string;
  /** After expansion: what is parsed as an image's name. */
  readonly image: string;
  /** The value of `--platform` after expansion; absent where it is left to the builder (`$BUILDPLATFORM`, `$TARGETPLATFORM`). */
  readonly platform?: string;
  /** The flag as the file spells it: `--platform=$BUILDPLATFORM`. */
  readonly platformFlag?: string;
  /**
   * Name of the stage it starts or is used in, as the file spells it; the stage's number, from 0, where it has no name. Absent for the
   * frontend, which reads the whole file.
   */
  readonly stage?: string;
  /** Whether the final stage starts from it, without another stage in between. */
  readonly final: boolean;
  /** `syntax` is no instruction: it names the frontend. */
  readonly instruction: 'FROM' | 'COPY' | 'RUN' | 'syntax';
  /** From 1: the line on which the instruction begins. */
  readonly line: number;
  /** A sentence: what of the file cannot be read because of this image. */
  readonly warning?: string;
}

/** What is wrong with a Dockerfile, and what to do. */
export interface DockerfileProblem {
  /** From 1; absent where it is about the whole file. */
  readonly line?: number;
  /** The image as the file spells it, where the problem is about one. */
  readonly written?: string;
  readonly message: string;
}

export interface ParsedDockerfile {
  readonly images: readonly BaseImage[];
  readonly problems: readonly DockerfileProblem[];
  /** Names of build arguments that a value from outside counts for in this file, as far as it says so itself. */
  readonly declared: ReadonlySet<string>;
  /** Whether a builder takes it for one: it has a FROM, and nothing but ARG before that, or it is for another frontend. */
  readonly isDockerfile: boolean;
}
