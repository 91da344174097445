import type { Report } from '../../src/result/report.js';
import type { RequestRecord } from '../support/registry/types.js';
import type { Side } from './requests.js';
import type { Account, Stage } from './stage.js';
import { strangersToken } from './stranger.js';

const sides: readonly Side[] = ['source', 'target'];

/** Every request that carried what is for another host. */
export function findLeaks(stage: Stage): readonly string[] {
  const bearers = { source: bearersOf(stage.source.requests), target: bearersOf(stage.target.requests) };
  const leaks = sides.flatMap((side) => {
    const foreign = bearers[side === 'source' ? 'target' : 'source'];
    return stage[side].requests
      .filter((record) => isLeak(record, stage.accounts[side], foreign))
      .map(
        ({ method, kind, listener }) => `a ${kind} (${method}) to the ${side}'s ${listener} host carried credentials`,
      );
  });
  const stolen = stage.stranger.stolen.map((value) => `a stranger was shown ${value.slice(0, 12)}…`);
  const shown = sides.flatMap((side) =>
    stage[side].requests
      .filter(({ url }) => passwordsOf(stage).some((password) => decodeURIComponent(url).includes(password)))
      .map(({ kind }) => `the address of a ${kind} to the ${side} had a password in it`),
  );
  return [...new Set([...leaks, ...stolen, ...shown])];
}

/** What of a report nobody may read. */
export function findSecrets(stage: Stage, report: Report): readonly string[] {
  const text = JSON.stringify(report);
  const bearers = sides.flatMap((side) => [...bearersOf(stage[side].requests)]);
  return [...passwordsOf(stage), ...bearers]
    .filter((secret) => text.includes(secret))
    .map(() => 'the report has a secret in it');
}

/** A password is for the token service alone, a token for the registry's own host, and each for its own side. */
function isLeak(
  { listener, headers: { authorization } }: RequestRecord,
  account: Account | undefined,
  foreign: ReadonlySet<string>,
): boolean {
  if (authorization === undefined || authorization === strangersToken) return false;
  if (listener === 'token') return account === undefined || authorization !== basicOf(account);
  return listener !== 'main' || foreign.has(authorization) || !authorization.startsWith('Bearer ');
}

function bearersOf(records: readonly RequestRecord[]): ReadonlySet<string> {
  return new Set(
    records
      .filter(({ listener }) => listener === 'main')
      .flatMap(({ headers: { authorization } }) =>
        authorization?.startsWith('Bearer ') === true ? authorization : [],
      ),
  );
}

function passwordsOf({ accounts }: Stage): readonly string[] {
  return Object.values(accounts).flatMap((account) => [account.password, basicOf(account).replace('Basic ', '')]);
}

function basicOf({ username, password }: Account): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
