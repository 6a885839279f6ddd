import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { exitCodes } from '../exit-code.js';
import { withFilesOf } from '../files-refused.js';
import { readInputs } from '../manifests/read-inputs.js';
import { writeLines, writeProblems } from '../output.js';
import { manifestOf, packageFolder } from '../package-folder.js';
import { UsageError } from '../usage-error.js';

interface Flags {
  readonly to: string;
  readonly render: boolean;
}

/** `asm-blueprints import PATH...` */
export function importCommand(): Command {
  return new Command('import')
    .description('Writes charts in TypeScript that synthesize to the objects of manifests, a chart for each file.')
    .argument('<path...>', 'files, folders, or - for standard input')
    .option('--to <folder>', 'new or empty folder for the charts', 'imported')
    .option('--render', 'render Helm charts and kustomizations with helm, kustomize or kubectl', false)
    .addHelpText(
      'after',
      `
Objects become constructs of this package where those synthesize to the very object, and ApiObjects of cdk8s otherwise. What is not in
the charts is named: comments, and files that could not be read. main.ts in the folder writes every chart to dist/:

  npx asm-blueprints import manifests --to charts && npx tsx charts/main.ts

Exit codes:
  0  every object is in a chart
  1  an object is not as it was, or it is a Secret, whose values do not belong in code
  2  something could not be read, or the command line is wrong`,
    )
    .action(importManifests);
}

async function importManifests(paths: readonly string[], flags: Flags): Promise<void> {
  const { importedFiles } = await loadImporter();
  const taken = withFilesOf(flags.to, () => (existsSync(flags.to) ? readdirSync(flags.to) : []));
  if (taken.length > 0) {
    throw new UsageError(`${flags.to} is not empty (${taken.slice(0, 3).join(', ')}); name a new folder with --to`);
  }
  const inputs = readInputs(paths, flags);
  writeProblems(inputs.problems);
  if (inputs.resources.length === 0) throw new UsageError('there is no object in these files, so there is no chart');
  const { files, notes, isExact, count } = importedFiles(inputs.resources);
  withFilesOf(flags.to, () => {
    for (const [name, text] of files) {
      const file = join(flags.to, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  });
  writeLines([...notes, `${flags.to}/: ${files.size} files, ${count} objects`]);
  process.exitCode = !inputs.isComplete ? exitCodes.unreadable : isExact ? exitCodes.clean : exitCodes.findings;
}

/** @throws UsageError where cdk8s, which the charts are for, is not installed */
async function loadImporter() {
  try {
    return await import('./imported-files.js');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const name = code === 'ERR_MODULE_NOT_FOUND' ? /package '([^']+)'/.exec(message)?.[1] : undefined;
    const { peerDependencies = {} } = manifestOf(packageFolder());
    if (name === undefined || !(name in peerDependencies)) throw error;
    const wanted = ['cdk8s', 'constructs'].map((peer) => `"${peer}@${peerDependencies[peer]}"`).join(' ');
    throw new UsageError(`import needs cdk8s and constructs; run: npm install ${wanted}`);
  }
}
