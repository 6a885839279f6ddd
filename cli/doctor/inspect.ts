import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isOlder, type RunCommand } from '../../infra/local/machine-check.js';
import { manifestOf } from '../package-folder.js';
import { type Job, jobs, type Program, programs } from './jobs.js';

/** What is there of a program or package. */
export interface Found {
  readonly name: string;
  /** `undefined` where it is not there, empty where it does not say. */
  readonly version: string | undefined;
  /** Why it cannot be used, with what to do. @default it can */
  readonly problem?: string;
}

/** Whether a job can be done. */
export interface Readiness {
  readonly job: string;
  readonly what: string;
  /** What is missing or unusable, with what to do about each. */
  readonly lacks: readonly string[];
}

/** What is asked of the machine. */
export interface Machine {
  readonly run: RunCommand;
  /** Folder whose packages are used. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Ranges of the packages that this package works with. */
  readonly ranges: Readonly<Record<string, string>>;
}

/** What is installed, and what each job lacks. */
export interface Inspection {
  readonly programs: readonly Found[];
  readonly packages: readonly Found[];
  readonly jobs: readonly Readiness[];
}

/** Looks at a machine and a folder. Changes nothing. */
export async function inspect(machine: Machine): Promise<Inspection> {
  const foundPrograms = await Promise.all(programs.map((program) => findProgram(program, machine.run)));
  const names = [...new Set(jobs.flatMap((job) => job.packages))];
  const packages = names.map((name) => findPackage(name, machine));
  return {
    programs: foundPrograms,
    packages,
    jobs: jobs.map((job) => ({
      job: job.name,
      what: job.what,
      lacks: lacksOf(job, foundPrograms, packages, machine),
    })),
  };
}

async function findProgram({ name, versionArgs, oldest, install }: Program, run: RunCommand): Promise<Found> {
  const result = await run(name, versionArgs);
  if (result.state === 'missing') return { name, version: undefined, problem: `install ${name}: ${install}` };
  if (result.state === 'failed') {
    return { name, version: '', problem: `${name} does not answer (${result.message}): start it, or see ${install}` };
  }
  const version = /v?(\d+\.\d+\.\d+)/.exec(result.output)?.[1] ?? '';
  return oldest !== undefined && version !== '' && isOlder(version, oldest)
    ? { name, version, problem: `${name} is ${version}; install ${oldest} or later: ${install}` }
    : { name, version };
}

function findPackage(name: string, { folder, ranges }: Machine): Found {
  const range = ranges[name] ?? '*';
  for (let at = folder; ; at = dirname(at)) {
    const place = join(at, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) {
      const version = (manifestOf(place).version ?? '').replace(/^v/, '');
      return isIn(version, range)
        ? { name, version }
        : { name, version, problem: `${name} is ${version}; run npm install "${name}@${range}"` };
    }
    if (dirname(at) === at) return { name, version: undefined, problem: `run npm install "${name}@${range}"` };
  }
}

/** Whether a version is in a range `^1.2.3`, whose first number stays, or `>=1`. */
function isIn(version: string, range: string): boolean {
  const oldest = range.replace(/^[^\d]*/, '');
  return !isOlder(version, oldest) && (!range.startsWith('^') || version.split('.')[0] === oldest.split('.')[0]);
}

function lacksOf(
  job: Job,
  foundPrograms: readonly Found[],
  packages: readonly Found[],
  { environment }: Machine,
): readonly string[] {
  const problemOf = (name: string): string | undefined => foundPrograms.find((one) => one.name === name)?.problem;
  const ofPrograms = job.programs.flatMap((names) => {
    const problems = [names].flat().map(problemOf);
    return problems.includes(undefined) ? [] : [problems.join(', or ')];
  });
  const ofPackages = packages.flatMap(({ name, problem }) =>
    problem !== undefined && job.packages.includes(name) ? [problem] : [],
  );
  return [...ofPrograms, ...ofPackages, ...(job.needsCredentials === true ? credentialsLack(environment) : [])];
}

function credentialsLack(environment: Machine['environment']): readonly string[] {
  const isSet = (...names: readonly string[]): boolean => names.some((name) => (environment[name] ?? '') !== '');
  return isSet('ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALICLOUD_ACCESS_KEY') &&
    isSet('ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALICLOUD_SECRET_KEY')
    ? []
    : ['set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or alicloud:accessKey of the stack'];
}
