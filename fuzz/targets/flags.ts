import { commands } from '../../cli/commands.js';
import type { Random } from '../../test/differential/findings/random.js';
import { mutateText } from '../mutate-text.js';
import { runCommand } from '../run-command.js';
import { seedText } from '../seeds.js';
import { type FuzzTarget, type Json, must } from '../target.js';
import { withFolder } from '../temporary-folder.js';

interface FlagsInput {
  readonly files: Readonly<Record<string, string>>;
  /** Arguments, in which `{}` is the folder of the files. */
  readonly args: readonly string[];
}

const flags: readonly (readonly string[])[] = [
  ['--format', 'json'],
  ['--format', 'sarif'],
  ['--format', 'github'],
  ['--namespace', 'shop'],
  ['--suppress', 'IST0118=*a*a*a*a*a*a*ab: r'],
  ['--suppress', '*'],
  ['--level', 'ASM0005=off'],
  ['--fail-on', 'info'],
  ['--settings', '{}/settings.yaml'],
  ['--external-host', 'a.example.com'],
  ['--external-gateway', 'shop/public'],
  ['--from', 'shop/client'],
  ['--from', 'internet'],
  ['--to', 'http://hello.shop/v1/x?y=z'],
  ['--to', 'tcp://raw.shop:9000'],
  ['--to', 'tls://a.example.com'],
  ['--via', 'istio-system/ingress'],
  ['--method', 'POST'],
  ['--header', 'x-exp: on'],
  ['--claim', 'groups=a,b'],
  ['--claim', 'a[b][c]=d'],
  ['--token', 'invalid'],
  ['--source-ip', '10.0.0.1'],
  ['--client-certificate'],
  ['--authorizer', 'deny'],
  ['--cluster', 'c1'],
  ['--port', '80'],
  ['--path', '/a/b'],
  ['--exit-code'],
  ['--help'],
];

/** Commands that write files of their own, also when the command line does not say where. */
const writing: ReadonlySet<string> = new Set(['init', 'import', 'report']);

const reading = commands.filter(({ name }) => !writing.has(name));

function makeArguments(random: Random): readonly string[] {
  const { name } = random.draw(...reading);
  const paths = name === 'diff' ? ['{}/a.yaml', '{}/b.yaml'] : [random.draw('{}', '{}/a.yaml', '{}/none', '{}/a.yaml')];
  const service = name === 'callers' || name === 'impact' ? [random.draw('shop/hello', 'hello', '', '../x')] : [];
  const needed = name === 'request' ? ['--from', 'shop/client', '--to', 'http://hello.shop/'] : [];
  const chosen = random.list(3, () => random.draw(...flags), 0).flat();
  const args = [...service, ...paths, ...needed, ...chosen];
  return [name, ...args.map((arg) => (random.chance(12) ? mutateText(arg, random).replaceAll('\0', '') : arg))];
}

/** Characters that move the cursor or forge a line of a terminal; the program's own colours are not written to a file. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const raw = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** Command lines over files of which one may be broken. */
export const flagsTarget: FuzzTarget = {
  name: 'flags',
  make: (random) => {
    const text = random.chance(2) ? mutateText(seedText(random), random) : seedText(random);
    const files = { 'a.yaml': text, 'b.yaml': seedText(random), 'settings.yaml': 'levels: {ASM0005: off}\n' };
    return { files, args: makeArguments(random) } as unknown as Json;
  },
  check: (input) => {
    const { files, args } = input as unknown as FlagsInput;
    return withFolder(files, async (folder) => {
      const { code, stdout, stderr } = await runCommand(args.map((arg) => arg.replaceAll('{}', folder)));
      must([0, 1, 2].includes(code), `exit code ${code}`);
      must(code !== 2 || stderr !== '' || stdout !== '', 'exit code 2 without a word');
      // A mistake in the command line is shown as the user wrote it.
      must(raw.test(args.join('')) || !raw.test(stdout + stderr), 'a control character is written to the terminal');
      must(!/PlantedSecret|UGxhbnRlZFNlY3JldA/.test(stdout + stderr), 'the value of a Secret is shown');
    });
  },
};
