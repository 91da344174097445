import { parseDockerfile } from '../../src/dockerfile/parse.js';
import type { BaseImage, DockerfileProblem, ParsedDockerfile } from '../../src/dockerfile/base-image.js';

/** Reads a Dockerfile given as its lines. */
export function read(lines: string | readonly string[], buildArgs: Record<string, string> = {}): ParsedDockerfile {
  const text = typeof lines === 'string' ? lines : lines.join('\n');
  return parseDockerfile(text, new Map(Object.entries(buildArgs)));
}

/** `FROM nginx:1 @3`, problems as `problem @3`: one line of text for each finding, to compare at a glance. */
export function outline(lines: string | readonly string[], buildArgs: Record<string, string> = {}): readonly string[] {
  const { images, problems } = read(lines, buildArgs);
  return [...images.map(imageLine), ...problems.map(problemLine)];
}

function imageLine({ instruction, image, line }: BaseImage): string {
  return `${instruction} ${image} @${line}`;
}

function problemLine({ line }: DockerfileProblem): string {
  return `problem @${line ?? 'file'}`;
}
