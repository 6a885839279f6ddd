// Stands for asm-blueprints: writes what the file FAKE has for the sub-command, and says in CALLS how it was called.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const args = process.argv.slice(2);
const { CALLS = '', FAKE = '' } = process.env;
appendFileSync(CALLS, `${JSON.stringify(args)}\n`);
const format = args[args.indexOf('--format') + 1];
const answers = JSON.parse(readFileSync(FAKE, 'utf8'));
const { text = '', code = 0 } = answers[args[0] === 'analyze' ? format : args[0]] ?? {};
if (args.includes('--output')) writeFileSync(args[args.indexOf('--output') + 1], text);
else process.stdout.write(text);
if (code > 1) process.stderr.write(`cannot read\n`);
process.exitCode = code;
