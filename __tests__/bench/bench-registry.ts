import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRegistry, makeCertificates, startRegistry } from '../../bench/stage/registry.js';
import { setStage } from '../../bench/stage/stage.js';
import type { PlanContent, Programs, RegistryOptions, RunningRegistry, Stage } from '../../bench/types.js';
import { onTestFinished } from '../support/jest/testing.js';
import { needTool } from '../support/programs/needed-programs.js';

export interface BenchRegistry extends RunningRegistry {
  /** The certificate authority, in PEM. */
  readonly authorityFile: string;
}

let program: Promise<string> | undefined;

/** The registry of the benchmark, built by Go; without Go the test is skipped. */
export async function needRegistryProgram(): Promise<string> {
  const go = await needTool('go');
  program ??= buildRegistry(go, `registry-of-tests-${process.env.JEST_WORKER_ID ?? ''}`);
  return program;
}

/** Runs until the test's end. */
export async function useBenchRegistry(options: Partial<RegistryOptions> = {}): Promise<BenchRegistry> {
  const registryProgram = await needRegistryProgram();
  const certificates = await mkdtemp(join(tmpdir(), 'image-mirror-certificates-'));
  onTestFinished(async () => rm(certificates, { recursive: true, force: true }));
  const authorityFile = await makeCertificates(registryProgram, certificates);
  const registry = await startRegistry(registryProgram, { certificates, ...options });
  onTestFinished(async () => registry.stop());
  return { ...registry, authorityFile };
}

/** A source and its targets until the test's end. */
export async function useStage(content: PlanContent, distribution?: Programs['distribution']): Promise<Stage> {
  const registry = await needRegistryProgram();
  const programs = { registry, distribution, nodes: [], tools: {}, versions: {}, time: undefined };
  const stage = await setStage(programs, content);
  onTestFinished(async () => stage.stop());
  return stage;
}

export async function useTarget(stage: Stage): Promise<RunningRegistry> {
  const target = await stage.startTarget();
  onTestFinished(async () => target.stop());
  return target;
}
