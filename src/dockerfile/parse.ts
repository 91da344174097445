import { readArguments } from './arguments.js';
import { shorten } from './characters.js';
import type { BaseImage, DockerfileProblem, ParsedDockerfile } from './base-image.js';
import { newWordRules } from './expand.js';
import { flagValues } from './flags.js';
import { isFrom, readFrom, type From, type FromContext } from './from.js';
import { readInstructions, type Instruction } from './instructions.js';
import { indexStages, splitStages, stageLabel, type Stage } from './stages.js';
import { detectSyntax, type Syntax } from './syntax.js';
import { readUses, triggersOf, type InstructionUse, type UseContext } from './uses.js';

/** Enough to mend a file by; GitHub shows at most 50 annotations of a job. BuildKit stops at the first fault. */
const maxProblems = 50;

type Finding =
  | { readonly kind: 'image'; readonly image: BaseImage }
  | { readonly kind: 'problem'; readonly problem: DockerfileProblem };

/**
 * Reads the images that a Dockerfile names, in the order of their lines: its frontend, those that stages start from, and those that
 * files are copied or mounted from. What BuildKit would refuse is a problem with its line; the other images are still there.
 * Never throws, and its work is bounded by the length of the text.
 * @param buildArgs values for ARGs that are declared before the first FROM, and for predefined ones
 */
export function parseDockerfile(text: string, buildArgs: ReadonlyMap<string, string>): ParsedDockerfile {
  const syntax = detectSyntax(text);
  const body = syntax?.isDirective === false ? nothing : readBody(text, buildArgs);
  // Docker's own frontend, or a copy or a fork of it under the same name, reads Dockerfiles. What another one reads only that knows.
  const isForeign =
    syntax !== undefined && body.hasNoStage && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(syntax.written);
  const findings = [...(syntax === undefined ? [] : [frontendFinding(syntax, isForeign)]), ...body.findings];
  const problems = [
    ...(isForeign ? [] : body.problems),
    ...findings.flatMap((finding) => (finding.kind === 'problem' ? [finding.problem] : [])),
  ].toSorted((left, right) => (left.line ?? 0) - (right.line ?? 0));
  const unlisted = problems.length <= maxProblems ? 0 : problems.length - maxProblems + 1;
  const more = unlisted === 0 ? [] : [{ message: `There are ${unlisted} more problems in this file.` }];
  return {
    images: findings.flatMap((finding) => (finding.kind === 'image' ? [finding.image] : [])),
    problems: [...problems.slice(0, problems.length - unlisted), ...more],
    declared: body.declared,
    isDockerfile: body.beginsAsDockerfile || (isForeign && syntax.isDirective),
  };
}

interface Body {
  readonly findings: readonly Finding[];
  /** of no image alone */
  readonly problems: readonly DockerfileProblem[];
  readonly declared: ReadonlySet<string>;
  /** There is no FROM in it, and nothing that would have hidden one. */
  readonly hasNoStage: boolean;
  /** It has a FROM, and nothing but ARG before that. */
  readonly beginsAsDockerfile: boolean;
}

const nothing: Body = {
  findings: [],
  problems: [],
  declared: new Set(),
  hasNoStage: true,
  beginsAsDockerfile: false,
};

function readBody(text: string, buildArgs: ReadonlyMap<string, string>): Body {
  const { instructions, escape, problems } = readInstructions(text);
  const { head, stages } = splitStages(instructions);
  const rules = newWordRules(escape);
  const globals = readArguments(head, stages.at(-1)?.name, buildArgs, rules);
  const findings = [...findInHead(head), ...findInStages(stages, { globals, buildArgs, rules })];
  const all = [...problems, ...globals.problems];
  const isSilent = all.length === 0 && findings.every(({ kind }) => kind !== 'problem');
  const [first] = stages;
  const hasNoStage = first === undefined;
  return {
    findings,
    problems: isSilent && hasNoStage ? [noStage(instructions)] : all,
    declared: globals.declared,
    hasNoStage,
    beginsAsDockerfile: first !== undefined && isFrom(first.from) && head.every(({ keyword }) => keyword === 'ARG'),
  };
}

function frontendFinding({ written, line }: Syntax, isForeign: boolean): Finding {
  if (written === '') {
    const message =
      'The directive "syntax" names no image. Name one, for example docker/dockerfile:1, or remove the line.';
    return { kind: 'problem', problem: { line, message } };
  }
  const image = { written, image: written, instruction: 'syntax', line } as const;
  const warning = `There is no FROM in this file, which the frontend ${shorten(written)} reads: other images that it may name are not mirrored.`;
  return { kind: 'image', image: isForeign ? { ...image, warning } : image };
}

/** BuildKit refuses whatever is no ARG before the first FROM; only what would have named an image matters here. */
function findInHead(head: readonly Instruction[]): readonly Finding[] {
  const lost = head.filter(
    ({ keyword, flags }) =>
      (keyword === 'COPY' && flagValues(flags, 'from').length > 0) ||
      (keyword === 'RUN' && flagValues(flags, 'mount').length > 0),
  );
  return lost.map(({ keyword, line }) => ({
    kind: 'problem',
    problem: { line, message: `${keyword} stands before the first FROM, where nothing but ARG may stand.` },
  }));
}

function findInStages(stages: readonly Stage[], context: FromContext): readonly Finding[] {
  const stagesByName = indexStages(stages);
  const triggered = new Set<Stage>();
  return stages.flatMap((stage) => {
    const from = readFrom(stage.from, context);
    const named = from.kind === 'from' ? stagesByName.get(from.names.image.toLowerCase()) : undefined;
    const base = named !== undefined && named.number < stage.number ? named : undefined;
    const triggers = base === undefined || triggered.has(base) ? [] : triggersOf(base, context.rules.escape);
    if (base !== undefined) triggered.add(base);
    const uses: UseContext = { stage, stages, stagesByName, rules: context.rules };
    return [
      ...(base === undefined ? [baseFinding(from, stage)] : []),
      ...[...triggers, ...stage.body]
        .flatMap((instruction) => readUses(instruction, uses))
        .map((use) => useFinding(use, stage)),
    ];
  });
}

function baseFinding(from: From, stage: Stage): Finding {
  const { line } = stage.from;
  if (from.kind === 'problem') {
    const { written, message } = from;
    return { kind: 'problem', problem: written === undefined ? { line, message } : { line, written, message } };
  }
  return { kind: 'image', image: { ...from.names, stage: stageLabel(stage), instruction: 'FROM', line } };
}

function useFinding(use: InstructionUse, stage: Stage): Finding {
  if (use.kind === 'problem') {
    const { line, written, message } = use;
    return { kind: 'problem', problem: { line, written, message } };
  }
  const { written, image, instruction, line } = use;
  return { kind: 'image', image: { written, image, stage: stageLabel(stage), instruction, line } };
}

function noStage(instructions: readonly Instruction[]): DockerfileProblem {
  const [first] = instructions;
  if (first === undefined)
    return { message: 'There is no instruction in this file, so that it names no image. Write FROM <image>.' };
  const message = `There is no FROM in this file, so that it names no image. It begins with ${shorten(first.keyword)}. Write FROM <image>.`;
  return { line: first.line, message };
}
