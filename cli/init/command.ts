import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { MESH_REGIONS } from '../../infra/regions.js';
import { withFilesOf } from '../files-refused.js';
import { writeOutput } from '../output.js';
import { UsageError } from '../usage-error.js';
import { ask } from './ask.js';
import { ownVersion, versionOf } from './package-version.js';
import { type RepositoryChoice, repositoryFiles } from './template.js';

interface Options {
  readonly kind?: RepositoryChoice['kind'];
  readonly region?: string;
  readonly name?: string;
  readonly description: string;
  readonly package?: string;
  readonly install: boolean;
}

const KINDS = ['local', 'cloud', 'fleet'] as const;

/** The command `init`. */
export function initCommand(): Command {
  return new Command('init')
    .description(
      'Makes a repository of your own: environments, a scenario with its test, a Pulumi program and a cdk8s app.',
    )
    .argument('[folder]', 'new or empty folder', '.')
    .addOption(
      new Option(
        '--kind <kind>',
        'local: this machine only; cloud: an ASM instance as well; fleet: behind an ACK One fleet',
      ).choices(KINDS),
    )
    .addOption(
      new Option('--region <region>', 'region of Alibaba Cloud')
        .choices(MESH_REGIONS)
        .default(undefined, 'cn-hangzhou'),
    )
    .option('--name <name>', 'of the package and of the Pulumi project (default: that of the folder)')
    .option('--description <text>', 'one line on what it is', 'A service mesh on Alibaba Cloud')
    .option('--package <spec>', 'version or archive of asm-blueprints (default: the one that runs)')
    .option('--no-install', 'leave npm install to you')
    .addHelpText(
      'after',
      '\nExit codes:\n  0  the repository is there\n  1  npm install failed\n  2  the folder or an option is wrong',
    )
    .action(init);
}

async function init(path: string, options: Options): Promise<void> {
  const folder = resolve(path);
  const taken = withFilesOf(path, () => (existsSync(folder) ? readdirSync(folder) : [])).filter(
    (name) => name !== '.git',
  );
  if (taken.length > 0) {
    throw new UsageError(
      `${path} is not empty (${taken.slice(0, 3).join(', ')}${taken.length > 3 ? ', …' : ''}); name a new folder`,
    );
  }
  const files = repositoryFiles(await choiceOf(folder, options));
  withFilesOf(path, () => {
    for (const [file, text] of files) {
      const place = join(folder, file);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, text);
    }
  });
  writeOutput(`${path}: ${files.size} files\n${[...files.keys()].map((file) => `  ${file}\n`).join('')}`);
  if (options.install && !(await installed(folder))) {
    process.stderr.write('asm-blueprints: npm install failed; the files are there, so run it again in the folder\n');
    process.exitCode = 1;
    return;
  }
  const steps = [
    ...(folder === process.cwd() ? [] : [`cd ${relative('.', folder)}`]),
    ...(options.install ? [] : ['npm install']),
  ];
  writeOutput(`\nNext:\n${[...steps, 'npm test', 'npm run synth'].map((step) => `  ${step}\n`).join('')}`);
}

async function choiceOf(folder: string, options: Options): Promise<RepositoryChoice> {
  const kind =
    options.kind ??
    ((await ask({ text: 'Which environments', choices: KINDS, fallback: 'local' })) as RepositoryChoice['kind']);
  const region =
    options.region ??
    (kind === 'local' ? 'cn-hangzhou' : await ask({ text: 'Region', choices: MESH_REGIONS, fallback: 'cn-hangzhou' }));
  const name =
    options.name ??
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replaceAll(/^[._-]+|[._-]+$/g, '');
  if (!/^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)) {
    throw new UsageError(
      `'${name}' cannot be the name of a package; give one of lower-case letters, digits and dashes with --name`,
    );
  }
  const version = options.package === undefined ? ownVersion() : versionOf(options.package);
  return { name, description: options.description, kind, region, version };
}

/** Installs the dependencies, with npm's own output. */
function installed(folder: string): Promise<boolean> {
  writeOutput('\nnpm install\n');
  return new Promise((done) => {
    const child = spawn('npm', ['install', '--no-audit', '--no-fund'], {
      cwd: folder,
      // npm's output is progress, not the answer of this command.
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32',
    });
    child.on('error', () => done(false));
    child.on('close', (code) => done(code === 0));
  });
}
