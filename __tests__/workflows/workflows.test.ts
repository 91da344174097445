import { load } from 'js-yaml';
import picomatch from 'picomatch';
import * as v from 'valibot';
import { describe, expect, test } from '@jest/globals';
import { type Option, defaultDockerfiles, modeOption, sharedOptions } from '../../src/config/options.js';
import { readActionDefinition } from '../support/programs/run-bundle.js';
import {
  type WorkflowFile,
  ownSteps,
  readProjectFile,
  readQuickStart,
  readWorkflows,
  stepsOf,
} from '../support/workflow-files.js';

const files = await readWorkflows();
const examples = files.filter(({ path }) => path.startsWith('examples/'));
const toCopy = [...examples, await readQuickStart()];
const ecr = files.find(({ path }) => path.endsWith('/mirror-ecr.yml'));

/** What the bot's pull request is known by: who opened it, and who pushed last. */
const byBot: Readonly<Record<string, string>> = {
  dependabot: "${{ github.event.pull_request.user.login == 'dependabot[bot]' && github.actor == 'dependabot[bot]' }}",
  renovate: "${{ github.event.pull_request.user.login == 'renovate[bot]' && github.actor == 'renovate[bot]' }}",
  ecr: `\${{ contains(fromJSON('["dependabot[bot]", "renovate[bot]"]'), github.event.pull_request.user.login) && github.actor == github.event.pull_request.user.login }}`,
};

/** Whose the pull request is, whoever started the run. */
const ofBot: Readonly<Record<string, string>> = {
  dependabot: "${{ github.event.pull_request.user.login == 'dependabot[bot]' }}",
  renovate: "${{ github.event.pull_request.user.login == 'renovate[bot]' }}",
  ecr: `\${{ contains(fromJSON('["dependabot[bot]", "renovate[bot]"]'), github.event.pull_request.user.login) }}`,
};

test('there are the workflows to copy, and this repository’s own', () => {
  expect(files.map(({ path }) => path)).toEqual([
    '.github/workflows/ci.yml',
    '.github/workflows/mirror.yml',
    'examples/workflows/mirror-dependabot.yml',
    'examples/workflows/mirror-dispatch.yml',
    'examples/workflows/mirror-ecr.yml',
    'examples/workflows/mirror-renovate.yml',
    'examples/workflows/mirror-schedule.yml',
  ]);
});

/** What a job may do at most, by its name. */
const least: Readonly<Record<string, readonly string[]>> = {
  ci: ['contents: read'],
  'pull-request': ['contents: read', 'packages: write', 'pull-requests: write'],
  main: ['contents: read', 'packages: write'],
  mirror: ['contents: read', 'packages: write'],
  all: ['contents: read', 'packages: read'],
};

/** What runs of this action are made for. */
const events = ['merge_group', 'pull_request', 'push', 'schedule', 'workflow_dispatch'];

describe.each(files.map((file) => [file.path, file] as const))('%s', (_path, file) => {
  const { workflow, text } = file;

  test('has every action pinned by a commit, with its version beside it', () => {
    for (const [, uses = '', comment = ''] of text.matchAll(/^\s*(?:- )?uses: (\S+)(.*)$/gm)) {
      if (uses === './' || uses === 'OWNER/image-mirror@SHA') continue;
      expect(uses).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
    // No `uses` of another spelling was overlooked.
    const found = [...text.matchAll(/^\s*(?:- )?uses: (\S+)/gm)].map(([, uses]) => uses);
    expect(stepsOf(file).flatMap(({ uses }) => uses ?? [])).toEqual(found);
  });

  test('gives each job the least permissions, and the workflow none', () => {
    expect(workflow.permissions).toEqual({});
    for (const [name, { permissions, steps }] of Object.entries(workflow.jobs)) {
      const given = Object.entries(permissions).map(([scope, access]) => `${scope}: ${access}`);
      expect(least[name]).toBeDefined();
      const takesRole = steps.some(({ uses = '' }) => uses.startsWith('aws-actions/configure-aws-credentials@'));
      const allowed = [...(least[name] ?? []), ...(takesRole ? ['id-token: write'] : [])];
      const readable = [...allowed, ...allowed.map((one) => one.replace('write', 'read'))];
      expect(readable).toEqual(expect.arrayContaining(given));
    }
  });

  test('has one run at a time, and ends none in its middle but an older one of a pull request', () => {
    const { group, 'cancel-in-progress': cancel } = workflow.concurrency;
    expect(group).toContain('${{ github.workflow }}');
    expect([false, "${{ github.event_name == 'pull_request' }}"]).toContain(cancel);
    if (cancel !== false) expect(group).toContain('github.event.pull_request.number || ');
  });

  test('has a time limit for every job, and leaves no token in the checkout', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
    const checkouts = stepsOf(file).filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));
    expect(checkouts.length).toBe(Object.keys(workflow.jobs).length);
    for (const checkout of checkouts) expect(checkout.with).toEqual({ 'persist-credentials': false });
  });

  test('runs for events that the action is made for', () => {
    expect(events).toEqual(expect.arrayContaining(Object.keys(workflow.on)));
    expect(Object.keys(workflow.on)).not.toContain('pull_request_target');
  });

  test('puts nothing from outside into a shell', () => {
    for (const { run, env } of stepsOf(file)) {
      expect(run ?? '').not.toContain('${{');
      expect(env).toBeUndefined();
    }
  });
});

