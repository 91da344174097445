import { resolve } from 'node:path';
import { Command, CommanderError, Option as Flag } from 'commander';
import type { Clock } from './runtime/clock.js';
import { type OptionName, type OptionTexts, flagOptions, modeOption } from './config/options.js';
import type { Config, Mode } from './config/config.js';
import { readOptions } from './config/read-options.js';
import { ConfigurationError, messageOf } from './runtime/errors.js';
import { type ReportDestinations, printProblems, printReport, findDestinationProblems } from './print-report.js';
import { exitCodeOf } from './result/exit-code.js';
import { type PlainProgress, batchedProgress } from './report/terminal/plain-progress.js';
import { type NameTask, namesFor } from './result/progress.js';
import type { Report } from './result/report.js';
import { withConfigFile } from './read-config-file.js';
import { run } from './run.js';
import { Secrets, addEnvironment, addLogins } from './runtime/secrets.js';
import { type StopSwitch, stopInTime } from './runtime/stop.js';
import { version, type HostProcess } from './runtime/environment.js';

/** What the command is run with; the process itself, and in tests something that remembers. */
interface Terminal extends HostProcess {
  readonly args: readonly string[];
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

const descriptions: Readonly<Record<Mode, string>> = {
  mirror: 'copy what the target lacks or holds in another version',
  check: 'say what "mirror" would do, and write nothing',
  verify:
    'look whether the target has a tag for every image, with the pinned digest where there is one; no source is asked',
};

const exitCodes = `
Exit codes: 0 done, 1 something failed (or is not on the target, with --fail-on not-mirrored), 2 wrong usage or configuration, or standard output cannot be written.
Credentials are those of "docker login"; for a target on ghcr.io without any, GITHUB_TOKEN.

Example: image-mirror mirror --target ghcr.io/acme/mirror --images images`;

/** The command: flags in, a printed report and an exit code out. */
export async function runCli(terminal: Terminal, stop: StopSwitch): Promise<number> {
  let exitCode = 0;
  const secrets = new Secrets();
  addEnvironment(secrets, terminal.environment);
  addLogins(secrets, terminal.args);
  const program = createProgram(terminal, async (mode, flags) => {
    exitCode = await runMode(mode, flags, { terminal, secrets }, stop);
  });
  try {
    await program.parseAsync([...terminal.args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return reportError(error, terminal, secrets);
  }
}

type Flags = Readonly<Record<string, unknown>>;

interface CliDeps {
  readonly terminal: Terminal;
  readonly secrets: Secrets;
}

function createProgram(terminal: Terminal, action: (mode: Mode, flags: Flags) => Promise<void>): Command {
  const program = new Command('image-mirror')
    .description('Keeps a registry’s copies of the images that Dockerfiles name.')
    .version(version)
    .addHelpText('after', exitCodes)
    .showHelpAfterError('(image-mirror --help lists the commands, image-mirror <command> --help the options)')
    .configureOutput({
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    })
    .exitOverride();
  for (const mode of modeOption.choices) {
    const command = program
      .command(mode)
      .description(descriptions[mode])
      .copyInheritedSettings(program)
      .showHelpAfterError(`(image-mirror ${mode} --help lists the options)`)
      .addHelpText('after', exitCodes);
    for (const flag of createFlags()) command.addOption(flag);
    command.action(async (flags: Flags) => action(mode, flags));
  }
  return program;
}

function createFlags(): readonly Flag[] {
  const shared = flagOptions.map((option) => {
    const isList = option.kind === 'list';
    const hint =
      'choices' in option ? ` (${option.choices.join(' | ')})` : isList ? ' (may be given more than once)' : '';
    const shown = option.default === '' ? '' : ` [${option.default}]`;
    const argument = option.kind === 'boolean' ? '[boolean]' : `<${option.value}>`;
    const flag = new Flag(`--${option.name} ${argument}`, `${option.description.replaceAll('`', '')}${hint}${shown}`);
    return isList
      ? flag.argParser((item: string, items: unknown) => (typeof items === 'string' ? `${items}\n${item}` : item))
      : flag;
  });
  return [
    ...shared,
    new Flag(
      '-C, --directory <folder>',
      'Run as if started in this folder: --images and --report are looked for there.',
    ),
    new Flag('--report <file>', 'Write the JSON report to a file, too.'),
    new Flag('--json', 'Print the report on standard output as JSON; progress goes to standard error always.'),
  ];
}

async function runMode(mode: Mode, flags: Flags, { terminal, secrets }: CliDeps, stop: StopSwitch): Promise<number> {
  const { workingDirectory, stdout, stderr } = terminal;
  const workspace = resolve(workingDirectory, textOf(flags.directory) ?? '.');
  const wanted = textOf(flags.report);
  const file = wanted === undefined ? undefined : resolve(workspace, wanted);
  const destinations: ReportDestinations = { stdout, stderr, json: flags.json === true, file };
  const { report, config } = await makeReport(mode, flags, { workspace, destinations, terminal, secrets, stop });
  await printReport(report, destinations);
  return exitCodeOf(report, config.failOn);
}

interface ReportDeps extends CliDeps {
  readonly workspace: string;
  readonly destinations: ReportDestinations;
  readonly stop: StopSwitch;
}

/** Of a run that could not be made a report is printed, too, where programs read it. */
async function makeReport(
  mode: Mode,
  flags: Flags,
  deps: ReportDeps,
): Promise<{ readonly report: Report; readonly config: Config }> {
  const { workspace, destinations, terminal, secrets } = deps;
  try {
    const options = readOptions({ ...optionTexts(flags), mode });
    const problems = await findDestinationProblems(workspace, destinations.file);
    if (problems.length > 0) throw new ConfigurationError(problems);
    const config = await withConfigFile(options, workspace);
    return { report: await runWith(config, deps), config };
  } catch (error) {
    const sentences = error instanceof ConfigurationError ? error.problems : [messageOf(error)];
    const now = new Date(terminal.clock.wallMs());
    await printProblems(sentences.map(secrets.redact), mode, destinations, workspace, now);
    throw error;
  }
}

async function runWith(config: Config, { workspace, terminal, secrets, stop }: ReportDeps): Promise<Report> {
  const { environment, clock, stderr, keepHeapSmall } = terminal;
  stopInTime(stop, config, clock);
  const { signal, cleanupSignal } = stop;
  const progress = await createProgress(stderr, clock, namesFor(config.targets));
  try {
    return await run(config, {
      workspace,
      clock,
      progress,
      redact: secrets.redact,
      signal,
      cleanupSignal,
      trigger: { kind: 'none', event: '' },
      whenRefused: { kind: 'fail' },
      engine: { keepHeapSmall },
      openCache: async (warn) => {
        const { openConfiguredCache } = await import('./cache/open-configured-cache.js');
        return openConfiguredCache(config, { workspace, clock, signal, cleanupSignal, warn });
      },
      connect: async (cache, trusted, log) => {
        const { connect } = await import('./connect.js');
        const { githubCredentials } = await import('./github/runner/ghcr-credentials.js');
        const fallbackCredentials = githubCredentials(config.targets, environment.GITHUB_TOKEN ?? '', environment);
        const known = { environment, clock, secrets, fallbackCredentials };
        return connect(config, { ...known, cache, trusted, cleanupSignal, log });
      },
    });
  } finally {
    progress.close();
  }
}

/** Commander names an option's value in camel case; a boolean flag without a value is `true`. */
function optionTexts(flags: Flags): OptionTexts {
  const text = (name: OptionName): string | undefined => {
    const value = flags[name.replace(/-([a-z])/g, (_match, letter: string) => letter.toUpperCase())];
    return value === true ? 'true' : textOf(value);
  };
  return Object.fromEntries(flagOptions.flatMap(({ name }) => (text(name) === undefined ? [] : [[name, text(name)]])));
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A display where somebody watches on a screen of a known size, a line an image elsewhere; standard output is for the report. */
async function createProgress(stream: NodeJS.WriteStream, clock: Clock, nameOf: NameTask): Promise<PlainProgress> {
  // A pseudo-terminal that nobody has told its size says 0 of 0.
  if (!stream.isTTY || stream.columns === 0 || stream.rows === 0)
    return batchedProgress((lines) => stream.write(`${lines}\n`), nameOf, clock);
  const { liveProgress } = await import('./report/terminal/live-progress.js');
  return liveProgress(stream, clock, nameOf);
}

function reportError(error: unknown, { stderr }: Terminal, { redact }: Secrets): number {
  // Commander has printed its own words; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigurationError) {
    for (const problem of error.problems) {
      const name = problem.slice(0, problem.indexOf(':'));
      // Whoever types a flag reads its name so.
      stderr.write(`error: ${redact(optionNames.has(name) ? `--${problem}` : problem)}\n`);
    }
    return 2;
  }
  const words = error instanceof Error ? (error.stack ?? error.message) : messageOf(error);
  stderr.write(`error: this is a mistake in image-mirror: ${redact(words)}\n`);
  return 1;
}

const optionNames: ReadonlySet<string> = new Set(flagOptions.map(({ name }) => name));
