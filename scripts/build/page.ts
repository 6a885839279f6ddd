import { build } from 'esbuild';

/** The compiled parts of a report's page. */
export interface BuiltPage {
  readonly script: string;
  readonly style: string;
  /** The files that the script holds. */
  readonly inputs: readonly string[];
}

/**
 * Compiles the page of a report for browsers: one script with the model in it, and the style. The model has no import of Node, so that an
 * import which comes in makes the build fail.
 *
 * @param root of the repository
 */
export async function buildPage(root: string): Promise<BuiltPage> {
  const built = await build({
    absWorkingDir: root,
    entryPoints: { page: 'report/page/main.ts', style: 'report/page/style.css' },
    outdir: 'page',
    platform: 'browser',
    target: ['chrome115', 'firefox115', 'safari16.4'],
    format: 'iife',
    bundle: true,
    minify: true,
    charset: 'ascii',
    legalComments: 'none',
    write: false,
    metafile: true,
  });
  const textOf = (end: string): string => built.outputFiles.find(({ path }) => path.endsWith(end))?.text ?? '';
  return { script: textOf('.js'), style: textOf('.css'), inputs: Object.keys(built.metafile.inputs) };
}