/** Expressions in `with:`; whoever adds one says here that it may be data of a stranger, or why not. */
const allowedExpressions: readonly RegExp[] = [
  /^github\.repository_owner$/,
  /^inputs\.(?:mode|only|force)$/,
  /^matrix\.node$/,
  /^vars\.DOCKERHUB_USERNAME$/,
  /^secrets\.DOCKERHUB_TOKEN$/,
  /^secrets\.REGISTRY_TOKEN$/,
  /^env\.BY_BOT == 'true' && 'mirror' \|\| 'check'$/,
  /^env\.OF_BOT == 'true' && 'not-mirrored' \|\| 'failed'$/,
];

test.each(files.map((file) => [file.path, file] as const))('%s: inputs get known expressions', (_path, file) => {
  for (const { with: given = {} } of stepsOf(file)) {
    for (const [, expression = ''] of Object.values(given)
      .join('\n')
      .matchAll(/\$\{\{\s*(.*?)\s*\}\}/g))
      expect(allowedExpressions.filter((allowed) => allowed.test(expression))).toHaveLength(1);
  }
});

const withAction = files.filter((file) => ownSteps(file).length > 0);

describe.each(withAction.map((file) => [file.path, file] as const))('%s gives the action', (_path, file) => {
  test('inputs that it has, with values that it takes', async () => {
    const { inputs } = await readActionDefinition();
    const options: readonly Option[] = [modeOption, ...sharedOptions];
    for (const step of ownSteps(file)) {
      for (const [name, value] of Object.entries(step.with ?? {})) {
        expect(Object.keys(inputs)).toContain(name);
        const choices = options.find((option) => option.name === name)?.choices;
        if (choices !== undefined && !String(value).startsWith('${{')) expect(choices).toContain(value);
      }
    }
  });

  test('a target below the owner of the repository', () => {
    const own = 'ghcr.io/${{ github.repository_owner }}/mirror';
    const targets = file === ecr ? `${own}\n123456789012.dkr.ecr.eu-central-1.amazonaws.com/mirror\n` : own;
    for (const step of ownSteps(file)) expect(step.with?.target).toBe(targets);
  });
});

test('a choice of the hand-started workflow is one of the action’s', () => {
  const dispatch = v.object({
    workflow_dispatch: v.object({ inputs: v.object({ mode: v.object({ options: v.array(v.string()) }) }) }),
  });
  const file = examples.find(({ path }) => path.endsWith('dispatch.yml'));
  const { mode } = v.parse(dispatch, file?.workflow.on).workflow_dispatch.inputs;
  expect(modeOption.choices).toEqual(expect.arrayContaining(mode.options));
});

test('no two of them have one name: their runs would end each other’s', () => {
  const names = toCopy.map(({ workflow }) => workflow.name.toLowerCase());
  expect(new Set(names).size).toBe(names.length);
  for (const { workflow } of toCopy) expect(workflow.concurrency.group).toMatch(/^\$\{\{ github\.workflow \}\}/);
});

test('what is asked for by hand runs on what is merged alone', () => {
  const byHand = toCopy.filter(({ workflow }) => 'workflow_dispatch' in workflow.on);
  expect(byHand.flatMap(({ workflow }) => Object.values(workflow.jobs).map((job) => job.if))).toEqual([
    "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)",
    "github.ref == 'refs/heads/main'",
  ]);
});

test('what is asked for by hand on one branch takes no place in the queue of another', () => {
  const dispatch = examples.find(({ path }) => path.endsWith('dispatch.yml'));
  expect(dispatch?.workflow.concurrency.group).toContain('${{ github.ref }}');
});

const withSecret = toCopy.filter((file) => file !== ecr);

describe.each(withSecret.map((file) => [file.path, file] as const))('%s logs in', (_path, { workflow }) => {
  test.each(Object.entries(workflow.jobs))('in job %s, and leaves that out where there is no secret', (_name, job) => {
    const logins = job.steps.filter(({ uses = '' }) => uses.startsWith('docker/login-action@'));
    const guards = logins.map((step) => step.if);
    expect(guards).toContain("env.HAS_LOGIN == 'true'");
    expect(guards).not.toContain(undefined);
    // Whether there is one, and not the secret itself: every step of the job sees this.
    expect(job.env).toMatchObject({ HAS_LOGIN: "${{ secrets.REGISTRY_TOKEN != '' }}" });
    expect(Object.keys(job.env ?? {}).filter((name) => !name.endsWith('_BOT'))).toEqual(['HAS_LOGIN']);
  });
});

test.each(Object.entries(byBot))(
  'the pull requests of mirror-%s.yml are the bot’s by one condition',
  (name, expected) => {
    const file = examples.find(({ path }) => path.endsWith(`/mirror-${name}.yml`));
    const jobs = file?.workflow.jobs;
    expect([jobs?.['pull-request']?.env?.BY_BOT, jobs?.main?.env?.BY_BOT]).toEqual([expected, undefined]);
  },
);

test.each(Object.entries(ofBot))(
  'B4 the pull requests of mirror-%s.yml are red without the copy by their author, whoever started the run',
  (name, expected) => {
    const file = examples.find(({ path }) => path.endsWith(`/mirror-${name}.yml`));
    const job = file?.workflow.jobs['pull-request'];
    expect(job?.env?.OF_BOT).toBe(expected);
    const given = job?.steps.find(({ uses = '' }) => uses.startsWith('OWNER/'))?.with;
    expect(given?.['fail-on']).toBe("${{ env.OF_BOT == 'true' && 'not-mirrored' || 'failed' }}");
    expect(given?.mode).toBe("${{ env.BY_BOT == 'true' && 'mirror' || 'check' }}");
  },
);

test('a role of AWS is taken for the bots’ pull requests and for main, and for nobody else’s', () => {
  for (const [name, { steps }] of Object.entries(ecr?.workflow.jobs ?? {})) {
    const guards = steps.filter(({ uses = '' }) => uses.startsWith('aws-actions/')).map((step) => step.if);
    expect(guards).toEqual(Array(2).fill(name === 'main' ? undefined : "env.OF_BOT == 'true'"));
  }
});

/** What a rule of a repository calls a check: the job's name, of whichever workflow. */
function checksOf({ workflow }: WorkflowFile): readonly string[] {
  return Object.entries(workflow.jobs).map(([id, { name }]) => name ?? id);
}

describe('a check that is required', () => {
  test('is known by its name: no two jobs share one, whatever is copied', () => {
    const checks = [...files, toCopy.at(-1)].flatMap((file) => (file === undefined ? [] : checksOf(file)));
    expect(checks).toHaveLength(12);
    expect(new Set(checks).size).toBe(checks.length);
  });

  // GitHub takes a job that `if:` leaves out for passed, and waits for ever for a workflow that does not start.
  test.each(examples.filter(({ workflow }) => 'pull_request' in workflow.on).map((file) => [file.path, file] as const))(
    'of %s is there for every pull request and in the merge queue',
    async (_path, file) => {
      expect(Object.keys(file.workflow.on)).toEqual(['pull_request', 'merge_group', 'push']);
      expect([file.workflow.on.pull_request, file.workflow.on.merge_group]).toEqual([null, null]);
      expect(Object.values(file.workflow.jobs).map((job) => job.if)).toEqual([
        "github.event_name == 'pull_request'",
        "github.event_name != 'pull_request'",
      ]);
      const guide = await readProjectFile('docs/guide.md');
      expect(guide).toContain(`](../${file.path})`);
      for (const check of checksOf(file)) expect(file.text).toContain(`"${check}"`);
      const isNamed = checksOf(file).every((check) => guide.includes(`\`${check}\``));
      expect(isNamed).toBe(file.path.includes('dependabot'));
    },
  );
});

test('no action has two pins, nor two versions, wherever it stands', async () => {
  const pins = new Map<string, Set<string>>();
  const texts = [
    ...files.map((file) => file.text),
    ...(await Promise.all(['README.md', 'docs/guide.md'].map(readProjectFile))),
  ];
  for (const text of texts) {
    for (const [, name = '', pin = ''] of text.matchAll(/uses: ([\w.-]+\/[\w.-]+)@([0-9a-f]{40} # v\S+)/g))
      pins.set(name, new Set([...(pins.get(name) ?? []), pin]));
  }
  expect(pins.size).toBeGreaterThan(3);
  expect([...pins].filter(([, found]) => found.size > 1)).toEqual([]);
});

// docker/login-action v3 runs on node20, which GitHub's runners give up; checkout v7 refuses a fork's code under `pull_request_target` unless told.
test.each([
  ['actions/checkout', 7],
  ['docker/login-action', 4],
])('B12 %s is of version %i at least', (name, major) => {
  const versions = files.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(`uses: ${name}@\\S+ # v(\\d+)`, 'g'))].map(([, found]) => Number(found)),
  );
  expect(versions.length).toBeGreaterThan(0);
  expect(Math.min(...versions)).toBeGreaterThanOrEqual(major);
});

const bots = ['examples/workflows/dependabot.yml', 'examples/workflows/renovate.json'];

describe('the bots’ configurations', () => {
  const tree = [
    'images/docker.io/library/postgres/Dockerfile',
    'images/quay.io/prometheus/node-exporter/Dockerfile',
    'images/docker.io/library/postgres/15/Dockerfile',
  ];

  test('Dependabot is led to every folder of the tree', async () => {
    const schema = v.object({
      updates: v.array(v.object({ 'package-ecosystem': v.string(), directories: v.optional(v.array(v.string())) })),
    });
    const { updates } = v.parse(schema, load(await readProjectFile(bots[0] ?? '')));
    const globs = updates.find((update) => update['package-ecosystem'] === 'docker')?.directories ?? [];
    for (const file of tree)
      expect(picomatch.isMatch(`/${file.slice(0, file.lastIndexOf('/'))}`, [...globs])).toBe(true);
  });

  test('Renovate finds the files that the action reads', async () => {
    const schema = v.object({ dockerfile: v.object({ managerFilePatterns: v.array(v.string()) }) });
    const { dockerfile } = v.parse(schema, JSON.parse(await readProjectFile(bots[1] ?? '')));
    expect(dockerfile.managerFilePatterns).toEqual([`images/${defaultDockerfiles}`]);
  });

  test('B1 Dependabot bumps an image in all folders at once, its digest too', async () => {
    const group = v.looseObject({ 'group-by': v.optional(v.string()), patterns: v.array(v.string()) });
    const schema = v.object({
      updates: v.array(v.object({ 'package-ecosystem': v.string(), groups: v.record(v.string(), group) })),
    });
    const { updates } = v.parse(schema, load(await readProjectFile(bots[0] ?? '')));
    const docker = updates.find((update) => update['package-ecosystem'] === 'docker');
    expect(docker?.groups).toEqual({ images: { 'group-by': 'dependency-name', patterns: ['*'] } });
  });

  // An update without a date waits for ever under "timestamp-required", Renovate's default: Docker Hub alone tells one, of a tag and so of its digest.
  test.each([
    ['major', '7 days', undefined],
    ['minor', '7 days', 'images'],
    ['patch', '7 days', 'images'],
    ['pin', null, 'images'],
    ['pinDigest', null, 'images'],
    ['digest', '7 days', 'images'],
  ])('B10 Renovate lets an update of type %s wait for no date that nobody tells', async (type, age, groupName) => {
    expect(await renovateRulesFor(type)).toMatchObject({
      pinDigests: true,
      minimumReleaseAge: age,
      minimumReleaseAgeBehaviour: 'timestamp-optional',
      ...(groupName === undefined ? {} : { groupName }),
    });
    expect((await renovateRulesFor(type)).groupName).toBe(groupName);
  });

  test('Renovate goes on looking after what else is in the repository', async () => {
    expect(JSON.parse(await readProjectFile(bots[1] ?? ''))).not.toHaveProperty('enabledManagers');
  });
});

/** What holds for an update of an image: the rules that are about it, one over the other, as Renovate puts them together. */
async function renovateRulesFor(updateType: string): Promise<Readonly<Record<string, unknown>>> {
  const rule = v.looseObject({ matchManagers: v.array(v.string()), matchUpdateTypes: v.optional(v.array(v.string())) });
  const schema = v.object({ packageRules: v.array(rule) });
  const { packageRules } = v.parse(schema, JSON.parse(await readProjectFile(bots[1] ?? '')));
  const about = packageRules.filter(
    ({ matchManagers, matchUpdateTypes }) =>
      matchManagers.includes('dockerfile') && (matchUpdateTypes?.includes(updateType) ?? true),
  );
  return Object.assign({}, ...about) as Readonly<Record<string, unknown>>;
}

test('the README links every file to copy, and its first workflow has the same pins', async () => {
  const readme = await readProjectFile('README.md');
  for (const path of [...examples.map((file: WorkflowFile) => file.path), ...bots])
    expect(readme).toContain(`(${path})`);
  expect(readme).toContain(byBot.ecr);
  expect(readme).toContain(ofBot.ecr);
  const guide = await readProjectFile('docs/guide.md');
  const pinned = files.flatMap(({ text }) =>
    [...text.matchAll(/uses: (\S+@[0-9a-f]{40} # v\S+)/g)].map(([, pin]) => pin),
  );
  for (const [, uses = ''] of `${readme}\n${guide}`.matchAll(/uses: ((?:actions|aws-actions|docker)\/\S+@.*)$/gm))
    expect(pinned).toContain(uses);
});
